import fc from 'fast-check';
import { simulate } from './simulate.ts';
import { ACCOUNT, allow, deny, grant, NOW, ROLE, USER } from './testing/a-world.ts';

const document = (...Statement: Record<string, unknown>[]) => ({ Version: '2012-10-17', Statement });
const everything = document(allow('*'));
/** As a resource control policy says it. */
const banned = (actions: string) => ({ ...deny(actions), Principal: '*' });
const named = document({ ...allow('*'), Principal: '*' });
const spared = document({ ...deny('s3:*'), NotPrincipal: { AWS: USER } });
const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::corp-data/a.bin', context: {} };
const aCase = (more: Record<string, unknown> = {}) => ({
  id: 'c',
  principal: ROLE,
  identityPolicies: [everything],
  request,
  ...more,
});
const run = (value: unknown) => simulate(typeof value === 'string' ? value : JSON.stringify(value), 7, NOW);
const output = (value: unknown): unknown => JSON.parse(run(value).line);

describe('the worked examples of the batch interface', () => {
  const invoke = {
    action: 'bedrock:InvokeModel',
    resource: 'arn:aws:bedrock:us-east-1::foundation-model/example.model-v1',
    context: { 'aws:RequestedRegion': 'us-east-1' },
  };
  const europe = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
  const granted = {
    id: 'ex-3',
    principal: USER,
    identityPolicies: [],
    boundary: document(allow('bedrock:*')),
    resourcePolicy: document({ ...grant({ AWS: USER }, 's3:GetObject'), Resource: 'arn:aws:s3:::corp-data/*' }),
    request,
  };
  it.each([
    [
      'A: the boundary limits, and the condition decides',
      {
        id: 'ex-1',
        principal: ROLE,
        scps: [],
        rcps: [],
        identityPolicies: [everything],
        boundary: document(allow('bedrock:*', '*', europe)),
        request: invoke,
      },
      '{"id":"ex-1","decision":"ImplicitlyDenied","verdict":"conditional","witness":{"context":{"aws:RequestedRegion":"eu-west-1"}}}',
    ],
    [
      'B: contradiction across layers',
      {
        id: 'ex-2',
        principal: USER,
        identityPolicies: [
          document(allow('sagemaker:InvokeEndpoint', '*', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } })),
        ],
        scps: [[document(allow('*'), deny('*', '*', { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }))]],
        rcps: [],
        request: {
          action: 'sagemaker:InvokeEndpoint',
          resource: `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/e1`,
          context: {},
        },
      },
      '{"id":"ex-2","decision":"ExplicitlyDenied","verdict":"denied"}',
    ],
    [
      'C: the resource policy names the user',
      granted,
      '{"id":"ex-3","decision":"Allowed","verdict":"allowed","witness":{"context":{}}}',
    ],
    [
      'C with the role ARN',
      { ...granted, principal: ROLE, resourcePolicy: document({ ...grant({ AWS: ROLE }, 's3:GetObject') }) },
      '{"id":"ex-3","decision":"ImplicitlyDenied","verdict":"denied"}',
    ],
    [
      'a list that is none',
      { id: 'ex-4', principal: USER, identityPolicies: 'none' },
      '{"id":"ex-4","error":{"code":"BAD_CASE","message":"identityPolicies must be a list"}}',
    ],
  ])('%s', (_, input, line) => {
    expect(run(input).line).toBe(line);
  });
});

describe('a malformed line is answered by name', () => {
  it.each([
    ['no JSON', 'nope', 'BAD_JSON', 'line 7: '],
    ['no object', '[]', 'BAD_CASE', 'line 7: '],
    ['no id', JSON.stringify({ ...aCase(), id: undefined }), 'BAD_CASE', 'line 7: id must be a text'],
    ['no principal', JSON.stringify({ ...aCase(), principal: undefined }), 'BAD_CASE', 'principal must be a text'],
    ['no request', JSON.stringify({ ...aCase(), request: undefined }), 'BAD_CASE', 'request must be an object'],
    [
      'a context that is no object',
      JSON.stringify(aCase({ request: { ...request, context: [] } })),
      'BAD_CASE',
      'context must be an object',
    ],
    ['an id that is a number', JSON.stringify({ ...aCase(), id: 7 }), 'BAD_CASE', 'line 7: id must be a text'],
    ['an id that is null', JSON.stringify({ ...aCase(), id: null }), 'BAD_CASE', 'line 7: id must be a text'],
    ['two ids', '{"id":"a","id":"b"}', 'BAD_JSON', 'line 7: The key "id" stands twice'],
    ['half of a line', '{"id":"a",', 'BAD_JSON', 'line 7: '],
    [
      'no identity policies',
      JSON.stringify(aCase({ identityPolicies: undefined })),
      'BAD_CASE',
      'identityPolicies must be a list',
    ],
    [
      'a boundary that is null',
      JSON.stringify(aCase({ boundary: null })),
      'BAD_CASE',
      'boundary must be a policy document',
    ],
    [
      'a document that is a word',
      JSON.stringify(aCase({ identityPolicies: ['none'] })),
      'BAD_CASE',
      'identityPolicies/0 must be',
    ],
    ['levels that are no list', JSON.stringify(aCase({ rcps: {} })), 'BAD_CASE', 'rcps must be a list'],
    [
      'an action without service',
      JSON.stringify(aCase({ request: { ...request, action: 'GetObject' } })),
      'BAD_CASE',
      'action must be',
    ],
    [
      'an account of three digits',
      JSON.stringify(aCase({ principal: 'arn:aws:iam::111:user/a' })),
      'BAD_ARN',
      'principal must be',
    ],
    [
      'half an ARN as resource',
      JSON.stringify(aCase({ request: { ...request, resource: 'arn:aws:s3' } })),
      'BAD_ARN',
      'resource must be',
    ],
    [
      'an unknown element',
      JSON.stringify(aCase({ sessionPolicy: { ...everything, Foo: 1 } })),
      'BAD_POLICY',
      'sessionPolicy/Foo: ',
    ],
    [
      'a list in a list as context value',
      JSON.stringify(aCase({ request: { ...request, context: { a: [['x']] } } })),
      'BAD_CASE',
      'context a must',
    ],
    [
      'null as context value',
      JSON.stringify(aCase({ request: { ...request, context: { a: null } } })),
      'BAD_CASE',
      'context a must be',
    ],
    [
      'a line of fewer characters than 1 MiB and more bytes',
      JSON.stringify(aCase({ note: '€'.repeat(400_000) })),
      'TOO_LARGE',
      'line 7: ',
    ],
    [
      'an object as context value',
      JSON.stringify(aCase({ request: { ...request, context: { a: {} } } })),
      'BAD_CASE',
      'context a must be',
    ],
    ['a level that is no list', JSON.stringify(aCase({ scps: [everything] })), 'BAD_CASE', 'scps/0 must be a list'],
    ['a principal that is no ARN', JSON.stringify(aCase({ principal: 'alice' })), 'BAD_ARN', 'principal must be'],
    [
      'a group as principal',
      JSON.stringify(aCase({ principal: `arn:aws:iam::${ACCOUNT}:group/x` })),
      'BAD_ARN',
      'principal must be',
    ],
    [
      'a resource that is no ARN',
      JSON.stringify(aCase({ request: { ...request, resource: 'bucket' } })),
      'BAD_ARN',
      'resource must be',
    ],
    [
      'an unknown operator',
      JSON.stringify(aCase({ identityPolicies: [document(allow('*', '*', { Is: { a: 'b' } }))] })),
      'BAD_POLICY',
      'identityPolicies/0/Statement/0/Condition/Is: ',
    ],
    [
      'an unknown effect',
      JSON.stringify(aCase({ boundary: document({ ...allow('*'), Effect: 'Permit' }) })),
      'BAD_POLICY',
      'boundary/Statement/0/Effect: ',
    ],
    ...[
      ['SCP', { scps: [[everything, named]] }, 'scps/0/1/Statement/0: '],
      ['SCP with NotPrincipal', { scps: [[spared]] }, 'scps/0/0/Statement/0: '],
      ['session policy', { sessionPolicy: named }, 'sessionPolicy/Statement/0: '],
      ['session policy with NotPrincipal', { sessionPolicy: spared }, 'sessionPolicy/Statement/0: '],
      [
        'RCP about one',
        { rcps: [[document({ ...deny('s3:*'), Principal: { AWS: USER } })]] },
        'rcps/0/0/Statement/0: ',
      ],
      ['RCP without', { rcps: [[document(deny('s3:*'))]] }, 'rcps/0/0/Statement/0: '],
      ['RCP with NotPrincipal', { rcps: [[spared]] }, 'rcps/0/0/Statement/0: '],
      ['resource policy without', { resourcePolicy: everything }, 'resourcePolicy/Statement/0: '],
    ].map(([name, more, start]) => [
      `a Principal: ${name as string}`,
      JSON.stringify(aCase(more as Record<string, unknown>)),
      'BAD_POLICY',
      start as string,
    ]),
    [
      'two context keys that differ in letter case alone',
      JSON.stringify(aCase({ request: { ...request, context: { 'aws:A': 'x', 'AWS:a': 'y' } } })),
      'BAD_CASE',
      'context aws:A and AWS:a are one key',
    ],
    [
      'an exponent that no number of AWS has',
      JSON.stringify(aCase()).replace('"context":{}', '"context":{"k:n":1e999999999}'),
      'BAD_CASE',
      'context k:n: an exponent',
    ],
    ['a line over 1 MiB', JSON.stringify(aCase({ note: 'x'.repeat(1024 * 1024) })), 'TOO_LARGE', 'line 7: '],
  ])('%s', (_, line, code, start) => {
    const result = output(line) as { error: { code: string; message: string } };
    expect(result.error.code).toBe(code);
    expect(result.error.message.startsWith(start)).toBe(true);
    expect(run(line).ok).toBe(false);
  });

  it('whatever the text, there is one line and no exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((more) => JSON.stringify(aCase(more))),
        ),
        (line) => {
          expect(run(line).line).not.toContain('\n');
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what counts in a case', () => {
  it('ignores unknown fields: they must not influence the answer', () => {
    expect(run(aCase({ expected: 'denied', tags: { a: 'b' } })).line).toBe(run(aCase()).line);
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['no identity policy', { identityPolicies: [] }, 'ImplicitlyDenied', 'denied'],
    ['an empty list of levels is no SCP layer', { scps: [] }, 'Allowed', 'allowed'],
    ['an empty level allows nothing', { scps: [[]] }, 'ImplicitlyDenied', 'denied'],
    ['RCP full access is implied', { rcps: [[document(banned('s3:Put*'))]] }, 'Allowed', 'allowed'],
    ['a covered service under an RCP', { rcps: [[document(banned('s3:*'))]] }, 'ExplicitlyDenied', 'denied'],
    [
      'service-linked roles skip SCP and RCP',
      {
        principal: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x/AWSServiceRoleForX`,
        scps: [[]],
        rcps: [[document(banned('*'))]],
      },
      'Allowed',
      'allowed',
    ],
    [
      'the root user needs no identity policy',
      { principal: `arn:aws:iam::${ACCOUNT}:root`, identityPolicies: [] },
      'Allowed',
      'allowed',
    ],
    [
      'the root user has no boundary: one in the case is ignored',
      { principal: `arn:aws:iam::${ACCOUNT}:root`, identityPolicies: [], boundary: document(deny('*')) },
      'Allowed',
      'allowed',
    ],
    [
      'a session is limited by its session policy',
      { principal: `arn:aws:sts::${ACCOUNT}:assumed-role/app/s`, sessionPolicy: document(allow('ec2:*')) },
      'ImplicitlyDenied',
      'denied',
    ],
    [
      'a session carries the ARN of its role',
      {
        principal: `arn:aws:sts::${ACCOUNT}:assumed-role/app/s`,
        identityPolicies: [document(allow('*', '*', { ArnEquals: { 'aws:PrincipalArn': ROLE } }))],
      },
      'Allowed',
      'allowed',
    ],
    [
      'aws:username is absent unless the context holds it',
      { principal: USER, identityPolicies: [document(allow('*', 'arn:aws:s3:::corp-data/${aws:username}*'))] },
      'ImplicitlyDenied',
      'conditional',
    ],
    ['no context is an empty one', { request: { ...request, context: undefined } }, 'Allowed', 'allowed'],
    ['a document as text', { identityPolicies: [JSON.stringify(everything)] }, 'Allowed', 'allowed'],
    [
      'a document as URL-encoded text',
      { identityPolicies: [encodeURIComponent(JSON.stringify(everything))] },
      'Allowed',
      'allowed',
    ],
    [
      'an action in other letters, with blanks',
      { request: { ...request, action: ' S3:getobject ' } },
      'Allowed',
      'allowed',
    ],
    ['a resource that is a star', { request: { ...request, resource: '*' } }, 'Allowed', 'allowed'],
    [
      'numbers, truth values and lists of them become texts',
      {
        request: { ...request, context: { 'k:n': 5, 'k:b': true, 'k:l': [1, false] } },
        identityPolicies: [
          document(
            allow('*', '*', {
              NumericEquals: { 'k:n': '5' },
              Bool: { 'k:b': 'true' },
              'ForAllValues:StringEquals': { 'k:l': ['1', 'false'] },
            }),
          ),
        ],
      },
      'Allowed',
      'conditional',
    ],
    [
      'principal and resource share one account unless both show theirs',
      { identityPolicies: [everything], request: { ...request, resource: 'arn:aws:sqs:us-east-1:444455556666:q' } },
      'ImplicitlyDenied',
      'denied',
    ],
    [
      'a context that names another principal is taken as it stands',
      {
        request: { ...request, context: { 'AWS:principalarn': USER } },
        identityPolicies: [document(allow('*', '*', { ArnEquals: { 'aws:PrincipalArn': USER } }))],
      },
      'Allowed',
      'denied',
    ],
    [
      'a service that RCPs do not cover',
      {
        rcps: [[document(banned('*'))]],
        request: { ...request, action: 'ec2:StartInstances', resource: `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i` },
      },
      'Allowed',
      'allowed',
    ],
    [
      'the verdict ignores the context of the request',
      {
        request: { ...request, context: { 'a:b': 'x' } },
        identityPolicies: [document(allow('*', '*', { StringEquals: { 'a:b': 'x' } }))],
      },
      'Allowed',
      'conditional',
    ],
  ])('%s', (_, more, decision, verdict) => {
    expect(output(aCase(more))).toMatchObject({ decision, verdict });
  });

  it.each([
    ['1e5', '100000'],
    ['1E+5', '100000'],
    ['1.25e1', '12.5'],
    ['125e-4', '0.0125'],
    ['-2.5e3', '-2500'],
    ['0e7', '0'],
    ['1.0', '1.0'],
  ])('reads the JSON number %s as %s', (written, plain) => {
    const policies = [document(allow('*', '*', { NumericEquals: { 'k:n': plain }, StringEquals: { 'k:n': plain } }))];
    const line = JSON.stringify(aCase({ identityPolicies: policies })).replace(
      '"context":{}',
      `"context":{"k:n":${written}}`,
    );
    expect(output(line)).toMatchObject({ decision: 'Allowed' });
  });

  it('puts the keys of the witness in order', () => {
    const condition = { StringEquals: { 'z:z': '1', 'a:a': '2' } };
    expect(run(aCase({ identityPolicies: [document(allow('*', '*', condition))] })).line).toContain(
      '"context":{"a:a":"2","z:z":"1"}',
    );
  });

  it('puts the ARN of the principal into the witness only where a policy reads it, and the role ARN for a session', () => {
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/app/job`;
    const reads = [document(allow('*', '*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }))];
    expect(output(aCase({ principal: session }))).toMatchObject({ witness: { context: {} } });
    expect(output(aCase({ principal: session, identityPolicies: reads }))).toMatchObject({
      witness: { context: { 'aws:PrincipalArn': ROLE } },
    });
  });

  it('spells keys of the witness as the policy does, those of variables too', () => {
    const policies = [document(allow('*', 'arn:aws:s3:::corp-data/${aws:PrincipalTag/Team}.bin'))];
    expect(output(aCase({ identityPolicies: policies }))).toMatchObject({
      witness: { context: { 'aws:PrincipalTag/Team': 'a' } },
    });
  });

  it('writes its fields in one order, whatever the order of the case', () => {
    const turned = Object.fromEntries(Object.entries(aCase()).reverse());
    expect(run(turned).line).toBe('{"id":"c","decision":"Allowed","verdict":"allowed","witness":{"context":{}}}');
  });

  it('gives no witness for denied', () => {
    expect(Object.keys(output(aCase({ identityPolicies: [] })) as object)).toEqual(['id', 'decision', 'verdict']);
  });
});
