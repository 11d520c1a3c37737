import type { JsonObject } from '../../change/json-object.ts';
import { diffSurroundings } from './diff-surroundings.ts';
import { reverseVerdict, type DiffVerdict } from './verdict.ts';

const arn = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc';
const logging = (config: JsonObject): JsonObject => ({
  loggingConfig: {
    cloudWatchConfig: { logGroupName: 'prompts', roleArn: 'arn:aws:iam::111122223333:role/logs' },
    textDataDeliveryEnabled: true,
    imageDataDeliveryEnabled: true,
    ...config,
  },
});
const enforced = (config: JsonObject = {}): JsonObject => ({
  guardrailsConfig: [{ configId: 'c', guardrailArn: arn, guardrailVersion: '3', ...config }],
});
const proving = (...rules: readonly JsonObject[]): JsonObject => ({
  policyArn: 'p',
  definitionHash: JSON.stringify(rules),
  policyDefinition: { rules, types: [], variables: [] },
});
const rule = (id: string, expression = 'a secret rule') => ({ id, expression });

type Row = readonly [
  what: string,
  kind: Parameters<typeof diffSurroundings>[0],
  before: JsonObject | undefined,
  after: JsonObject | undefined,
  verdict: string,
  sentence: string | undefined,
];

const rows: readonly Row[] = [
  [
    'logging that is gone',
    'invocation-logging',
    logging({}),
    undefined,
    'weaker',
    'Model calls are not recorded any more.',
  ],
  [
    'a kind of data that is not delivered',
    'invocation-logging',
    logging({}),
    logging({ textDataDeliveryEnabled: false }),
    'weaker',
    'The text data of model calls is not recorded any more.',
  ],
  [
    'a kind that is not said any more, as one that is off',
    'invocation-logging',
    logging({}),
    logging({ imageDataDeliveryEnabled: undefined }),
    'weaker',
    'The image data of model calls is not recorded any more.',
  ],
  [
    'logs that go to another log group',
    'invocation-logging',
    logging({}),
    logging({ cloudWatchConfig: { logGroupName: 'mine', roleArn: 'arn:aws:iam::111122223333:role/logs' } }),
    'unranked',
    'The log group is now mine, before prompts.',
  ],
  [
    'a bucket that is left out',
    'invocation-logging',
    logging({ s3Config: { bucketName: 'kept', keyPrefix: 'a' } }),
    logging({}),
    'weaker',
    'Logs do not go to the bucket kept any more.',
  ],
  [
    'a loss beside a gain',
    'invocation-logging',
    logging({}),
    logging({ textDataDeliveryEnabled: false, videoDataDeliveryEnabled: true }),
    'mixed',
    'The text data of model calls is not recorded any more.',
  ],
  [
    'a setting that this version does not know',
    'invocation-logging',
    logging({}),
    logging({ sampling: 0.1 }),
    'unranked',
    'The setting sampling changed, which this version does not know.',
  ],
  [
    'logging that differs in nothing',
    'invocation-logging',
    logging({}),
    logging({ videoDataDeliveryEnabled: false }),
    'same',
    undefined,
  ],

  [
    'enforcement that is gone',
    'enforced-guardrails',
    enforced(),
    { guardrailsConfig: [] },
    'weaker',
    `Guardrail ${arn} is not enforced any more.`,
  ],
  [
    'a lower version',
    'enforced-guardrails',
    enforced(),
    enforced({ guardrailVersion: '2' }),
    'weaker',
    `Version 2 of guardrail ${arn} is enforced, before 3.`,
  ],
  ['the draft', 'enforced-guardrails', enforced(), enforced({ guardrailVersion: 'DRAFT' }), 'weaker', undefined],
  ['a higher version', 'enforced-guardrails', enforced(), enforced({ guardrailVersion: '4' }), 'stronger', undefined],
  [
    'a model that is excluded',
    'enforced-guardrails',
    enforced(),
    enforced({ modelEnforcement: { includedModels: ['ALL'], excludedModels: ['example.model-v1'] } }),
    'weaker',
    `Guardrail ${arn} is not enforced any more for example.model-v1.`,
  ],
  [
    'models that are listed, before all',
    'enforced-guardrails',
    enforced(),
    enforced({ modelEnforcement: { includedModels: ['example.model-v1'], excludedModels: [] } }),
    'weaker',
    `Guardrail ${arn} is not enforced any more for every model that is not listed.`,
  ],
  [
    'content that the caller chooses',
    'enforced-guardrails',
    enforced({ selectiveContentGuarding: { system: 'COMPREHENSIVE' } }),
    enforced({ selectiveContentGuarding: { system: 'SELECTIVE' } }),
    'weaker',
    undefined,
  ],
  [
    'tags of the caller that count',
    'enforced-guardrails',
    enforced({ inputTags: 'IGNORE' }),
    enforced({ inputTags: 'HONOR' }),
    'weaker',
    undefined,
  ],
  [
    'who set it and when',
    'enforced-guardrails',
    enforced({ updatedBy: 'a' }),
    enforced({ updatedBy: 'b' }),
    'same',
    undefined,
  ],
  [
    'a field that this version does not know',
    'enforced-guardrails',
    enforced(),
    enforced({ dryRun: true }),
    'unranked',
    undefined,
  ],

  [
    'a policy of formal checks that is gone',
    'automated-reasoning',
    proving(rule('1')),
    undefined,
    'weaker',
    'The policy is gone.',
  ],
  [
    'a rule that is gone',
    'automated-reasoning',
    proving(rule('1'), rule('2')),
    proving(rule('1')),
    'weaker',
    '1 rule was removed.',
  ],
  [
    'a rule that says something else',
    'automated-reasoning',
    proving(rule('1')),
    proving(rule('1', 'true')),
    'unranked',
    '1 rule was changed.',
  ],
  [
    'a rule that is new',
    'automated-reasoning',
    proving(rule('1')),
    proving(rule('1'), rule('2')),
    'stronger',
    '1 rule was added.',
  ],
  [
    'a definition that may not be read',
    'automated-reasoning',
    proving(rule('1')),
    { policyArn: 'p', definitionHash: 'other' },
    'unranked',
    'The definition changed, and could not be read.',
  ],

  [
    'a resource policy that is gone',
    'guardrail-policy',
    { resourcePolicy: '{}' },
    undefined,
    'unranked',
    'The resource policy was deleted.',
  ],
];

describe('what stands around guardrails', () => {
  it.each(rows)('%s', (_what, kind, before, after, verdict, sentence) => {
    const diff = diffSurroundings(kind, before, after);
    expect(diff.verdict).toBe(verdict);
    if (sentence !== undefined) expect(diff.changes[0]?.sentence).toBe(sentence);
  });

  it.each(rows)('%s: the other way round says the opposite', (_what, kind, before, after, verdict) => {
    expect(diffSurroundings(kind, after, before).verdict).toBe(reverseVerdict(verdict as DiffVerdict));
  });

  it('never quotes a rule', () => {
    const told = rows.flatMap(([, kind, before, after]) => diffSurroundings(kind, before, after).changes);
    expect(JSON.stringify(told)).not.toContain('secret');
  });
});
