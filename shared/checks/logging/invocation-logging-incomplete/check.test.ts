import { aChange } from '../../../../test/builders/a-change.ts';
import { anAccount, region } from '../../../../test/builders/an-account.ts';
import { cannotCall, found, judgeAccount, judgeChange } from '../../../../test/builders/judge-account.ts';
import type { InvocationLogging } from '../../../facts/account-facts.ts';
import { absent, known, unknown } from '../../../facts/known.ts';
import { invocationLoggingIncomplete } from './check.ts';

const all: InvocationLogging = { text: true, image: true, embedding: true, video: true, audio: true, bucket: 'models' };
const judge = (shown: Partial<InvocationLogging>) =>
  judgeAccount(
    invocationLoggingIncomplete,
    anAccount({ invocationLogging: { [region]: known({ ...all, ...shown }) } }),
  );

describe('RF.LOGGING.2 Invocation logging is complete', () => {
  it.each(['text', 'image', 'embedding', 'video', 'audio'] as const)('answers yes where %s is left out', (kind) => {
    expect(found(judge({ [kind]: false }))).toMatchObject([
      { severity: 'high', sentence: `${kind} data of model calls in us-east-1 is not logged` },
    ]);
  });

  it('answers yes where large data is not kept: a log group alone', () => {
    const { bucket: _bucket, ...kinds } = all;
    const account = (logging: InvocationLogging) => anAccount({ invocationLogging: { [region]: known(logging) } });
    const judged = (logging: InvocationLogging) => found(judgeAccount(invocationLoggingIncomplete, account(logging)));
    expect(judged({ ...kinds, logGroup: 'models' })).toHaveLength(1);
    expect(judged({ ...kinds, logGroup: 'models', largeDataBucket: 'large' })).toEqual([]);
  });

  it.each<[string, Partial<InvocationLogging>]>([
    ['everything is delivered', {}],
    [
      'nothing at all is: that is the check of logging itself',
      { text: false, image: false, embedding: false, video: false, audio: false },
    ],
  ])('answers no where %s', (_name, shown) => {
    expect(judge(shown).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('answers no where logging is off altogether, and unknown where it was not read', () => {
    const answers = (logging: typeof absent | ReturnType<typeof unknown>) =>
      judgeAccount(invocationLoggingIncomplete, anAccount({ invocationLogging: { [region]: logging } })).map(
        ({ answer }) => answer.answer,
      );
    expect(answers(absent)).toEqual(['no']);
    expect(answers(unknown('refused'))).toEqual(['unknown']);
  });

  it('judges nothing where nobody can call a model', () => {
    const account = anAccount({ invocationLogging: { [region]: known({ ...all, text: false }) } });
    expect(judgeAccount(invocationLoggingIncomplete, account, { modelAccess: [cannotCall] })).toEqual([]);
  });

  describe('after a change', () => {
    const after = (loggingConfig: object) =>
      judgeChange(
        invocationLoggingIncomplete,
        aChange('bedrock.amazonaws.com:PutModelInvocationLoggingConfiguration', { parameters: { loggingConfig } }),
      );
    const none = Object.fromEntries(
      ['text', 'image', 'embedding', 'video', 'audio'].map((kind) => [`${kind}DataDeliveryEnabled`, false]),
    );

    it('answers yes for a kind that the call switches off', () => {
      expect(after({ imageDataDeliveryEnabled: false, textDataDeliveryEnabled: true })).toMatchObject([
        { sentence: 'image data of model calls in us-east-1 is not logged', novelty: 'granted-by-this-change' },
      ]);
    });

    it.each([
      ['a flag that is not sent', {}],
      ['every flag switched off', none],
    ])('judges nothing for %s', (_name, config) => {
      expect(after(config)).toEqual([]);
    });
  });
});
