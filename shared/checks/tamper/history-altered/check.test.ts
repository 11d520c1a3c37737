import { anAccount } from '../../../../test/builders/an-account.ts';
import { judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known, unknown } from '../../../facts/known.ts';
import { historyAltered } from './check.ts';

describe('RF.TAMPER.5 History was altered', () => {
  it.each([
    [4, 'history entry 4 does not verify'],
    [undefined, 'the history does not verify'],
  ])('answers yes for a fault at %s', (at, sentence) => {
    const history = { intact: false as const, entries: 9, fault: 'BROKEN_LINK', ...(at === undefined ? {} : { at }) };
    expect(judgeAccount(historyAltered, anAccount({ wide: { history: known(history) } }))).toMatchObject([
      { severity: 'critical', sentence, reason: 'BROKEN_LINK', answer: { answer: 'yes' } },
    ]);
  });

  it('answers no for a history that is intact, and unknown for one that was not verified', () => {
    const answers = (account: ReturnType<typeof anAccount>) =>
      judgeAccount(historyAltered, account).map(({ answer }) => answer.answer);
    expect(answers(anAccount({ wide: { history: known({ intact: true, entries: 9 }) } }))).toEqual(['no']);
    expect(answers(anAccount({ wide: { history: unknown('the table was not read') } }))).toEqual(['unknown']);
  });
});
