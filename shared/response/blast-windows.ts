import type { BlastLimits } from './settings.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** One limit over one scope: at most `slots` containments begin in any `milliseconds`. */
export type BlastWindow = {
  limit: keyof BlastLimits;
  /** An account, a check, or `organisation`. */
  scope: string;
  slots: number;
  milliseconds: number;
};

/** Every limit that one containment counts against. Where the number of principals is not known (0), the smallest share holds. */
export const blastWindows = (input: {
  accountId: string;
  checkIds: readonly string[];
  principalCount: number;
  limits: BlastLimits;
}): readonly BlastWindow[] => {
  const { accountId, checkIds, principalCount, limits } = input;
  const window = (limit: keyof BlastLimits, scope: string, slots: number, milliseconds: number): BlastWindow => ({
    limit,
    scope,
    slots,
    milliseconds,
  });
  const share = Math.max(5, Math.ceil((principalCount * limits.percentOfPrincipalsDay) / 100));
  return [
    window('perAccountTenMinutes', accountId, limits.perAccountTenMinutes, 10 * minute),
    window('perAccountDay', accountId, limits.perAccountDay, day),
    window('percentOfPrincipalsDay', accountId, share, day),
    window('perOrganisationDay', 'organisation', limits.perOrganisationDay, day),
    ...[...new Set(checkIds)].map((id) => window('perCheckHour', id, limits.perCheckHour, hour)),
  ];
};
