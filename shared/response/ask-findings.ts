import type { Finding } from '../findings/finding.ts';
import { canEver } from '../reasoning/can-ever.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Ask, SearchOptions } from '../reasoning/types.ts';
import { noPlan } from './no-plan.ts';
import type { Planned } from './plan.ts';
import type { Asked } from './region.ts';

const askableOf = (findings: readonly Finding[]): readonly { finding: Finding; ask: Ask }[] =>
  findings.flatMap((finding) =>
    finding.ask !== undefined && finding.containment === 'deny' && finding.status !== 'resolved'
      ? [{ finding, ask: finding.ask }]
      : [],
  );

/** The questions of open findings, asked again on the state of now. Those that nothing can be denied of are left out. */
export const askFindings = (
  principal: Principal,
  findings: readonly Finding[],
  options: SearchOptions,
): readonly Asked[] =>
  askableOf(findings).map(({ finding, ask }) => ({ finding, ask, before: canEver(principal, ask, options) }));

/** Why the findings ask for no Deny; undefined where one of them is violated now. */
export const nothingToDeny = (findings: readonly Finding[], asked: readonly Asked[]): Planned | undefined => {
  if (asked.some(({ before }) => before.answer === 'yes')) return undefined;
  return asked.length === 0 ? nothingAskable(findings) : nothingViolated(asked);
};

const nothingAskable = (findings: readonly Finding[]): Planned => {
  const open = findings.filter(({ status }) => status !== 'resolved');
  if (open.length === 0) {
    return noPlan('ALREADY_SAFE', 'No open finding asks for containment.', 'Nothing needs to be done.');
  }
  const fixes = [...new Set(open.flatMap(({ fix }) => (fix === undefined ? [] : [fix])))];
  return noPlan(
    'NOT_EXPRESSIBLE',
    `${open.map(({ checkId }) => checkId).join(', ')}: Ringfence writes nothing for these, a person makes the change.`,
    fixes.length === 0 ? 'See the page of the check.' : fixes.join(' '),
  );
};

const nothingViolated = (asked: readonly Asked[]): Planned => {
  const open = asked.flatMap(({ before, finding }) =>
    before.answer === 'unknown' ? [`${finding.checkId}: ${before.why.detail}`] : [],
  );
  return open.length === 0
    ? noPlan('ALREADY_SAFE', 'Asked again now, every question answers no.', 'Nothing needs to be done.')
    : noPlan('UNKNOWN_ANSWER', open.join(' '), 'Settle what is not known; nothing is denied on a guess.');
};
