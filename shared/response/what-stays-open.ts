import type { Finding } from '../findings/finding.ts';
import { canEver } from '../reasoning/can-ever.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { SearchOptions } from '../reasoning/types.ts';
import { noPlan, type Refused } from './no-plan.ts';
import type { NoRegion } from './region.ts';

/** Open findings that still hold: those with a question are asked again, the others stand until a scan resolves them. */
const openNow = (principal: Principal, findings: readonly Finding[], options: SearchOptions): readonly Finding[] =>
  findings.filter(
    ({ status, ask }) =>
      (status === 'new' || status === 'updated') &&
      (ask === undefined || canEver(principal, ask, options).answer === 'yes'),
  );

/**
 * A level that has nothing to deny, and what is open beside it: `ALREADY_SAFE` is said of the principal, so it is not said
 * where a finding about it still holds.
 */
export const withWhatStaysOpen = (
  none: NoRegion,
  principal: Principal,
  findings: readonly Finding[],
  options: SearchOptions,
): Refused => {
  const open = none.outcome === 'ALREADY_SAFE' ? openNow(principal, findings, options) : [];
  if (open.length === 0) return noPlan(none.outcome, none.detail, none.advice);
  const names = open.map(({ checkId, questionName }) => `${checkId} ${questionName}`);
  const canDeny = open.some(({ ask, containment }) => ask !== undefined && containment === 'deny');
  const fixes = open.flatMap(({ fix, containment }) => (containment === 'deny' || fix === undefined ? [] : [fix]));
  const steps = [...(canDeny ? ['Contain at the level surgical.'] : []), ...new Set(fixes)];
  return noPlan(
    'NOT_EXPRESSIBLE',
    `${none.detail} This level denies nothing else. What stays open: ${names.slice(0, 10).join(', ')}` +
      `${names.length > 10 ? ` and ${names.length - 10} more` : ''}.`,
    steps.length === 0 ? 'See the page of the check.' : steps.join(' '),
  );
};
