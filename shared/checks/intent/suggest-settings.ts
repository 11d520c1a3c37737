import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { guardrailsTested } from '../access/avoid-guardrail/required-guardrails.ts';
import type { CheckSettings, ClassRule } from '../settings.ts';
import { arnFault } from './arn-fault.ts';
import { isFineTuned, reachOf, type ModelReach } from './model-reach.ts';
import type { PrincipalMatch } from './principal-match.ts';
import { roleClasses, type RoleClass } from './role-class.ts';
import { stateOfPlay } from './state-of-play.ts';

/** What is known of one principal of the account besides its facts. */
export type Observed = {
  principal: PrincipalFacts;
  /** Whether it can invoke any model at all. */
  modelAccess: 'yes' | 'no' | 'unknown';
  /** Whether it can invoke models that its policies do not name (RF.ACCESS.1). */
  anyModel: 'yes' | 'no' | 'unknown';
};

export type SuggestedSettings = {
  /** Only what the account shows; every other field keeps its default. */
  settings: Partial<CheckSettings>;
  /** What a person has to confirm or decide, one sentence each. */
  confirm: readonly string[];
};

/**
 * Drafts settings from what the account's policies say today. It approves what is named, never what is merely possible, and
 * it never makes an administrator: that is a person's decision. The pack is that of the draft.
 */
export const suggestSettings = (
  observed: readonly Observed[],
  pack: CheckSettings['pack'] = 'recommended',
): SuggestedSettings => {
  const users = observed.filter(
    ({ modelAccess, principal }) => modelAccess === 'yes' && !principal.path.startsWith('/aws-service-role/'),
  );
  const members = users
    .filter(({ anyModel }) => anyModel === 'no')
    .map(({ principal }) => ({ principal, reach: reachOf(principal) }))
    .map((member) => ({ ...member, class: classFor(member.reach) }));
  const wide = users.filter(({ anyModel }) => anyModel !== 'no').map(({ principal }) => principal);
  const play = stateOfPlay(users.map(({ principal }) => principal));
  const guardrails = users.flatMap(({ principal }) => {
    const tested = guardrailsTested(principal);
    return tested === undefined ? [] : tested.versioned.length > 0 ? tested.versioned : tested.arns;
  });
  const lists: Partial<CheckSettings> = {
    // Fine-tuned ones stand on the list of their class: on this one everybody else could call them.
    approvedModels: sound(members.flatMap(({ reach }) => reach.models)).filter((arn) => !isFineTuned(arn)),
    approvedInferenceProfiles: sound(members.flatMap(({ reach }) => reach.profiles)),
    approvedGuardrails: withoutRepeats(sound(guardrails.filter((arn) => guardrailArn.test(arn)))),
    approvedRegions: sorted([...play.regions, ...members.flatMap(({ reach }) => reach.regions)]),
    approvedNetwork: play.network,
    organisations: play.organisations,
    knownAccounts: play.externalAccounts.map((accountId) => ({ accountId, externalId: true })),
    requiredBoundaries: play.boundaries.filter((arn) => !ownPolicy.test(arn)),
    classRules: members.map(({ principal, class: name }) => ruleFor(principal, name)),
    classLimits: limitsOf(members),
  };
  return {
    settings: { pack, ...filled(lists) },
    confirm: [...confirmations(lists), ...decisions(wide, observed)],
  };
};

type Member = { principal: PrincipalFacts; reach: ModelReach; class: RoleClass };

/** A boundary that contains somebody: it is taken off again, and nobody is to attach it. */
const ownPolicy = /^arn:[^:]+:iam::\d{12}:policy\/ringfence\//u;
const guardrailArn = /^arn:[^:]+:bedrock:[^:]*:[^:]*:guardrail(?:-profile)?\/[^:]+(?::[^:]+)?$/u;

/** An ARN without a version approves each version of the guardrail. */
const withoutRepeats = (arns: readonly string[]): readonly string[] =>
  arns.filter((arn) => !arns.some((other) => arn.startsWith(`${other}:`)));

const classFor = ({ fineTuned }: ModelReach): RoleClass => (fineTuned ? 'fine-tuned' : 'general');

/** By the unique id, which nobody can forge; by the name where the input holds no id of the usual form. */
const ruleFor = ({ uniqueId, name, kind }: PrincipalFacts, roleClass: RoleClass): ClassRule => {
  const match: PrincipalMatch = /^(?:AROA|AIDA)[A-Z0-9]+$/u.test(uniqueId) ? { uniqueId } : { name };
  return { class: roleClass, match, note: `${kind} ${name}: confirm its class` };
};

const limitsOf = (members: readonly Member[]): CheckSettings['classLimits'] =>
  Object.fromEntries(
    roleClasses.flatMap((name) => {
      const own = members.filter((member) => member.class === name);
      const models = sound(own.flatMap(({ reach }) => reach.models));
      const profiles = sound(own.flatMap(({ reach }) => reach.profiles));
      if (models.length + profiles.length === 0) return [];
      return [[name, { models, ...(profiles.length === 0 ? {} : { inferenceProfiles: profiles }) }]];
    }),
  );

const sorted = (list: readonly string[]): readonly string[] => [...new Set(list)].sort();

/** What a policy names and settings may: an example in a policy is no approval. */
const sound = (arns: readonly string[]): readonly string[] =>
  sorted(arns).filter((arn) => arnFault(arn, 'pattern') === undefined);

const filled = (lists: Partial<CheckSettings>): Partial<CheckSettings> =>
  Object.fromEntries(
    Object.entries(lists).filter(([, value]) => {
      const empty = JSON.stringify(value);
      return empty !== '[]' && empty !== '{}' && empty !== '{"vpcs":[],"vpcEndpoints":[],"organisations":[]}';
    }),
  );

const confirmations = (lists: Partial<CheckSettings>): readonly string[] => {
  const about: readonly (readonly [keyof CheckSettings, string])[] = [
    ['approvedModels', 'each model is one that the account should go on using'],
    ['approvedInferenceProfiles', 'each inference profile is one that the account should go on using'],
    [
      'approvedGuardrails',
      'each guardrail is one that calls should name: every model call without one of them becomes a finding',
    ],
    [
      'approvedRegions',
      'each Region is one in which models should be called, destinations of profiles among them: whoever can call them elsewhere becomes a finding',
    ],
    ['approvedNetwork', 'each VPC and endpoint is yours: every model call from elsewhere becomes a finding'],
    ['organisations', 'each organisation is yours'],
    ['knownAccounts', 'each account is a partner that may assume roles here'],
    ['requiredBoundaries', 'each boundary is one that whoever creates principals must attach'],
    ['classRules', 'each principal has the class that its work needs'],
  ];
  return about
    .filter(([key]) => JSON.stringify(filled({ [key]: lists[key] })) !== '{}')
    .map(([key, what]) => `/${key}: confirm that ${what}.`);
};

const mostNamed = 5;

const decisions = (wide: readonly PrincipalFacts[], observed: readonly Observed[]): readonly string[] => {
  const unread = observed.filter(({ modelAccess }) => modelAccess === 'unknown').map(({ principal }) => principal);
  return [
    ...(wide.length === 0
      ? []
      : [
          `No class is proposed for those who can invoke any model: ${named(wide)}. Name their models first, or put the unique id of those who administer into /administrators.`,
        ]),
    ...(unread.length === 0 ? [] : [`Not everything could be read of ${named(unread)}: nothing is proposed for them.`]),
  ];
};

const named = (principals: readonly PrincipalFacts[]): string => {
  const shown = principals.slice(0, mostNamed).map(({ name, uniqueId }) => `${name} (${uniqueId})`);
  const more = principals.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};
