import type { Change } from './change.ts';
import { readChange } from './read-change.ts';
import { anEnvelope, aRecord } from './testing/a-record.ts';

const read = (differs: Readonly<Record<string, unknown>>): Change => {
  const parsed = readChange(aRecord(differs));
  if (parsed.kind !== 'change') throw new Error(`not a change: ${JSON.stringify(parsed)}`);
  return parsed;
};
const trust = '{"Version":"2012-10-17","Statement":[]}';

describe('real records surprise in their shape', () => {
  it('1: a refused IAM call has no parameters and touches nothing; EC2 keeps them', () => {
    const iam = read({ errorCode: 'AccessDenied', errorMessage: 'no', requestParameters: null });
    expect(iam).toMatchObject({
      outcome: { result: 'failed', code: 'AccessDenied', message: 'no', refused: true },
      body: 'none-expected',
      touches: [],
      documents: [],
      parameters: {},
    });
    const ec2 = read({
      eventSource: 'ec2.amazonaws.com',
      eventName: 'DeleteVpcEndpoints',
      errorCode: 'Client.UnauthorizedOperation',
      requestParameters: { DeleteVpcEndpointsRequest: { VpcEndpointId: { tag: 1, content: 'vpce-1' } } },
    });
    expect(ec2).toMatchObject({
      outcome: { refused: true },
      body: 'present',
      touches: [{ kind: 'resource', type: 'AWS::EC2::VPCEndpoint', identifier: 'vpce-1' }],
    });
  });

  it.each([
    ['AccessDenied', true],
    ['AccessDeniedException', true],
    ['Client.UnauthorizedOperation', true],
    ['UnauthorizedOperation', true],
    ['UnauthorizedException', true],
    ['NotAuthorizedException', true],
    ['AuthorizationError', true],
    ['VpceAccessDenied', true],
    ['ForbiddenException', true],
    ['NoSuchEntity', false],
    ['NoSuchEntityException', false],
    ['ThrottlingException', false],
    ['LimitExceededException', false],
    ['ExpiredToken', false],
  ])('2: errorCode %s is a failure, refused: %p, whatever else the record carries', (errorCode, refused) => {
    const failed = read({ errorCode, responseElements: { message: 'denied', role: { roleName: 'other' } } });
    expect(failed.outcome).toEqual({ result: 'failed', code: errorCode, refused });
    expect(failed.touches).toEqual([{ kind: 'role', name: 'app' }]);
  });

  it('2: a failed call that names nobody does not send for the account', () => {
    expect(read({ errorCode: 'ValidationError', requestParameters: { roleName: '' } }).touches).toEqual([]);
  });

  it('2: an empty errorCode is none', () => {
    expect(read({ errorCode: '' }).outcome).toEqual({ result: 'succeeded' });
    expect(read({ errorCode: null }).outcome).toEqual({ result: 'succeeded' });
  });

  it('3: documents are raw in requests, encoded in answers, and a literal percent sign stays', () => {
    const asked = read({
      eventName: 'CreateRole',
      requestParameters: { roleName: 'app', assumeRolePolicyDocument: `\n${trust}` },
    });
    expect(asked.documents).toEqual([{ role: 'trust-policy', text: `\n${trust}` }]);
    const answered = read({
      eventName: 'CreateServiceLinkedRole',
      requestParameters: { aWSServiceName: 'autoscaling.amazonaws.com' },
      responseElements: { role: { roleName: 'AWSServiceRole', assumeRolePolicyDocument: encodeURIComponent(trust) } },
    });
    expect(answered.documents).toEqual([{ role: 'trust-policy', text: trust }]);
    const percent = '{"Statement":[{"Resource":"arn:aws:s3:::b/%7Bkey%7D"}]}';
    const literal = read({ requestParameters: { roleName: 'app', policyName: 'p', policyDocument: percent } });
    expect(literal.documents[0]?.text).toBe(percent);
    const broken = read({ requestParameters: { roleName: 'app', policyName: 'p', policyDocument: '%7B%zz' } });
    expect(broken.documents[0]?.text).toBe('%7B%zz');
  });

  it('4: an answer of null is a success', () => {
    expect(read({ responseElements: null }).outcome).toEqual({ result: 'succeeded' });
  });

  it('5: some calls have neither parameters nor an answer', () => {
    const bedrock = { eventSource: 'bedrock.amazonaws.com', requestParameters: null, responseElements: null };
    expect(read({ ...bedrock, eventName: 'PutUseCaseForModelAccess' })).toMatchObject({
      body: 'none-expected',
      touches: [{ kind: 'resource', type: 'AWS::Bedrock::UseCaseForModelAccess', identifier: '111122223333' }],
    });
    expect(
      read({ ...bedrock, eventName: 'DeleteModelInvocationLoggingConfiguration', awsRegion: 'eu-west-1' }),
    ).toMatchObject({
      body: 'none-expected',
      touches: [{ kind: 'invocation-logging', region: 'eu-west-1' }],
    });
  });

  it('5: a guardrail is named by id or by ARN, in the request or in the answer alone', () => {
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc123';
    const guardrail = (eventName: string, requestParameters: unknown, responseElements: unknown = null): unknown =>
      read({ eventSource: 'bedrock.amazonaws.com', eventName, requestParameters, responseElements }).touches;
    expect(guardrail('DeleteGuardrail', { guardrailIdentifier: 'abc123' })).toEqual([
      { kind: 'guardrail', identifier: 'abc123' },
    ]);
    expect(guardrail('DeleteGuardrail', { guardrailIdentifier: arn, guardrailVersion: '2' })).toEqual([
      { kind: 'guardrail', identifier: 'abc123', version: '2' },
    ]);
    expect(
      guardrail('UpdateGuardrail', { name: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, { guardrailArn: arn, version: 'DRAFT' }),
    ).toEqual([{ kind: 'guardrail', identifier: 'abc123', version: 'DRAFT' }]);
    const foreign = arn.replace('111122223333', '444455556666');
    expect(guardrail('DeleteGuardrail', { guardrailIdentifier: foreign })).toEqual([
      { kind: 'guardrail', identifier: foreign },
    ]);
  });

  it('6: model calls are management events that read, with only the model', () => {
    const model = { eventSource: 'bedrock.amazonaws.com', requestParameters: { modelId: 'm' } };
    for (const eventName of ['InvokeModel', 'Converse']) {
      expect(read({ ...model, eventName, readOnly: true })).toMatchObject({
        readOnly: true,
        group: 'bedrock-inference',
      });
      expect(read({ ...model, eventName, readOnly: undefined }).readOnly).toBe(true);
    }
    expect(read({ ...model, eventName: 'InvokeModel', requestParameters: null })).toMatchObject({
      body: 'none-expected',
      touches: [],
    });
  });

  it('7: a gateway refuses an anonymous caller without an errorCode', () => {
    const gateway = (statusCode: number): Change =>
      read({
        eventSource: 'bedrock-agentcore.amazonaws.com',
        eventName: 'InvokeGateway',
        userIdentity: { type: 'AWSAccount', principalId: '', accountId: 'anonymous' },
        requestParameters: { body: { method: 'initialize' } },
        responseElements: { statusCode },
        resources: [
          {
            ARN: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/g-1',
            type: 'AWS::BedrockAgentCore::Gateway',
          },
        ],
      });
    expect(gateway(401)).toMatchObject({
      actor: { type: 'AWSAccount' },
      outcome: { result: 'failed', code: 'HTTP 401', refused: true },
      touches: [{ kind: 'resource', type: 'AWS::BedrockAgentCore::Gateway', identifier: 'g-1' }],
    });
    expect(gateway(401).actor).not.toHaveProperty('accountId');
    expect(gateway(500).outcome).toMatchObject({ result: 'failed', refused: false });
    expect(gateway(200).outcome).toEqual({ result: 'succeeded' });
    expect(read({ responseElements: { statusCode: 403 } }).outcome).toEqual({ result: 'succeeded' });
  });

  it('8: a removed boundary names the role only, and no name carries a path', () => {
    const removed = read({ eventName: 'DeleteRolePermissionsBoundary', requestParameters: { roleName: 'app' } });
    expect(removed.touches).toEqual([{ kind: 'role', name: 'app' }]);
    const listed = read({
      requestParameters: { omitted: true },
      resources: [{ ARN: 'arn:aws:iam::111122223333:role/team/ml/app' }],
    });
    expect(listed.touches).toEqual([{ kind: 'role', name: 'app', arn: 'arn:aws:iam::111122223333:role/team/ml/app' }]);
  });

  it('9: a service-linked role is named in the answer alone', () => {
    const asked = { eventName: 'CreateServiceLinkedRole', requestParameters: { aWSServiceName: 'x.amazonaws.com' } };
    const arn = 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX';
    expect(
      read({ ...asked, responseElements: { role: { roleName: 'AWSServiceRoleForX', arn, roleId: 'AROAEXAMPLE' } } })
        .touches,
    ).toEqual([{ kind: 'role', name: 'AWSServiceRoleForX', arn, principalId: 'AROAEXAMPLE' }]);
    expect(read({ ...asked, responseElements: null })).toMatchObject({
      body: 'omitted',
      touches: [{ kind: 'account', accountId: '111122223333' }],
    });
  });

  it('10: an access key for oneself has no parameters', () => {
    const own = { eventName: 'CreateAccessKey', requestParameters: null };
    expect(read(own)).toMatchObject({
      body: 'none-expected',
      touches: [{ kind: 'user', name: 'bob', principalId: 'AIDAEXAMPLEUSER000001' }],
    });
    expect(read({ ...own, responseElements: { accessKey: { userName: 'eve' } } }).touches).toEqual([
      { kind: 'user', name: 'eve' },
    ]);
    const root = { type: 'Root', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:root', userName: 'root' };
    expect(read({ ...own, userIdentity: root, responseElements: { accessKey: { userName: 'Root' } } }).touches).toEqual(
      [{ kind: 'account', accountId: '111122223333' }],
    );
    const role = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/app/s' };
    expect(read({ ...own, userIdentity: role }).touches).toEqual([{ kind: 'account', accountId: '111122223333' }]);
  });

  it('10: a key whose parameters were left out or refused is not taken for one of the caller', () => {
    const key = { eventName: 'CreateAccessKey' };
    expect(read({ ...key, requestParameters: { omitted: 'true' } })).toMatchObject({
      body: 'omitted',
      touches: [{ kind: 'account', accountId: '111122223333' }],
    });
    expect(read({ ...key, requestParameters: null, errorCode: 'AccessDenied' }).touches).toEqual([]);
  });

  it.each([
    [null, { type: 'Unknown' }],
    [undefined, { type: 'Unknown' }],
    [{}, { type: 'Unknown' }],
    [
      { accountId: '111122223333', invokedBy: 's3.amazonaws.com' },
      { type: 'Unknown', accountId: '111122223333', invokedBy: 's3.amazonaws.com' },
    ],
    [
      { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
      { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
    ],
    [{ type: 'Root', userName: 'root' }, { type: 'Root' }],
    [
      {
        type: 'Root',
        principalId: '111122223333',
        arn: 'arn:aws:iam::111122223333:root',
        sessionContext: { sessionIssuer: {}, attributes: { mfaAuthenticated: 'true' } },
      },
      { type: 'Root', principalId: '111122223333', arn: 'arn:aws:iam::111122223333:root', mfa: true },
    ],
    [
      { type: 'IdentityCenterUser', accountId: '111122223333', onBehalfOf: { userId: '94d00cd8' }, credentialId: 'c' },
      { type: 'IdentityCenterUser', accountId: '111122223333', principalId: '94d00cd8' },
    ],
    [
      {
        type: 'FederatedUser',
        principalId: '111122223333:contractor',
        sessionContext: {
          sessionIssuer: { type: 'IAMUser', principalId: 'AIDAEXAMPLE', arn: 'arn:aws:iam::111122223333:user/bob' },
        },
      },
      { type: 'FederatedUser', principalId: 'AIDAEXAMPLE', issuerArn: 'arn:aws:iam::111122223333:user/bob' },
    ],
    [
      {
        type: 'FederatedUser',
        principalId: '111122223333:contractor',
        arn: 'arn:aws:sts::111122223333:federated-user/contractor',
      },
      {
        type: 'FederatedUser',
        principalId: '111122223333:contractor',
        arn: 'arn:aws:sts::111122223333:federated-user/contractor',
      },
    ],
    [
      { type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAEXAMPLE:x' },
      { type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAEXAMPLE', sessionName: 'x' },
    ],
    [
      {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:alice@example.com',
        arn: 'arn:aws:sts::111122223333:assumed-role/app/alice@example.com',
        sessionContext: {
          sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLE', arn: 'arn:aws:iam::111122223333:role/team/app' },
          attributes: { mfaAuthenticated: 'False' },
        },
      },
      {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE',
        sessionName: 'alice@example.com',
        arn: 'arn:aws:sts::111122223333:assumed-role/app/alice@example.com',
        issuerArn: 'arn:aws:iam::111122223333:role/team/app',
        mfa: false,
      },
    ],
  ])('11: reads the caller %j', (userIdentity, actor) => {
    expect(read({ userIdentity, sourceIPAddress: undefined, userAgent: undefined }).actor).toEqual(actor);
  });

  it.each([[true], ['true'], [undefined]])(
    '11: takes sessionCredentialFromConsole %p and does without readOnly',
    (value) => {
      const record = { sessionCredentialFromConsole: value, readOnly: undefined, managementEvent: undefined };
      expect(read(record).readOnly).toBe(false);
    },
  );

  it.each(['1.03', '1.11', '2.0', undefined])('12: reads event version %p', (eventVersion) => {
    expect(read({ eventVersion }).eventName).toBe('PutRolePolicy');
  });

  it('12: drops the date that ends the names of Lambda events', () => {
    const requestParameters = { functionName: 'arn:aws:lambda:us-east-1:111122223333:function:tool:live' };
    const lambda = {
      eventSource: 'lambda.amazonaws.com',
      eventName: 'UpdateFunctionCode20150331v2',
      requestParameters,
    };
    expect(read(lambda)).toMatchObject({
      trigger: 'lambda.amazonaws.com:UpdateFunctionCode',
      eventName: 'UpdateFunctionCode',
      touches: [{ kind: 'resource', type: 'AWS::Lambda::Function', identifier: 'tool' }],
    });
  });

  it.each(['2026-11-21 21:00:00.000000000', '20261121T210000Z', 'Nov 21, 2026, 9:00:00\u202fPM'])(
    '13: reads the time %p',
    (eventTime) => {
      expect(read({ eventTime }).occurredAt).toBe('2026-11-21T21:00:00.000Z');
    },
  );

  it('13: takes the time of the envelope when the record has none that can be read', () => {
    for (const eventTime of [undefined, 'redacted']) {
      expect(readChange(anEnvelope(aRecord({ eventTime })))).toMatchObject({ occurredAt: '2026-11-21T21:00:05.000Z' });
    }
  });

  it('14: the time is that of the record, and doubles have the same eventId', () => {
    const late = readChange(anEnvelope(aRecord(), { id: 'second', time: '2026-11-21T22:00:00Z' }));
    expect(late).toEqual(readChange(anEnvelope()));
  });

  it('15: a document of any shape is carried as it stands', () => {
    for (const policyDocument of [
      '{"Statement":{"NotAction":"bedrock-runtime:*"}}',
      'not a document',
      '{"Version":"${v}"}',
    ]) {
      const change = read({ requestParameters: { roleName: 'app', policyName: 'p', policyDocument } });
      expect(change.documents).toEqual([{ role: 'identity-policy', name: 'p', text: policyDocument }]);
    }
  });

  it('16: a document that is an object becomes text', () => {
    const bucketPolicy = { Version: '2012-10-17', Statement: [] };
    const change = read({
      eventSource: 's3.amazonaws.com',
      eventName: 'PutBucketPolicy',
      requestParameters: { bucketName: 'b', bucketPolicy },
    });
    expect(change.documents).toEqual([{ role: 'resource-policy', name: 'b', text: JSON.stringify(bucketPolicy) }]);
  });
});

describe('a body that was hollowed out', () => {
  const omitted = { omitted: true, originalSize: 149_893, reason: 'requestParameters too large' };
  const account = [{ kind: 'account', accountId: '111122223333' }];

  it.each([
    ['the mark of CloudTrail', omitted],
    ['the mark as text', { omitted: 'true' }],
    ['null', null],
    ['nothing', undefined],
    ['an empty object', {}],
    ['a request without its subject', { policyName: 'p' }],
    ['a withheld subject', { roleName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }],
  ])('sends for the whole account: %s', (_, requestParameters) => {
    expect(read({ requestParameters })).toMatchObject({ body: 'omitted', touches: account });
  });

  it('finds the principal in the answer', () => {
    const arn = 'arn:aws:iam::111122223333:role/ml/app';
    const role = { roleName: 'app', arn, roleId: 'AROAEXAMPLE', assumeRolePolicyDocument: encodeURIComponent(trust) };
    expect(read({ eventName: 'CreateRole', requestParameters: omitted, responseElements: { role } })).toMatchObject({
      body: 'omitted',
      touches: [{ kind: 'role', name: 'app', arn, principalId: 'AROAEXAMPLE' }],
      documents: [{ role: 'trust-policy', text: trust }],
    });
  });

  it('looks at the account as well when only a resource beside the change is listed', () => {
    const key = 'arn:aws:kms:us-east-1:111122223333:key/k';
    const stopped = read({
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      requestParameters: null,
      resources: [{ ARN: key, type: 'AWS::KMS::Key' }],
    });
    expect(stopped.body).toBe('omitted');
    expect(stopped.touches).toEqual([{ kind: 'resource', type: 'AWS::KMS::Key', identifier: key }, ...account]);
  });

  it('keeps what does not depend on the parameters', () => {
    const logging = { eventSource: 'bedrock.amazonaws.com', eventName: 'PutModelInvocationLoggingConfiguration' };
    expect(read({ ...logging, requestParameters: omitted })).toMatchObject({
      body: 'omitted',
      touches: [{ kind: 'invocation-logging', region: 'us-east-1' }],
    });
  });
});
