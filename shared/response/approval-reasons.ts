import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { lastUse } from './describe-stops.ts';
import type { Mechanism } from './plan.ts';
import type { Settings } from './settings.ts';

const thirtyDays = 30 * 86_400_000;

/** Nobody used it for thirty days, as far as IAM records it. */
const isIdle = (facts: PrincipalFacts, now: string): boolean => {
  switch (facts.lastUsedAt.state) {
    case 'known':
      return Date.parse(facts.lastUsedAt.value) < Date.parse(now) - thirtyDays;
    case 'absent':
      return facts.lastUsedAt.declared !== true;
    case 'unknown':
      return false;
  }
};

const unreadResourcePolicies = (facts: PrincipalFacts): boolean =>
  facts.resourcePolicies.state === 'unknown' ||
  (facts.resourcePolicies.state === 'absent' && facts.resourcePolicies.declared === true);

/** Why a person must look before this is applied, whatever the mode is. */
export const approvalReasons = (
  facts: PrincipalFacts,
  plan: {
    onlyWhatWasJustGiven: boolean;
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
  ...(plan.onlyWhatWasJustGiven || isIdle(facts, plan.now)
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
