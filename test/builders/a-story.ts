import { askChecks } from '../../shared/checks/ask-checks.ts';
import { defaultCheckSettings as settings } from '../../shared/checks/settings.ts';
import { known } from '../../shared/facts/known.ts';
import { evolve } from '../../shared/findings/evolve.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import type { Told } from '../../shared/findings/formats/told.ts';
import { stories } from '../../shared/findings/story.ts';
import { aCause } from './a-finding.ts';
import { aRole } from './a-principal.ts';

const now = '2026-11-21T21:00:01.000Z';

/** What a change to DataScience leads to, by the real checks: it could create agents and can now do more. */
export const changedFindings = (): readonly Finding[] => {
  const before = aRole({ name: 'DataScience', allows: 'bedrock:CreateAgent' });
  const principal = aRole({
    name: 'DataScience',
    allows: ['bedrock:CreateAgent', 'bedrock:DeleteGuardrail', 'bedrock:InvokeModel'],
  });
  const stored = evolve({
    previous: [],
    ...askChecks({ principal: before, settings, now }),
    now,
    baseline: true,
  }).changed;
  const asked = askChecks({ principal, before: known(before), settings, now });
  return evolve({ previous: stored, ...asked, now, cause: aCause() }).open;
};

/** The story of that change, as people are told it. */
export const aTold = (shown: Partial<Told> = {}): Told => {
  const open = changedFindings();
  const told = open.filter(({ cause }) => cause !== undefined);
  const [story] = stories(told, open);
  if (story === undefined) throw new Error('the change led to no story');
  return { story, mode: 'observe', versions: { product: '0.1.0', catalogue: '2026.11.1' }, ...shown };
};
