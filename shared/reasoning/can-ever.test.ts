import fc from 'fast-check';
import { known, outOfScope, unknown } from '../facts/known.ts';
import { canEver } from './can-ever.ts';
import { compilePrincipal } from './compile-principal.ts';
import { decide } from './decide.ts';
import type { Principal } from './principal.ts';
import {
  ACCOUNT,
  aDocument,
  allow,
  aPrincipal,
  asUser,
  boundary,
  deny,
  facts,
  grant,
  NOW,
  realistic,
  resourcePolicy,
  ROLE,
  scps,
  trusts,
} from './testing/a-world.ts';
import type { Answer, ConditionBlock, Question } from './types.ts';

const everything = allow('*');
const asks = (
  actions: string | readonly string[],
  condition?: ConditionBlock,
  resources: readonly string[] = ['*'],
): Question => ({
  actions: [actions].flat(),
  resources,
  ...(condition === undefined ? {} : { condition }),
});
const invoke = asks('bedrock:InvokeModel');
const ask = (principal: Principal, question: Question) => canEver(principal, question, realistic);
const yes = (answer: Answer) => {
  if (answer.answer !== 'yes') throw new Error(JSON.stringify(answer));
  return answer.witness;
};

const GUARDRAIL = `arn:aws:bedrock:eu-west-1:${ACCOUNT}:guardrail/g`;
const unguarded: ConditionBlock = { StringNotLike: { 'bedrock:GuardrailIdentifier': [GUARDRAIL, `${GUARDRAIL}:*`] } };

describe('asking whether a principal can ever do something', () => {
  it('answers yes with a request that a person can read', () => {
    expect(yes(ask(aPrincipal([everything]), invoke)).request).toEqual({
      action: 'bedrock:InvokeModel',
      resource: 'arn:aws:bedrock:us-east-1::foundation-model/example',
      context: {},
    });
  });

  it('answers no with what was searched and what closed it', () => {
    expect(ask(aPrincipal([allow('s3:*')]), invoke)).toMatchObject({
      answer: 'no',
      proof: { blockedBy: [{ layer: 'identity' }] },
    });
    expect(ask(aPrincipal([everything, deny('bedrock:*')]), invoke)).toMatchObject({
      answer: 'no',
      proof: { blockedBy: [{ source: { layer: 'identity', name: 'identity' }, index: 1, effect: 'Deny' }] },
    });
  });

  it.each<[string, readonly Record<string, unknown>[], Question, 'yes' | 'no' | 'unknown']>([
    [
      'a question about a Region that the policy leaves out',
      [allow('sagemaker:*', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })],
      asks('sagemaker:InvokeEndpoint', { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
      'no',
    ],
    [
      'an ARN of one Region and a condition on another',
      [
        allow('sagemaker:*', 'arn:aws:sagemaker:us-east-1:*:endpoint/*', {
          StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
        }),
      ],
      asks('sagemaker:InvokeEndpoint'),
      'no',
    ],
    [
      'the same for a Bedrock model, whose Region tie is not verified',
      [
        allow('bedrock:*', 'arn:aws:bedrock:us-east-1::foundation-model/*', {
          StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
        }),
      ],
      invoke,
      'unknown',
    ],
    ['invoking without a guardrail', [everything], asks('bedrock:InvokeModel', unguarded), 'yes'],
    [
      'invoking without a guardrail, where that is denied',
      [everything, deny('bedrock:InvokeModel', '*', unguarded)],
      asks('bedrock:InvokeModel', unguarded),
      'no',
    ],
    [
      'invoking with the guardrail, where the rest is denied',
      [everything, deny('bedrock:InvokeModel', '*', unguarded)],
      invoke,
      'yes',
    ],
    [
      'an Allow with a guardrail key on an action that has none',
      [allow('bedrock:InvokeAgent', '*', { StringEquals: { 'bedrock:GuardrailIdentifier': GUARDRAIL } })],
      asks('bedrock:InvokeAgent'),
      'no',
    ],
    [
      'a Deny without a guardrail on an action that has no such key',
      [everything, deny('bedrock:*', '*', unguarded)],
      asks('bedrock:InvokeAgent'),
      'no',
    ],
    [
      'an Allow from one address range, denied from a part of it',
      [
        allow('*', '*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
        deny('*', '*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/25' } }),
      ],
      invoke,
      'yes',
    ],
    [
      'an Allow from one address range, denied from all of it',
      [
        allow('*', '*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
        deny('*', '*', { IpAddress: { 'aws:SourceIp': '203.0.0.0/16' } }),
      ],
      invoke,
      'no',
    ],
    [
      'a source address together with an endpoint, which only a service’s call might carry',
      [
        allow('*', '*', {
          IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
          StringEquals: { 'aws:SourceVpce': 'vpce-1' },
        }),
      ],
      invoke,
      'unknown',
    ],
    [
      'a date that has passed',
      [allow('*', '*', { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } })],
      invoke,
      'no',
    ],
    [
      'a date to come',
      [allow('*', '*', { DateGreaterThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } })],
      invoke,
      'yes',
    ],
    [
      'calls without a second factor, denied only when the key is there',
      [everything, deny('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } })],
      asks('iam:PassRole', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
      'unknown',
    ],
    [
      'a tag that must equal the principal’s',
      [allow('bedrock:InvokeAgent', '*', { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } })],
      asks('bedrock:InvokeAgent'),
      'yes',
    ],
    [
      'the same with both tags told apart',
      [
        allow('bedrock:InvokeAgent', '*', { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } }),
        deny('*', '*', { StringNotEquals: { 'aws:PrincipalTag/team': 'a' } }),
      ],
      asks('bedrock:InvokeAgent', { StringEquals: { 'aws:ResourceTag/team': 'b' } }),
      'no',
    ],
    [
      'a name variable on a role, which has no user name',
      [allow('bedrock:InvokeAgent', `arn:aws:bedrock:*:*:agent-alias/\${aws:username}/*`)],
      asks('bedrock:InvokeAgent'),
      'no',
    ],
    [
      'NotResource that leaves models out',
      [{ Effect: 'Allow', Action: 'bedrock:InvokeModel', NotResource: 'arn:aws:bedrock:*::foundation-model/*' }],
      asks('bedrock:InvokeModel', undefined, ['arn:aws:bedrock:*::foundation-model/*']),
      'no',
    ],
    [
      'every resource but those that the policy allows',
      [allow('bedrock:InvokeModel', 'arn:aws:bedrock:*::foundation-model/a.*')],
      { ...invoke, exceptResources: ['arn:aws:bedrock:*::foundation-model/*'] },
      'no',
    ],
    ['an action that the catalogue does not list', [allow('newservice:*')], asks('newservice:Act'), 'yes'],
    ['a pattern of a service that the catalogue does not hold', [allow('*')], asks('newservice:*'), 'unknown'],
    [
      'one key compared as text and as number',
      [
        allow('*', '*', {
          NumericLessThan: { 'aws:MultiFactorAuthAge': '300' },
          StringEquals: { 'aws:MultiFactorAuthAge': '60' },
        }),
      ],
      invoke,
      'yes',
    ],
    [
      'an unknown operator in the question',
      [everything],
      asks('bedrock:InvokeModel', { StringIs: { 'a:b': 'c' } }),
      'unknown',
    ],
  ])('%s', (_, statements, question, expected) => {
    expect(ask(aPrincipal(statements), question).answer).toBe(expected);
  });

  it('lets the user’s own name stand for the variable', () => {
    const user = aPrincipal(
      [allow('bedrock:InvokeAgent', 'arn:aws:bedrock:*:*:agent-alias/${aws:username}/*')],
      asUser,
    );
    expect(yes(ask(user, asks('bedrock:InvokeAgent'))).request.resource).toBe(
      `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent-alias/alice/example`,
    );
  });

  it('says of each Deny on the way why it does not match', () => {
    const principal = aPrincipal([
      everything,
      deny('*', '*', { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
    ]);
    const witness = yes(ask(principal, invoke));
    expect(witness.request.resource).toContain(':eu-west-1:');
    expect(witness.passedBy).toEqual([
      {
        statement: { source: { layer: 'identity', name: 'identity' }, index: 1, effect: 'Deny' },
        because: 'aws:RequestedRegion is eu-west-1',
      },
    ]);
  });

  it('quotes in given what was out of scope, and the version of the action list', () => {
    const principal = compilePrincipal(
      facts([everything], { resourcePolicies: outOfScope, serviceControlPolicies: outOfScope }),
    );
    expect(ask(principal, invoke).given.map(({ about }) => about)).toEqual([
      'session policy',
      'service control policies',
      'resource policies',
      'resources',
      'actions',
    ]);
  });
});

describe('asking while something was not read', () => {
  const unread = unknown('the call was denied');
  const restricting = [
    ['boundary', { permissionsBoundary: unread }],
    ['SCPs', { serviceControlPolicies: unread }],
    ['RCPs', { resourceControlPolicies: unread }],
  ] as const;

  it.each(restricting)('a no survives unread %s, which can only restrict', (_, shown) => {
    expect(ask(aPrincipal([allow('s3:*')], shown), invoke).answer).toBe('no');
  });

  it.each(restricting)('a yes does not survive unread %s, and keeps its request', (_, shown) => {
    expect(ask(aPrincipal([everything], shown), invoke)).toMatchObject({
      answer: 'unknown',
      why: { code: 'missing-facts' },
      candidate: { action: 'bedrock:InvokeModel' },
    });
  });

  it.each([
    ['inline policies', { inlinePolicies: unread }],
    ['groups', { groups: unread }],
    ['resource policies', { resourcePolicies: unread }],
  ])('neither yes nor no survives unread %s, which can grant', (_, shown) => {
    expect(ask(aPrincipal([allow('s3:*')], shown), invoke)).toMatchObject({
      answer: 'unknown',
      why: { code: 'missing-facts' },
    });
    expect(
      ask(aPrincipal([everything], { ...shown, attachedPolicies: known([aDocument('all', [everything])]) }), invoke)
        .answer,
    ).toBe('unknown');
  });

  it('a readable Deny gives a no in spite of an unread policy beside it', () => {
    expect(
      ask(
        aPrincipal([], { inlinePolicies: unread, attachedPolicies: known([aDocument('d', [deny('bedrock:*')])]) }),
        invoke,
      ).answer,
    ).toBe('no');
  });

  it('an unreadable policy makes the answer unknown and says where', () => {
    const odd = known([aDocument('fine', [everything]), { name: 'odd', text: '{"Statement": {"Effect": "Deny"}}' }]);
    expect(ask(aPrincipal([], { inlinePolicies: odd }), invoke)).toMatchObject({
      answer: 'unknown',
      why: { code: 'unreadable-policy', detail: expect.stringContaining('odd') as unknown },
    });
  });

  it('a question that depends on an unread organisation is unknown, another is not', () => {
    const statements = [
      allow('bedrock:*', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } }),
      allow('s3:*'),
    ];
    const principal = aPrincipal(statements, { organisation: unread });
    expect(ask(principal, invoke)).toMatchObject({ answer: 'unknown', why: { code: 'missing-facts' } });
    expect(ask(principal, asks('s3:GetObject')).answer).toBe('yes');
  });

  it('SCPs bind or not while the management account is not known: both readings must agree', () => {
    const member = { ...scps([everything, deny('bedrock:*')]), inManagementAccount: unread };
    expect(ask(aPrincipal([everything], member), invoke)).toMatchObject({
      answer: 'unknown',
      why: { code: 'missing-facts' },
    });
    expect(ask(aPrincipal([everything], member), asks('s3:GetObject')).answer).toBe('yes');
    expect(ask(aPrincipal([allow('s3:*')], member), invoke).answer).toBe('no');
  });
});

describe('asking about resources with a policy of their own', () => {
  const target = `arn:aws:iam::${ACCOUNT}:role/target`;
  const assume = asks('sts:AssumeRole', undefined, [target]);
  const trust = (...statements: Record<string, unknown>[]) => ({
    resourcePolicies: known({ [target]: aDocument('trust', statements) }),
  });

  it.each<[string, Principal, 'yes' | 'no' | 'unknown']>([
    ['the trust policy agrees', aPrincipal([everything], trust(trusts({ AWS: ACCOUNT }))), 'yes'],
    ['the trust policy names somebody else', aPrincipal([everything], trust(trusts({ AWS: `${ROLE}2` }))), 'no'],
    ['the trust policy names the role, which has no policy', aPrincipal([], trust(trusts({ AWS: ROLE }))), 'yes'],
    ['the facts hold other roles only', aPrincipal([everything], { resourcePolicies: known({}) }), 'unknown'],
    ['resource policies are out of scope', aPrincipal([everything], { resourcePolicies: outOfScope }), 'yes'],
  ])('assuming a role: %s', (_, principal, expected) => {
    expect(ask(principal, assume).answer).toBe(expected);
  });

  it('finds a grant to a user in spite of a boundary', () => {
    const arn = 'arn:aws:s3:::data';
    const user = aPrincipal([], {
      ...asUser,
      ...boundary(allow('ec2:*')),
      ...resourcePolicy(arn, grant({ AWS: asUser.arn }, 's3:GetObject')),
    });
    expect(yes(ask(user, asks('s3:GetObject'))).request.resource).toContain(`${arn}/`);
  });

  it('asks another account’s resource only when it is named', () => {
    const principal = aPrincipal([everything], { resourcePolicies: outOfScope });
    const named = asks('sagemaker:InvokeEndpoint', undefined, ['arn:aws:sagemaker:us-east-1:444455556666:endpoint/e']);
    expect(yes(ask(principal, named)).request.resource).toContain(':444455556666:');
    expect(ask(aPrincipal([everything]), named).answer).toBe('no');
  });
});

describe('asking several questions', () => {
  const both = aPrincipal([allow(['bedrock:InvokeModel', 'bedrock:DeleteGuardrail'])]);
  const remove = asks('bedrock:DeleteGuardrail');
  const create = asks('bedrock:CreateGuardrail');
  it.each([
    ['any: one yes is enough', { name: 'x', any: [create, remove] }, 'yes'],
    ['any: all no', { name: 'x', any: [create] }, 'no'],
    ['all: each must be yes', { name: 'x', all: [invoke, remove] }, 'yes'],
    ['all: one no settles it', { name: 'x', all: [invoke, create] }, 'no'],
    ['no question at all', { name: 'x', any: [] }, 'no'],
  ] as const)('%s', (_, question, expected) => {
    expect(canEver(both, question, realistic).answer).toBe(expected);
  });

  it('all gives one witness a question, in order', () => {
    const answer = canEver(both, { name: 'x', all: [invoke, remove] }, realistic);
    expect(answer.answer === 'yes' && answer.witnesses?.map(({ request }) => request.action)).toEqual([
      'bedrock:InvokeModel',
      'bedrock:DeleteGuardrail',
    ]);
  });
});

describe('asking for a path', () => {
  const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const trustPolicies = known({
    [arnOf('start')]: aDocument('t', [trusts({ Service: 'ec2.amazonaws.com' })]),
    [arnOf('middle')]: aDocument('t', [trusts({ AWS: ACCOUNT })]),
    [arnOf('admin')]: aDocument('t', [trusts({ AWS: arnOf('middle') })]),
  });
  const principals: Readonly<Record<string, Principal>> = {
    [arnOf('start')]: aPrincipal([allow('sts:AssumeRole')], { arn: arnOf('start'), resourcePolicies: trustPolicies }),
    [arnOf('middle')]: aPrincipal([allow('sts:AssumeRole')], { arn: arnOf('middle'), resourcePolicies: trustPolicies }),
    [arnOf('admin')]: aPrincipal([everything], { arn: arnOf('admin'), resourcePolicies: trustPolicies }),
  };
  const start = principals[arnOf('start')]!;
  const hop = asks('sts:AssumeRole');
  const options = { ...realistic, resolve: (arn: string) => principals[arn], reachable: Object.keys(principals) };

  it('follows each step to the principal that it reaches, with a witness for each', () => {
    const answer = canEver(start, { name: 'x', path: [hop, hop, asks('bedrock:DeleteGuardrail')] }, options);
    expect(
      answer.answer === 'yes' && answer.witnesses?.map(({ request }) => request.resource.split('/').at(-1)),
    ).toEqual(['middle', 'admin', 'example']);
  });

  it('answers no when no principal that a step reaches can go on', () => {
    expect(canEver(start, { name: 'x', path: [hop, asks('bedrock:DeleteGuardrail')] }, options).answer).toBe('no');
  });

  it('answers unknown when a principal on the way is not known', () => {
    const blind = { ...options, resolve: () => undefined };
    expect(canEver(start, { name: 'x', path: [hop, invoke] }, blind)).toMatchObject({
      answer: 'unknown',
      why: { code: 'missing-facts' },
    });
  });
});

describe('a witness', () => {
  const key = fc.constantFrom(
    'aws:RequestedRegion',
    'aws:SourceVpce',
    'aws:PrincipalTag/a',
    'aws:ResourceTag/a',
    'bedrock:GuardrailIdentifier',
    'aws:UserAgent',
  );
  const condition = fc
    .tuple(
      fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIfExists'),
      key,
      fc.constantFrom('eu-west-1', 'us-*', 'a', '*a', '${aws:PrincipalTag/a}'),
    )
    .map(([operator, name, value]) => ({ [operator]: { [name]: value } }));
  const statement = fc
    .tuple(
      fc.boolean(),
      fc.constantFrom('*', 'bedrock:*', 'bedrock:Invoke*'),
      fc.constantFrom('*', 'arn:aws:bedrock:eu-*', 'arn:aws:bedrock:*::foundation-model/a*'),
      fc.option(condition),
    )
    .map(([isDeny, action, resource, block]) => (isDeny ? deny : allow)(action, resource, block ?? undefined));

  it('is decided Allowed again, also after a JSON round trip, in every reading, and each passed Deny does not match', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 5 }), fc.option(condition), (statements, block) => {
        const principal = aPrincipal([allow('bedrock:*'), ...statements]);
        const answer = ask(principal, asks(['bedrock:InvokeModel', 'bedrock:InvokeAgent'], block ?? undefined));
        if (answer.answer !== 'yes') return;
        const { request, passedBy } = JSON.parse(JSON.stringify(answer.witness)) as typeof answer.witness;
        for (const reading of ['documented', 'granting', 'denying'] as const) {
          expect(decide(principal, request, { reading }).decision).toBe('Allowed');
        }
        const denies = statements.filter(({ Effect }) => Effect === 'Deny').length;
        expect(passedBy.length).toBeLessThanOrEqual(denies);
      }),
      { numRuns: 150 },
    );
  });

  it('contradicts no no: a question that is answered no is not matched by any request tried', () => {
    const contexts = ['eu-west-1', 'us-east-1'].flatMap((region) =>
      [undefined, 'a', 'ba'].flatMap((tag) =>
        [undefined, 'a'].map((other) => ({
          'aws:RequestedRegion': region,
          'aws:UserAgent': 'x',
          ...(tag === undefined ? {} : { 'aws:ResourceTag/a': tag }),
          ...(other === undefined ? {} : { 'aws:PrincipalTag/a': other }),
        })),
      ),
    );
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 5 }), (statements) => {
        const principal = aPrincipal(statements);
        if (ask(principal, invoke).answer !== 'no') return;
        for (const context of contexts) {
          const resource = `arn:aws:bedrock:${context['aws:RequestedRegion']}::foundation-model/ab`;
          expect(decide(principal, { action: 'bedrock:InvokeModel', resource, context }).decision).not.toBe('Allowed');
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('hostile input', () => {
  it.each([
    ['thousands of wildcards', '*?'.repeat(3000)],
    ['lone surrogates', 'arn:aws:bedrock:us-east-1::foundation-model/\ud800*'],
  ])('%s end in an answer inside the budget', (_, resource) => {
    const principal = aPrincipal([allow('*', resource), deny('*', `a*${resource}b`)]);
    expect(['yes', 'no', 'unknown']).toContain(ask(principal, invoke).answer);
  });

  it('a key called __proto__ is a key', () => {
    const text =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"__proto__":"x"}}}}';
    const principal = aPrincipal([], { inlinePolicies: known([{ name: 'p', text }]) });
    expect(canEver(principal, asks('newservice:Act'), { model: 'realistic', now: NOW }).answer).toBe('yes');
  });

  it('a spent budget is unknown, by name', () => {
    const many = Array.from({ length: 12 }, (_, at) =>
      deny('*', '*', { StringEquals: { [`a:k${at}`]: 'x', [`a:l${at}`]: 'x' } }),
    );
    expect(
      canEver(aPrincipal([everything, ...many]), asks('newservice:Act'), {
        ...realistic,
        budget: { branches: 3, automatonStates: 50_000 },
      }),
    ).toMatchObject({
      answer: 'unknown',
      why: { code: 'budget' },
    });
  });
});
