import type { CheckSettings } from '../checks/settings.ts';
import type { Level } from './plan.ts';

export const modes = ['observe', 'approve', 'enforce'] as const;
export type Mode = (typeof modes)[number];

/** Both at once, read together: the effective mode is the lower of the account's and the check's. */
export type ModeSwitch = {
  mode: Mode;
  /** True stops every apply at once; reads, findings and verification go on. */
  killSwitch: boolean;
  /** Undo goes on under the kill switch unless this is set. */
  freeze: boolean;
};

export type Exemption = {
  id: string;
  /** Principal's unique id: a re-created role has another one, so no exemption. Never by name or tag. */
  uniqueId: string;
  /** For people; decides nothing. */
  arn: string;
  /** A check id, or an area: `SENSITIVE`. */
  scope: string;
  owner: string;
  reason: string;
  ticket: string;
  requester: string;
  approver: string;
  /** ISO 8601. At most 90 days apart (365 where `breakGlass`). */
  from: string;
  expires: string;
  breakGlass?: boolean;
};

export type BlastLimits = {
  perAccountTenMinutes: number;
  perAccountDay: number;
  /** Over all accounts of this installation. */
  perOrganisationDay: number;
  perCheckHour: number;
  /** Whole percent of the account's principals a day, at least five. */
  percentOfPrincipalsDay: number;
};

export const defaultBlastLimits: BlastLimits = {
  perAccountTenMinutes: 5,
  perAccountDay: 20,
  perOrganisationDay: 50,
  perCheckHour: 10,
  percentOfPrincipalsDay: 2,
};

/** Everything the owners decided, one versioned document. What cannot be read is SETTINGS_UNREADABLE: no write. */
export type Settings = {
  schemaVersion: '1';
  version: number;
  checks: CheckSettings;
  /** By check id. A check that is not named follows the account. */
  checkModes: Readonly<Record<string, Mode>>;
  /** Full ARNs, ARN prefixes that end in `/`, or unique ids. Compared without letter case; never by suffix. */
  protectedPrincipals: readonly string[];
  exemptions: readonly Exemption[];
  blast: BlastLimits;
  /** Applies per principal per hour. */
  attemptsPerHour: number;
  /** Milliseconds between the two agreeing reads. */
  agreeAfter: number;
  /** Containment levels that may be used without being raised by name. */
  levels: readonly Level[];
  /**
   * An owner has confirmed that no resource policy of the account combines `NotPrincipal` with `Deny`: such a policy denies
   * every principal that has a boundary. False: where the policies were not read, a new boundary needs approval.
   */
  resourcePoliciesReviewed: boolean;
  /**
   * Where somebody else's boundary is there, a boundary that holds all of it and the Deny takes its place, instead of an
   * inline policy beside it. Default: absent, the foreign boundary is never replaced.
   */
  mergeBoundaries?: true;
  /** People needed to raise a mode. 1 is for a team of one; recorded in history and shown in every export. */
  approvers: 1 | 2;
};

export const defaultSettings = (checks: CheckSettings): Settings => ({
  schemaVersion: '1',
  version: 0,
  checks,
  checkModes: {},
  protectedPrincipals: [],
  exemptions: [],
  blast: defaultBlastLimits,
  attemptsPerHour: 3,
  agreeAfter: 10_000,
  levels: ['surgical'],
  resourcePoliciesReviewed: false,
  approvers: 2,
});
