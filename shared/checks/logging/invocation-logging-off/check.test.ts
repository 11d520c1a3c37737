import { aChange } from '../../../../test/builders/a-change.ts';
import type { Change } from '../../../change/change.ts';
import type { AccountFacts, InvocationLogging } from '../../../facts/account-facts.ts';
import { absent, known, outOfScope, unknown, type Known } from '../../../facts/known.ts';
import type { Answer } from '../../../reasoning/types.ts';
import { askAccountChecks } from '../../ask-account-checks.ts';
import { askChangeChecks } from '../../ask-change-checks.ts';
import { emptyChangeContext } from '../../check.ts';
import { defaultCheckSettings } from '../../settings.ts';
import { invocationLoggingOff } from './check.ts';

const withoutDestination: InvocationLogging = { text: true, image: true, embedding: true, video: true, audio: true };
const logging: InvocationLogging = { ...withoutDestination, logGroup: 'models' };
const anAccount = (invocationLogging: Readonly<Record<string, Known<InvocationLogging>>>): AccountFacts => ({
  accountId: '111122223333',
  asOf: '2026-11-21T21:00:00.000Z',
  principals: [],
  invocationLogging,
  guardrails: {},
});
const judge = (
  invocationLogging: Readonly<Record<string, Known<InvocationLogging>>>,
  more: { modelRegions?: readonly string[]; modelAccess?: readonly Answer[] } = {},
) =>
  askAccountChecks({
    account: anAccount(invocationLogging),
    settings: { ...defaultCheckSettings, modelRegions: more.modelRegions ?? [] },
    checks: [invocationLoggingOff],
    ...(more.modelAccess === undefined ? {} : { modelAccess: more.modelAccess }),
  }).judgements;

const no: Answer = { given: [], answer: 'no', proof: { shapes: 1, branches: 1, blockedBy: [] } };
const notKnown: Answer = { given: [], answer: 'unknown', why: { code: 'budget', detail: '' } };
const noKinds = { ...logging, text: false, image: false, embedding: false, video: false, audio: false };

describe('RF.LOGGING.1 Invocation logging is on', () => {
  it.each([
    ['there is no configuration', absent],
    ['there is no destination', known(withoutDestination)],
    ['no kind of data is delivered', known(noKinds)],
  ])('answers yes where %s', (_name, state) => {
    expect(judge({ 'us-east-1': state })).toMatchObject([
      {
        kind: 'state',
        severity: 'high',
        answer: { answer: 'yes' },
        sentence: 'model calls in us-east-1 are not recorded',
        subject: { kind: 'region', region: 'us-east-1', arn: 'arn:aws:bedrock:us-east-1:111122223333:*' },
      },
    ]);
  });

  it.each([
    ['to a log group', known(logging)],
    ['to a bucket', known({ ...withoutDestination, bucket: 'models' })],
    ['for text alone: what is missing is another check', known({ ...noKinds, text: true })],
    ['as far as a file can say, which cannot hold it', outOfScope],
  ])('answers no where calls are recorded %s', (_name, state) => {
    expect(judge({ 'us-east-1': state })).toMatchObject([{ answer: { answer: 'no' } }]);
  });

  it('answers unknown for a Region that was not read', () => {
    expect(judge({ 'us-east-1': unknown('refused') })).toMatchObject([{ answer: { answer: 'unknown' } }]);
    expect(judge({}, { modelRegions: ['eu-west-1'] })).toMatchObject([{ answer: { answer: 'unknown' } }]);
  });

  it('judges the Regions of the settings where they are named, in one order', () => {
    const regions = judge({ 'us-east-1': absent }, { modelRegions: ['us-west-2', 'eu-west-1'] });
    expect(regions.map(({ subject }) => subject.region)).toEqual(['eu-west-1', 'us-west-2']);
  });

  it('judges nothing where it is proved that nobody can call a model', () => {
    expect(judge({ 'us-east-1': absent }, { modelAccess: [no, no] })).toEqual([]);
    expect(judge({ 'us-east-1': absent }, { modelAccess: [no, notKnown] })).toHaveLength(1);
  });

  describe('after a change', () => {
    const after = (trigger: Change['trigger'], shown: Partial<Change> = {}) =>
      askChangeChecks({
        change: aChange(trigger, shown),
        context: emptyChangeContext,
        settings: defaultCheckSettings,
        checks: [invocationLoggingOff],
      }).judgements;
    const put = 'bedrock.amazonaws.com:PutModelInvocationLoggingConfiguration';
    const config = (loggingConfig: unknown) => ({ parameters: { loggingConfig } });
    const s3Config = { bucketName: 'models' };

    it('answers yes at once for a deletion, about the same subject and question as the sweep', () => {
      const [judged] = after('bedrock.amazonaws.com:DeleteModelInvocationLoggingConfiguration', {
        body: 'none-expected',
      });
      const [swept] = judge({ 'us-east-1': absent });
      expect(judged).toMatchObject({ answer: { answer: 'yes' }, novelty: 'granted-by-this-change' });
      expect(judged?.subject).toEqual(swept?.subject);
      expect(judged?.questionName).toBe(swept?.questionName);
    });

    it.each([
      ['without a destination', config({ textDataDeliveryEnabled: true })],
      [
        'that delivers nothing',
        config({
          s3Config,
          textDataDeliveryEnabled: false,
          imageDataDeliveryEnabled: false,
          embeddingDataDeliveryEnabled: false,
          videoDataDeliveryEnabled: false,
          audioDataDeliveryEnabled: false,
        }),
      ],
    ])('answers yes for a configuration %s', (_name, shown) => {
      expect(after(put, shown)).toMatchObject([{ answer: { answer: 'yes' } }]);
    });

    it.each([
      ['a configuration that goes on recording', put, config({ s3Config })],
      ['one kind switched off', put, config({ s3Config, textDataDeliveryEnabled: false })],
      ['a configuration whose parameters were left out', put, { body: 'omitted' }],
      ['a configuration of another form', put, config('x')],
      [
        'a refused deletion',
        'bedrock.amazonaws.com:DeleteModelInvocationLoggingConfiguration',
        { outcome: { result: 'failed', code: 'AccessDenied', refused: true } },
      ],
      ['another change of the group', 'bedrock.amazonaws.com:PutUseCaseForModelAccess', {}],
    ] as const)('leaves %s to what is read', (_name, trigger, shown) => {
      expect(after(trigger, shown as Partial<Change>)).toEqual([]);
    });
  });
});
