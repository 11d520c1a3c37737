import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Question } from '../reasoning/types.ts';
import { isIdle } from './approval-idle.ts';
import { lastUse } from './describe-stops.ts';
import type { Mechanism } from './plan.ts';
import type { Settings } from './settings.ts';

const unreadResourcePolicies = (facts: PrincipalFacts): boolean =>
  facts.resourcePolicies.state === 'unknown' ||
  (facts.resourcePolicies.state === 'absent' && facts.resourcePolicies.declared === true);

/** Why a person must look before this is applied, whatever the mode is. */
export const approvalReasons = (
  facts: PrincipalFacts,
  plan: {
    onlyWhatWasJustGiven: boolean;
    /** What it takes away. */
    denies: readonly Question[];
    now: string;
    mechanism: Mechanism;
    /** Somebody else's boundary gives way to one that holds all of it. */
    replacesForeign: boolean;
    gainUnknown: boolean;
    /** How many credentials become inactive. */
    credentials: number;
  },
  settings: Pick<Settings, 'resourcePoliciesReviewed'>,
): readonly string[] => [
  ...(plan.onlyWhatWasJustGiven || isIdle(facts, plan.denies, plan.now)
    ? []
    : [`The plan denies what ${facts.name} could do before the change, or may have. ${lastUse(facts)}`]),
  ...(plan.gainUnknown
    ? [
        `What ${facts.name} could do before the change is not known, so the plan denies every sensitive action it holds now.`,
      ]
    : []),
  ...(plan.credentials > 0 ? [`${plan.credentials} credentials become inactive, for whatever they are used.`] : []),
  ...(plan.replacesForeign
    ? [
        'A boundary that is there is replaced by one that holds all of it and the Deny; a later change of the old one has no effect.',
      ]
    : []),
  ...(plan.mechanism === 'boundary' && unreadResourcePolicies(facts) && !settings.resourcePoliciesReviewed
    ? [
        'Resource policies were not read. One that combines NotPrincipal with Deny would deny a principal with a boundary ' +
          'everything it governs. An owner who has looked says so with the setting resourcePoliciesReviewed.',
      ]
    : []),
];
