import { aChange } from '../../../../test/builders/a-change.ts';
import { anAccount, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount, judgeChange } from '../../../../test/builders/judge-account.ts';
import { known, unknown } from '../../../facts/known.ts';
import { dataRetentionChanged } from './check.ts';

const judge = (mode: string, approvedDataRetention: readonly string[] = []) =>
  judgeAccount(dataRetentionChanged, anAccount({ state: { dataRetention: known([{ endpoint: 'bedrock', mode }]) } }), {
    settings: { approvedDataRetention },
  });

describe('RF.LOGGING.7 Data retention did not change', () => {
  it.each([
    ['hands content to the provider, whatever the settings say', 'provider_data_share', []],
    ['is not among the approved ones', 'default', ['none']],
  ])('answers yes for a mode that %s', (_name, mode, approved) => {
    expect(found(judge(mode, approved))).toMatchObject([
      { severity: 'high', sentence: `data retention of bedrock in us-east-1 became ${mode}` },
    ]);
  });

  it.each([
    ['is approved', 'provider_data_share', ['provider_data_share']],
    ['nobody said anything about', 'aws_review', []],
  ])('answers no for a mode that %s', (_name, mode, approved) => {
    expect(judge(mode, approved).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('answers unknown where it was not read', () => {
    const account = anAccount({ state: { dataRetention: unknown('refused') } });
    expect(judgeAccount(dataRetentionChanged, account).map(({ answer }) => answer.answer)).toEqual(['unknown']);
  });

  describe('after a change', () => {
    it.each([
      ['bedrock.amazonaws.com:PutAccountDataRetention', 'data-retention-bedrock'],
      ['bedrock-mantle.amazonaws.com:PutAccountDataRetention', 'data-retention-bedrock-mantle'],
    ] as const)('answers yes for %s, about its endpoint', (trigger, questionName) => {
      const change = aChange(trigger, { parameters: { mode: 'provider_data_share' } });
      expect(judgeChange(dataRetentionChanged, change)).toMatchObject([
        { questionName, answer: { answer: 'yes' }, subject: { region } },
      ]);
    });

    it('answers unknown where the event does not say the mode, and nothing for an approved one', () => {
      const trigger = 'bedrock.amazonaws.com:PutAccountDataRetention';
      const [judged] = judgeChange(dataRetentionChanged, aChange(trigger, { body: 'omitted' }));
      expect(judged?.answer.answer).toBe('unknown');
      const none = aChange(trigger, { parameters: { mode: 'none' } });
      expect(judgeChange(dataRetentionChanged, none)).toEqual([]);
    });
  });
});
