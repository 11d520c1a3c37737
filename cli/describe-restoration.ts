import { displayText } from '../shared/change/display-text.ts';
import {
  leftForPeople,
  newNames,
  notInPlan,
  plannedCalls,
  usedBy,
} from '../shared/response/guardrail/describe-restoration.ts';
import type { Restoration } from '../shared/response/guardrail/restoration.ts';

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${displayText(line, 4_096)}`)];

/** A restoration for a person: how it stands, who uses the guardrail, the calls, what is left, the next command. */
export const describeRestoration = (restoration: Restoration): string => {
  const { plan, outcome, state, detail, id } = restoration;
  return [
    `${outcome ?? state}: guardrail ${displayText(plan.name)} (${displayText(plan.subject.arn)})${detail === undefined ? '' : `: ${displayText(detail, 2_048)}`}`,
    ...section(`Comes back as it was known at ${plan.asOf}`, plan.lost),
    ...section('Used by', plan.kind === 'recreate' ? usedBy(plan) : []),
    ...section('Calls', plannedCalls(plan)),
    ...section('Not in this plan', notInPlan(plan)),
    ...section('Left out, as this version does not know it', plan.leftOut),
    ...section('New names', newNames(restoration)),
    ...section('By hand', leftForPeople(restoration)),
    ...nextCommand(restoration, id),
  ].join('\n');
};

const nextCommand = ({ state, followedBy }: Restoration, id: string): readonly string[] => {
  switch (state) {
    case 'WAITING':
      return ['', `approve it: ringfence approve ${id} --as ARN`];
    case 'RESTORED':
    case 'PARTIAL':
    case 'FAILED':
      return [
        '',
        ...(followedBy === undefined ? [] : [`the account's enforcement: ringfence approve ${followedBy} --as ARN`]),
        `undo it: ringfence undo ${id} --reason "..."`,
      ];
    default:
      return [];
  }
};
