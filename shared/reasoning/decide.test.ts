import { known, unknown } from '../facts/known.ts';
import { decide, Undecidable } from './decide.ts';
import type { Principal } from './principal.ts';
import {
  ACCOUNT,
  aDocument,
  allow,
  aPrincipal,
  asUser,
  boundary,
  deny,
  grant,
  rcps,
  resourcePolicy,
  ROLE,
  scps,
  trusts,
  USER,
} from './testing/a-world.ts';
import type { Context, Reading } from './types.ts';

const OBJECT = 'arn:aws:s3:::corp-data/a.bin';
const get = (
  principal: Principal,
  context: Context = {},
  action = 's3:GetObject',
  resource = OBJECT,
  reading: Reading = 'documented',
) => decide(principal, { action, resource, context }, { reading });
const word = (...args: Parameters<typeof get>) => get(...args).decision;

const everything = allow('*');
const onBucket = (...statements: Record<string, unknown>[]) => resourcePolicy('arn:aws:s3:::corp-data', ...statements);

describe('deciding one request: layers (AWS: "Policy evaluation logic")', () => {
  it.each([
    ['nothing allows: denied by default', aPrincipal([]), 'ImplicitlyDenied'],
    ['an identity policy allows', aPrincipal([everything]), 'Allowed'],
    [
      'an explicit Deny wins over an Allow, whatever the order',
      aPrincipal([deny('s3:*'), everything]),
      'ExplicitlyDenied',
    ],
    ['a boundary alone grants nothing', aPrincipal([], boundary(everything)), 'ImplicitlyDenied'],
    ['identity and boundary both allow', aPrincipal([everything], boundary(allow('s3:*'))), 'Allowed'],
    [
      'the boundary does not cover the action',
      aPrincipal([everything], boundary(allow('bedrock:*'))),
      'ImplicitlyDenied',
    ],
    [
      'a boundary of Deny statements alone grants nothing',
      aPrincipal([everything], boundary(deny('ec2:*'))),
      'ImplicitlyDenied',
    ],
    ['every SCP level allows', aPrincipal([everything], scps([everything], [allow('s3:*')])), 'Allowed'],
    [
      'one SCP level lacks an Allow',
      aPrincipal([everything], scps([everything], [allow('ec2:*')])),
      'ImplicitlyDenied',
    ],
    [
      'an SCP level without policies allows nothing',
      aPrincipal([everything], scps([everything], [])),
      'ImplicitlyDenied',
    ],
    ['an SCP denies', aPrincipal([everything], scps([everything, deny('s3:*')])), 'ExplicitlyDenied'],
    [
      'SCPs do not bind the management account, Deny included',
      aPrincipal([everything], { ...scps([deny('*')]), inManagementAccount: known(true) }),
      'Allowed',
    ],
    [
      'SCPs do not bind service-linked roles',
      aPrincipal([everything], { ...scps([deny('*')]), path: '/aws-service-role/x/' }),
      'Allowed',
    ],
    ['an RCP denies on a covered service', aPrincipal([everything], rcps(deny('s3:*'))), 'ExplicitlyDenied'],
    ['an RCP needs no Allow', aPrincipal([everything], rcps(deny('kms:*'))), 'Allowed'],
  ])('%s', (_, principal, decision) => {
    expect(word(principal)).toBe(decision);
  });

  it('does not apply an RCP to a service that RCPs do not reach', () => {
    expect(
      word(
        aPrincipal([everything], rcps(deny('*'))),
        {},
        'bedrock:InvokeModel',
        'arn:aws:bedrock:us-east-1::foundation-model/m',
      ),
    ).toBe('Allowed');
  });

  it('reads group policies as one layer with the own ones, and names them as the group layer', () => {
    const groups = known([
      {
        name: 'team',
        arn: `arn:aws:iam::${ACCOUNT}:group/team`,
        inlinePolicies: known([aDocument('g', [everything])]),
        attachedPolicies: known([]),
      },
    ]);
    expect(get(aPrincipal([], { ...asUser, groups }))).toEqual({
      decision: 'Allowed',
      by: [{ source: { layer: 'group', name: 'team/g' }, index: 0, effect: 'Allow' }],
    });
  });

  it('limits by a session policy', () => {
    const limited = aPrincipal([everything], {}, { sessionPolicy: known(aDocument('session', [allow('ec2:*')])) });
    expect(get(limited)).toEqual({ decision: 'ImplicitlyDenied', missing: [{ layer: 'session' }] });
  });

  it('names every layer that lacks an Allow, and every Deny that matches, in layer order', () => {
    expect(get(aPrincipal([], { ...boundary(allow('ec2:*')), ...scps([everything], [allow('ec2:*')]) }))).toEqual({
      decision: 'ImplicitlyDenied',
      missing: [{ layer: 'scp', level: 1 }, { layer: 'identity' }, { layer: 'boundary' }],
    });
    const denied = get(aPrincipal([everything, deny('s3:*')], { ...boundary(deny('*')), ...scps([deny('s3:Get*')]) }));
    expect(denied.decision === 'ExplicitlyDenied' && denied.by.map(({ source }) => source.layer)).toEqual([
      'identity',
      'boundary',
      'scp',
    ]);
  });
});

describe('deciding one request: resource policies in one account (AWS: "Permissions boundaries for IAM entities")', () => {
  const limits = boundary(allow('bedrock:*'));
  const root = `arn:aws:iam::${ACCOUNT}:root`;
  it.each([
    [
      'a user ARN grants in spite of the boundary',
      aPrincipal([], { ...asUser, ...limits, ...onBucket(grant({ AWS: USER }, 's3:*')) }),
      'Allowed',
    ],
    [
      'a role ARN is limited by the boundary',
      aPrincipal([], { ...limits, ...onBucket(grant({ AWS: ROLE }, 's3:*')) }),
      'ImplicitlyDenied',
    ],
    ['a role ARN grants where there is no boundary', aPrincipal([], onBucket(grant({ AWS: ROLE }, 's3:*'))), 'Allowed'],
    [
      'everybody grants in spite of the boundary',
      aPrincipal([], { ...limits, ...onBucket(grant('*', 's3:*')) }),
      'Allowed',
    ],
    ['the account only delegates', aPrincipal([], onBucket(grant({ AWS: root }, 's3:*'))), 'ImplicitlyDenied'],
    [
      'the account with an identity policy',
      aPrincipal([everything], onBucket(grant({ AWS: ACCOUNT }, 's3:*'))),
      'Allowed',
    ],
    ['another principal', aPrincipal([], onBucket(grant({ AWS: `${ROLE}2` }, 's3:*'))), 'ImplicitlyDenied'],
    [
      'an explicit Deny in the boundary stops the grant',
      aPrincipal([], { ...asUser, ...boundary(everything, deny('s3:*')), ...onBucket(grant({ AWS: USER }, 's3:*')) }),
      'ExplicitlyDenied',
    ],
    [
      'an SCP limits a grant too',
      aPrincipal([], { ...asUser, ...scps([allow('ec2:*')]), ...onBucket(grant({ AWS: USER }, 's3:*')) }),
      'ImplicitlyDenied',
    ],
    [
      'a Deny for somebody else',
      aPrincipal([everything], onBucket({ ...grant({ AWS: USER }, 's3:*'), Effect: 'Deny' })),
      'Allowed',
    ],
    [
      'NotPrincipal with Deny spares who is listed with the account',
      aPrincipal(
        [everything],
        onBucket({ Effect: 'Deny', NotPrincipal: { AWS: [ROLE, root] }, Action: 's3:*', Resource: '*' }),
      ),
      'Allowed',
    ],
    [
      'NotPrincipal with Deny hits who has a boundary, even listed',
      aPrincipal([everything], {
        ...boundary(everything),
        ...onBucket({ Effect: 'Deny', NotPrincipal: { AWS: [ROLE, root] }, Action: 's3:*', Resource: '*' }),
      }),
      'ExplicitlyDenied',
    ],
  ])('%s', (_, principal, decision) => {
    expect(word(principal)).toBe(decision);
  });

  it('speaks of a bucket policy for the objects of the bucket, and of no other bucket', () => {
    const principal = aPrincipal([], onBucket(grant({ AWS: ROLE }, 's3:*')));
    expect(word(principal, {}, 's3:GetObject', 'arn:aws:s3:::corp-data-2/a.bin')).toBe('ImplicitlyDenied');
  });
});

describe('deciding one request: two accounts (AWS: "Cross-account policy evaluation logic")', () => {
  const key = 'arn:aws:sqs:us-east-1:444455556666:queue';
  const send = (principal: Principal) => word(principal, {}, 'sqs:SendMessage', key);
  it.each([
    ['both sides allow', aPrincipal([everything], resourcePolicy(key, grant({ AWS: ACCOUNT }, 'sqs:*'))), 'Allowed'],
    ['only the identity policy allows', aPrincipal([everything]), 'ImplicitlyDenied'],
    [
      'only the resource policy allows',
      aPrincipal([], resourcePolicy(key, grant({ AWS: ROLE }, 'sqs:*'))),
      'ImplicitlyDenied',
    ],
    [
      'the boundary lacks it',
      aPrincipal([everything], { ...boundary(allow('s3:*')), ...resourcePolicy(key, grant({ AWS: ROLE }, 'sqs:*')) }),
      'ImplicitlyDenied',
    ],
  ])('%s', (_, principal, decision) => {
    expect(send(principal)).toBe(decision);
  });
});

describe('deciding one request: roles and keys need their own policy', () => {
  const target = `arn:aws:iam::${ACCOUNT}:role/target`;
  const assume = (principal: Principal) => word(principal, {}, 'sts:AssumeRole', target);
  const trust = (...statements: Record<string, unknown>[]) => ({
    resourcePolicies: known({ [target]: aDocument('trust', statements) }),
  });
  it.each([
    ['an identity policy alone is not enough', aPrincipal([everything]), 'ImplicitlyDenied'],
    ['the trust policy names the role', aPrincipal([], trust(trusts({ AWS: ROLE }))), 'Allowed'],
    [
      'the trust policy names the account, and the identity policy allows',
      aPrincipal([everything], trust(trusts({ AWS: ACCOUNT }))),
      'Allowed',
    ],
    ['the trust policy names the account alone', aPrincipal([], trust(trusts({ AWS: ACCOUNT }))), 'ImplicitlyDenied'],
    [
      'the trust policy names a service',
      aPrincipal([everything], trust(trusts({ Service: 'bedrock.amazonaws.com' }))),
      'ImplicitlyDenied',
    ],
  ])('%s', (_, principal, decision) => {
    expect(assume(principal)).toBe(decision);
  });

  it('wants the key policy to delegate (AWS: "Key policies in AWS KMS")', () => {
    const key = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
    expect(word(aPrincipal([everything]), {}, 'kms:Decrypt', key)).toBe('ImplicitlyDenied');
    expect(
      word(aPrincipal([everything], resourcePolicy(key, grant({ AWS: ACCOUNT }, 'kms:*'))), {}, 'kms:Decrypt', key),
    ).toBe('Allowed');
  });
});

describe('deciding one request: matching', () => {
  it.each<[string, Record<string, unknown>, string, string, boolean]>([
    ['actions compare without letter case', allow('S3:getobject'), 's3:GetObject', OBJECT, true],
    ['resources compare with letter case', allow('*', 'arn:aws:s3:::Corp-data/*'), 's3:GetObject', OBJECT, false],
    ['? is exactly one character', allow('s3:GetObjec?'), 's3:GetObject', OBJECT, true],
    [
      'NotAction is everything else, also outside the catalogue',
      { Effect: 'Allow', NotAction: 's3:*', Resource: '*' },
      'newservice:Act',
      '*',
      true,
    ],
    [
      'an action without resource types is matched by *',
      allow('s3:ListAllMyBuckets', 'arn:aws:s3:::*'),
      's3:ListAllMyBuckets',
      '*',
      false,
    ],
    [
      'NotResource of an ARN matches the resource *',
      { Effect: 'Allow', Action: '*', NotResource: OBJECT },
      's3:ListAllMyBuckets',
      '*',
      true,
    ],
    [
      '* in the account field matches the empty account',
      allow('*', 'arn:aws:bedrock:*:*:foundation-model/*'),
      'bedrock:InvokeModel',
      'arn:aws:bedrock:us-east-1::foundation-model/m',
      true,
    ],
    [
      '* at the end of a field runs over later colons',
      allow('*', 'arn:aws:bedrock:*'),
      'bedrock:InvokeModel',
      'arn:aws:bedrock:us-east-1::foundation-model/m:1',
      true,
    ],
    [
      'an ARN of fewer fields is completed',
      allow('*', 'arn:aws:bedrock:us-east-1'),
      'bedrock:InvokeModel',
      'arn:aws:bedrock:us-east-1::foundation-model/m',
      true,
    ],
    ['${*} is a character', allow('*', 'arn:aws:s3:::corp-data/${*}'), 's3:GetObject', OBJECT, false],
  ])('%s', (_, statement, action, resource, allowed) => {
    expect(word(aPrincipal([statement]), {}, action, resource) === 'Allowed').toBe(allowed);
  });

  it.each<[string, Record<string, unknown>, Context, boolean]>([
    [
      'a variable takes its value from the request',
      allow('*', 'arn:aws:s3:::${aws:PrincipalTag/b}/*'),
      { 'aws:PrincipalTag/b': 'corp-data' },
      true,
    ],
    ['an absent variable matches nothing', allow('*', 'arn:aws:s3:::${aws:PrincipalTag/b}*'), {}, false],
    [
      'a default counts when the key is absent',
      allow('*', "arn:aws:s3:::${aws:PrincipalTag/b, 'corp-data'}/*"),
      {},
      true,
    ],
    [
      'a default does not count when it is there',
      allow('*', "arn:aws:s3:::${aws:PrincipalTag/b, 'corp-data'}/*"),
      { 'aws:PrincipalTag/b': 'x' },
      false,
    ],
    [
      'condition keys compare without letter case',
      allow('*', '*', { StringEquals: { 'AWS:requestedregion': 'eu-west-1' } }),
      { 'aws:RequestedRegion': 'eu-west-1' },
      true,
    ],
    [
      'a negated operator holds when the key is absent',
      allow('*', '*', { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
      {},
      true,
    ],
    [
      'a positive operator does not',
      allow('*', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
      {},
      false,
    ],
    [
      'IfExists holds when the key is absent',
      allow('*', '*', { StringEqualsIfExists: { 'aws:RequestedRegion': 'eu-west-1' } }),
      {},
      true,
    ],
    [
      'all operators and keys must hold',
      allow('*', '*', { StringEquals: { 'a:x': '1', 'a:y': '2' } }),
      { 'a:x': '1' },
      false,
    ],
    [
      'one value of a positive operator is enough',
      allow('*', '*', { StringEquals: { 'a:x': ['1', '2'] } }),
      { 'a:x': '2' },
      true,
    ],
    [
      'no value of a negated operator may match',
      allow('*', '*', { StringNotEquals: { 'a:x': ['1', '2'] } }),
      { 'a:x': '2' },
      false,
    ],
  ])('%s', (_, statement, context, allowed) => {
    expect(word(aPrincipal([statement]), context) === 'Allowed').toBe(allowed);
  });

  it('adds facts of the principal to the context, unless told not to', () => {
    const principal = aPrincipal([allow('*', '*', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } })]);
    const request = { action: 's3:GetObject', resource: OBJECT, context: {} };
    expect(decide(principal, request).decision).toBe('Allowed');
    expect(decide(principal, request, { derive: false }).decision).toBe('ImplicitlyDenied');
  });
});

describe('deciding one request: readings of open rules', () => {
  it.each<[string, Principal, Partial<Record<Reading, boolean>>]>([
    [
      'a wildcard in the service part',
      aPrincipal([allow('*:*')]),
      { documented: true, granting: true, denying: false },
    ],
    [
      'the same in a Deny',
      aPrincipal([everything, deny('*:*')]),
      { documented: false, granting: true, denying: false },
    ],
    [
      'an SCP where the management account is not known',
      aPrincipal([everything], scps([everything])),
      { documented: true, granting: true, denying: true },
    ],
  ])('%s', (_, principal, allowed) => {
    for (const reading of ['documented', 'granting', 'denying'] as const) {
      expect(word(principal, {}, 's3:GetObject', OBJECT, reading) === 'Allowed').toBe(allowed[reading]);
    }
  });

  it('never allows more in the denying reading than in the documented, nor in the documented than in the granting', () => {
    const statements = [allow('*:*'), allow('s3:*', 'arn:aws:s3'), deny('*:Put*', 'arn:aws:s3')];
    for (const action of ['s3:GetObject', 's3:PutObject']) {
      const [low, middle, high] = (['denying', 'documented', 'granting'] as const).map(
        (reading) => word(aPrincipal(statements), {}, action, OBJECT, reading) === 'Allowed',
      );
      expect(Number(low) <= Number(middle) && Number(middle) <= Number(high)).toBe(true);
    }
  });
});

describe('deciding needs every layer', () => {
  it.each([
    ['an unread boundary', { permissionsBoundary: unknown('iam:GetPolicy was denied') }, 'iam:GetPolicy was denied'],
    ['unread groups', { groups: unknown('iam:ListGroupsForUser was denied') }, 'Groups were not read'],
    [
      'an unreadable policy',
      { inlinePolicies: known([{ name: 'odd', text: '{"Statement": [{"Effect": "Maybe"}]}' }]) },
      'odd cannot be read (bad-effect at /Statement/0/Effect)',
    ],
    [
      'SCPs while the management account is not known',
      { ...scps([everything]), inManagementAccount: unknown('organizations:DescribeOrganization was denied') },
      'DescribeOrganization',
    ],
    ['an SCP with a Principal', scps([{ ...everything, Principal: '*' }]), 'has no Principal element'],
  ])('%s is an error that says which', (_, shown, message) => {
    const decideIt = () => get(aPrincipal([everything], shown));
    expect(decideIt).toThrow(Undecidable);
    expect(decideIt).toThrow(message);
  });
});
