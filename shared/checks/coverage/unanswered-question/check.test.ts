import { aRole } from '../../../../test/builders/a-principal.ts';
import { unknown } from '../../../facts/known.ts';
import { askChecks } from '../../ask-checks.ts';
import { askCoverage } from '../../ask-coverage.ts';
import { viewAccount } from '../../escalate/reach/view-account.ts';
import { defaultCheckSettings as settings } from '../../settings.ts';

const now = '2026-11-21T21:00:00.000Z';
const why = 'iam:ListRolePolicies was refused';
/** Of an account that holds nobody else. */
const asked = (principal: ReturnType<typeof aRole>) => {
  const account = viewAccount({ accountId: '111122223333', principals: [principal], now });
  return askChecks({ principal, settings, now, account });
};
const unread = (name: string, reason = why) => asked(aRole({ name, inlinePolicies: unknown(reason) }));
const readable = asked(aRole({ name: 'fine' }));
const coverage = (asked: readonly ReturnType<typeof unread>[], scope: 'sweep' | 'change' = 'sweep') =>
  askCoverage({ accountId: '111122223333', asked, scope });

describe('RF.COVERAGE.3 What Ringfence could not judge', () => {
  it('makes one judgement of one missing fact, however many questions and principals want it', () => {
    const all = [unread('a'), unread('b'), unread('c'), unread('d'), readable];
    const { judgements } = coverage(all);
    expect(judgements).toHaveLength(1);
    const questions = all.flatMap(({ judgements: own }) => own).filter(({ answer }) => answer.answer === 'unknown');
    expect(questions.length).toBeGreaterThan(100);
    expect(judgements[0]).toMatchObject({
      kind: 'coverage',
      checkId: 'RF.COVERAGE.3',
      subject: { kind: 'account', uniqueId: 'arn:aws:iam::111122223333:root' },
      answer: { answer: 'unknown', why: { code: 'missing-facts' } },
    });
    expect(judgements[0]?.sentence).toBe(
      `${questions.length} questions about ${['a', 'b', 'c'].map((name) => `arn:aws:iam::111122223333:role/${name}`).join(', ')} and 1 more have no answer`,
    );
    expect(judgements[0]?.reason).toContain(why);
  });

  it('makes two of two missing facts, in one order', () => {
    const reasons = (asked: readonly ReturnType<typeof unread>[]) =>
      coverage(asked).judgements.map(({ reason }) => reason);
    const one = unread('a', 'first');
    const two = unread('b', 'second');
    expect(reasons([one, two])).toHaveLength(2);
    expect(reasons([one, two])).toEqual(reasons([two, one]));
  });

  it('answers nothing where every question has an answer', () => {
    expect(coverage([readable]).judgements).toEqual([]);
  });

  it('resolves a missing fact by a sweep of the whole account only', () => {
    expect(coverage([readable], 'sweep').consulted).toEqual(['RF.COVERAGE.3']);
    expect(coverage([readable], 'change').consulted).toEqual([]);
  });

  it('never passes: an unknown is no yes and no no', () => {
    expect(coverage([unread('a')]).judgements.every(({ answer }) => answer.answer === 'unknown')).toBe(true);
  });
});
