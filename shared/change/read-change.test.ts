import type { Change, ParsedRecord } from './change.ts';
import { maxRecordBytes } from './parse-json.ts';
import { readChange } from './read-change.ts';
import { anEnvelope, aRecord } from './testing/a-record.ts';

const changeOf = (parsed: ParsedRecord): Change => {
  if (parsed.kind !== 'change') throw new Error(`not a change: ${JSON.stringify(parsed)}`);
  return parsed;
};

const reasonOf = (parsed: ParsedRecord): unknown => (parsed.kind === 'change' ? parsed : parsed.reason);

describe('readChange', () => {
  it('reads an EventBridge envelope', () => {
    expect(readChange(anEnvelope())).toEqual({
      kind: 'change',
      eventId: '0c8d6f0e-0000-4000-8000-000000000002',
      trigger: 'iam.amazonaws.com:PutRolePolicy',
      eventSource: 'iam.amazonaws.com',
      eventName: 'PutRolePolicy',
      group: 'iam-grants',
      accountId: '111122223333',
      region: 'us-east-1',
      occurredAt: '2026-11-21T21:00:00.000Z',
      actor: {
        type: 'IAMUser',
        arn: 'arn:aws:iam::111122223333:user/people/bob',
        principalId: 'AIDAEXAMPLEUSER000001',
        accountId: '111122223333',
        sourceAddress: '192.0.2.10',
        userAgent: 'aws-cli/2.31.0',
      },
      outcome: { result: 'succeeded' },
      touches: [{ kind: 'role', name: 'app' }],
      body: 'present',
      documents: [
        {
          role: 'identity-policy',
          name: 'models',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": []\n}',
        },
      ],
      requestId: '0c8d6f0e-0000-4000-8000-000000000001',
      parameters: {
        roleName: 'app',
        policyName: 'models',
        policyDocument: '{\n  "Version": "2012-10-17",\n  "Statement": []\n}',
      },
      readOnly: false,
    });
  });

  it('reads the same from text, from an object and from the bare record', () => {
    const whole = readChange(anEnvelope());
    expect(readChange(JSON.stringify(anEnvelope()))).toEqual(whole);
    expect(readChange(aRecord())).toEqual(whole);
    expect(readChange(JSON.stringify(aRecord()))).toEqual(whole);
  });

  it.each(['AWS Service Event via CloudTrail', 'AWS Console Action via CloudTrail'])(
    'reads an envelope of type %s',
    (type) => {
      expect(readChange(anEnvelope(aRecord(), { 'detail-type': type })).kind).toBe('change');
    },
  );

  it('gives a plain object that shares nothing with its input', () => {
    const input = anEnvelope();
    const change = changeOf(readChange(input));
    (input['detail'] as { requestParameters: { roleName: string } }).requestParameters.roleName = 'other';
    expect(change.parameters['roleName']).toBe('app');
  });
});

describe('what is no change', () => {
  it.each([
    ['a pair that no check asks for', aRecord({ eventName: 'TagServerCertificate' }), 'unknown-event'],
    ['a pair of another service', aRecord({ eventSource: 'ec2.amazonaws.com' }), 'unknown-event'],
    ['a call that only reads', aRecord({ eventName: 'ListRoles', readOnly: true }), 'read-only'],
    ['a sign-in', aRecord({ eventName: 'ConsoleLogin', eventType: 'AwsConsoleSignIn' }), 'not-a-call'],
    ['an Insight, which carries the name of a call', aRecord({ eventType: 'AwsCloudTrailInsight' }), 'not-a-call'],
    ['network activity, which repeats a call', aRecord({ eventType: 'AwsVpceEvent' }), 'not-a-call'],
    [
      'an event of EventBridge that is not of CloudTrail',
      anEnvelope({}, { 'detail-type': 'GuardDuty Finding', source: 'aws.guardduty' }),
      'not-a-call',
    ],
  ])('ignores %s', (_, input, code) => {
    expect(readChange(input)).toMatchObject({ kind: 'ignored', reason: { code } });
  });

  it('ignores a change of an account that was not expected, and says which', () => {
    const context = { expect: { accountIds: ['444455556666'] } };
    expect(readChange(anEnvelope(), context)).toMatchObject({
      kind: 'ignored',
      eventId: '0c8d6f0e-0000-4000-8000-000000000002',
      reason: { code: 'other-account', accountId: '111122223333' },
    });
    expect(readChange(anEnvelope(), { expect: { accountIds: ['111122223333'] } }).kind).toBe('change');
  });
});

describe('what cannot be read', () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const deep = `{"a":${'['.repeat(70)}${']'.repeat(70)}}`;

  it.each([
    ['', 'not-json', ''],
    ['{"eventSource"', 'not-json', ''],
    [undefined, 'not-json', ''],
    [1n, 'not-json', ''],
    [circular, 'not-json', ''],
    ['null', 'not-an-object', ''],
    [[], 'not-an-object', ''],
    ['"text"', 'not-an-object', ''],
    [deep, 'too-deep', ''],
    [`{"a":${'['.repeat(100_000)}`, 'too-deep', ''],
    [`{"a":"${'x'.repeat(maxRecordBytes)}"}`, 'too-large', ''],
    [`{"a":"${'é'.repeat(maxRecordBytes / 2)}"}`, 'too-large', ''],
    [{}, 'missing-field', '/eventSource'],
    [aRecord({ eventName: 7 }), 'wrong-type', '/eventName'],
    [aRecord({ eventName: '' }), 'missing-field', '/eventName'],
    [aRecord({ eventID: undefined }), 'missing-field', '/eventID'],
    [aRecord({ awsRegion: undefined }), 'missing-field', '/awsRegion'],
    [aRecord({ eventTime: undefined }), 'missing-field', '/eventTime'],
    [aRecord({ eventTime: 'yesterday' }), 'wrong-type', '/eventTime'],
    [aRecord({ recipientAccountId: 'redacted' }), 'wrong-type', '/recipientAccountId'],
    [aRecord({ recipientAccountId: undefined, userIdentity: null }), 'missing-field', '/recipientAccountId'],
    [aRecord({ requestParameters: '{}' }), 'wrong-type', '/requestParameters'],
    [aRecord({ requestParameters: [] }), 'wrong-type', '/requestParameters'],
    [
      aRecord({ userIdentity: { sessionContext: { sessionIssuer: 'x' } } }),
      'wrong-type',
      '/userIdentity/sessionContext/sessionIssuer',
    ],
    [aRecord({ resources: [{ ARN: 4 }] }), 'wrong-type', '/resources/0/ARN'],
    [anEnvelope(aRecord({ errorCode: {} })), 'wrong-type', '/detail/errorCode'],
    [anEnvelope(aRecord(), { detail: undefined }), 'missing-field', '/detail'],
    [anEnvelope(aRecord(), { detail: 'text' }), 'wrong-type', '/detail'],
    [anEnvelope(aRecord(), { 'detail-type': undefined }), 'missing-field', '/detail-type'],
    [anEnvelope(aRecord(), { account: undefined }), 'missing-field', '/account'],
    [anEnvelope(aRecord(), { account: 111122223333 }), 'wrong-type', '/account'],
  ])('names the place and the fault of %p', (input, code, at) => {
    const reason = reasonOf(readChange(input));
    expect(reason).toMatchObject({ code, at });
    expect((reason as { detail: string }).detail).toMatch(/^[^\n]{20,300}\.$/);
  });

  it('keeps the id of the delivery where it can be read', () => {
    expect(readChange(aRecord({ requestParameters: 'x' }))).toMatchObject({
      kind: 'unreadable',
      eventId: '0c8d6f0e-0000-4000-8000-000000000002',
    });
  });

  it('takes a text of exactly the largest size', () => {
    const padding = maxRecordBytes - JSON.stringify(aRecord({ padding: '' })).length;
    expect(readChange(JSON.stringify(aRecord({ padding: 'x'.repeat(padding) }))).kind).toBe('change');
  });

  it('does not count brackets inside of text as depth', () => {
    const userAgent = `\\"${'[{'.repeat(200)}`;
    expect(readChange(aRecord({ userAgent })).kind).toBe('change');
  });
});

describe('RF.TAMPER.7 Forged events', () => {
  it.each([
    ['a source that is not AWS', anEnvelope(aRecord(), { source: 'example.app' }), '/source'],
    ['no source', anEnvelope(aRecord(), { source: undefined }), '/source'],
    ['the source of another service', anEnvelope(aRecord(), { source: 'aws.s3' }), '/source'],
    ['another account than the record', anEnvelope(aRecord(), { account: '444455556666' }), '/account'],
    [
      'an event source outside AWS',
      anEnvelope(aRecord({ eventSource: 'iam.amazonaws.com.example.com' })),
      '/detail/eventSource',
    ],
    [
      'a source that is not AWS for an event nobody reads',
      anEnvelope(aRecord({ eventSource: 'cloudsearch.amazonaws.com' }), { source: 'example.app' }),
      '/source',
    ],
  ])('calls an envelope with %s forged', (_, input, at) => {
    expect(reasonOf(readChange(input))).toMatchObject({ code: 'forged', at });
  });

  it.each([
    ['bedrock-agentcore-control.amazonaws.com', 'CreateGateway', 'aws.bedrock-agentcore'],
    ['models-v2-lex.amazonaws.com', 'CreateBot', 'aws.lex'],
    ['codewhisperer.amazonaws.com', 'CreatePlugin', 'aws.q'],
    ['iam.amazonaws.com', 'PutRolePolicy', 'aws.iam'],
  ])('takes %s:%s from source %s', (eventSource, eventName, source) => {
    expect(readChange(anEnvelope(aRecord({ eventSource, eventName }), { source })).kind).toBe('change');
  });

  it('does not judge the source of services it does not listen to', () => {
    const input = anEnvelope(aRecord({ eventSource: 'cloudsearch.amazonaws.com' }), { source: 'aws.rds' });
    expect(reasonOf(readChange(input))).toMatchObject({ code: 'unknown-event' });
  });

  it('does not mistake a caller of another account for a forgery', () => {
    const userIdentity = { type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAEXAMPLE:other' };
    expect(changeOf(readChange(anEnvelope(aRecord({ userIdentity }))))).toMatchObject({
      accountId: '111122223333',
      actor: { accountId: '444455556666' },
    });
  });
});
