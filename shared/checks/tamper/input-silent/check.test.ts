import { accountId, anAccount, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import type { InputFacts } from '../../../facts/wide-state.ts';
import { inputSilent } from './check.ts';

const heard: InputFacts = {
  accountId,
  region,
  lastHeardAt: '2026-11-21T20:00:00.000Z',
  silentAfter: 60,
  unannounced: [],
};
const judge = (shown: Partial<InputFacts>) =>
  judgeAccount(inputSilent, anAccount({ wide: { inputs: known([{ ...heard, ...shown }]) } }));

describe('RF.TAMPER.4 The input stopped', () => {
  it('answers yes a minute after the time, and no at the time itself', () => {
    expect(found(judge({ lastHeardAt: '2026-11-21T19:59:00.000Z' }))).toMatchObject([
      { severity: 'critical', sentence: `no event from ${accountId} ${region} for 61 minutes` },
    ]);
    expect(judge({}).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('answers yes where nothing was ever heard', () => {
    const { lastHeardAt: _never, ...never } = heard;
    const judged = judgeAccount(inputSilent, anAccount({ wide: { inputs: known([never]) } }));
    expect(found(judged)[0]?.sentence).toBe(`no event was ever heard from ${accountId} ${region}`);
  });

  it('answers yes, apart and high, for changes that no event announced', () => {
    expect(found(judge({ unannounced: ['arn:role'] }))).toMatchObject([
      { questionName: 'changes-unannounced', severity: 'high' },
    ]);
  });
});
