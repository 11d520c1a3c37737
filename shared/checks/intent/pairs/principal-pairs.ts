import { errorAt, type Pair } from './pair.ts';

/** Principals that two settings mean for different things. */
export const principalPairs: readonly Pair[] = [
  {
    settings: ['agentRoles', 'ownRoles'],
    faults: ({ agentRoles, ownRoles }) =>
      agentRoles.flatMap(({ roleArn }, index) => {
        if (!ownRoles.includes(roleArn)) return [];
        const what = `${roleArn} is the role of an agent, and one of Ringfence's own roles`;
        return [
          errorAt('contradicting-roles', `/agentRoles/${index}/roleArn`, what, 'take it off one of the two lists'),
        ];
      }),
  },
  {
    settings: ['agentRoles', 'settingsWriters'],
    faults: ({ agentRoles, settingsWriters }) =>
      agentRoles.flatMap(({ roleArn }, index) => {
        if (!settingsWriters.includes(roleArn)) return [];
        const what = `${roleArn} is the role of an agent, and may write the settings that judge it`;
        return [errorAt('contradicting-roles', `/agentRoles/${index}/roleArn`, what, 'take it off /settingsWriters')];
      }),
  },
  {
    settings: ['agentRoles'],
    faults: ({ agentRoles }) =>
      agentRoles.flatMap(({ roleArn, agents }, index) => {
        const other = agentRoles.findIndex(
          (each, place) =>
            place < index &&
            each.roleArn !== roleArn &&
            each.agents.some((agent) => !/[*?]/u.test(agent) && agents.includes(agent)),
        );
        if (other < 0) return [];
        const what = `an agent has one role, and /agentRoles/${other} gives another one to an agent of this list`;
        return [errorAt('contradicting-roles', `/agentRoles/${index}/agents`, what, 'keep one of the two')];
      }),
  },
  {
    settings: ['people', 'classRules'],
    faults: ({ people, classRules }) =>
      people.flatMap((match, index) => {
        const same = JSON.stringify(match);
        const rule = classRules.findIndex((each) => each.class === 'service' && JSON.stringify(each.match) === same);
        if (rule < 0) return [];
        const what = `it calls them people, and /classRules/${rule} classes them service`;
        return [errorAt('contradicting-roles', `/people/${index}`, what, 'keep the one that is meant')];
      }),
  },
  {
    settings: ['workloads'],
    faults: ({ workloads }) =>
      workloads.flatMap((workload, index) => {
        const first = workloads.findIndex(({ arn }) => arn === workload.arn);
        if (JSON.stringify(workloads[first]) === JSON.stringify(workload)) return [];
        const what = `/workloads/${first} says something else about ${workload.arn}`;
        return [errorAt('contradicting-entries', `/workloads/${index}`, what, 'keep one of the two')];
      }),
  },
];
