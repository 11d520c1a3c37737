import { parsePolicy, type PolicyUse } from './parse-policy.ts';

const one = (statement: object, version = '2012-10-17') => JSON.stringify({ Version: version, Statement: statement });
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const errorOf = (text: string, use: PolicyUse = 'any') => {
  const parsed = parsePolicy(text, use);
  return parsed.ok ? undefined : parsed.error;
};
const policyOf = (text: string) => {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.policy;
};

describe('reading a policy', () => {
  it('has one normal form for a statement alone or in a list, and an action alone or in a list', () => {
    const alone = policyOf(one(allow));
    expect(policyOf(one([{ ...allow, Action: ['s3:GetObject'], Resource: ['*'] }]))).toEqual(alone);
    expect(alone.statements[0]).toEqual({
      index: 0,
      effect: 'Allow',
      actions: { negated: false, entries: ['s3:getobject'] },
      resources: { negated: false, entries: ['*'] },
      conditions: [],
    });
  });

  it('decodes URL-encoded text only when it starts with %7B', () => {
    expect(policyOf(encodeURIComponent(one(allow)))).toEqual(policyOf(one(allow)));
    expect(policyOf(one({ ...allow, Resource: 'arn:aws:s3:::a%7Bb' })).statements[0]?.resources?.entries).toEqual([
      'arn:aws:s3:::a%7Bb',
    ]);
  });

  it('takes an absent Version for 2008-10-17', () => {
    expect(policyOf(JSON.stringify({ Statement: allow })).version).toBe('2008-10-17');
  });

  it('turns JSON booleans and numbers of conditions into text', () => {
    const statement = {
      ...allow,
      Condition: { Bool: { 'aws:SecureTransport': true }, NumericEquals: { 'a:b': [1.5, '2'] } },
    };
    expect(policyOf(one(statement)).statements[0]?.conditions.map(({ values }) => values)).toEqual([
      ['true'],
      ['1.5', '2'],
    ]);
  });

  it.each([
    ['"*"', '*', { negated: false, entries: [{ type: 'any' }] }],
    ['AWS "*"', { AWS: '*' }, { negated: false, entries: [{ type: 'any' }] }],
    [
      'a service',
      { Service: ['a.amazonaws.com'] },
      { negated: false, entries: [{ type: 'Service', value: 'a.amazonaws.com' }] },
    ],
    [
      'two types',
      { AWS: '111122223333', Federated: 'x' },
      {
        negated: false,
        entries: [
          { type: 'AWS', value: '111122223333' },
          { type: 'Federated', value: 'x' },
        ],
      },
    ],
  ])('reads Principal as %s', (_, Principal, principals) => {
    expect(policyOf(one({ ...allow, Principal })).statements[0]?.principals).toEqual(principals);
  });

  it.each([
    ['not JSON', 'nope', 'not-json', ''],
    ['an unknown top element', '{"Statements": []}', 'unknown-element', '/Statements'],
    ['no Statement', '{"Version": "2012-10-17"}', 'missing-element', ''],
    ['an unknown Version', one(allow, '2012-10-18'), 'bad-version', '/Version'],
    ['an unknown element', one([allow, { ...allow, Effects: 'Deny' }]), 'unknown-element', '/Statement/1/Effects'],
    ['Effect in other letter case', one({ ...allow, Effect: 'allow' }), 'bad-effect', '/Statement/Effect'],
    ['Action and NotAction', one({ ...allow, NotAction: 's3:*' }), 'wrong-type', '/Statement/NotAction'],
    ['no Action', one({ Effect: 'Allow', Resource: '*' }), 'missing-element', '/Statement'],
    ['an action without service', one({ ...allow, Action: 'GetObject' }), 'bad-action', '/Statement/Action'],
    ['an object as resource', one({ ...allow, Resource: [{ Ref: 'x' }] }), 'wrong-type', '/Statement/Resource/0'],
    [
      'an unknown operator',
      one({ ...allow, Condition: { StringEqual: { 'a:b': 'c' } } }),
      'bad-operator',
      '/Statement/Condition/StringEqual',
    ],
    [
      'NullIfExists',
      one({ ...allow, Condition: { NullIfExists: { 'a:b': 'true' } } }),
      'bad-operator',
      '/Statement/Condition/NullIfExists',
    ],
    [
      'Null with another word',
      one({ ...allow, Condition: { Null: { 'a:b': 'yes' } } }),
      'wrong-type',
      '/Statement/Condition/Null/a:b',
    ],
    [
      'an unknown principal type',
      one({ ...allow, Principal: { Aws: '*' } }),
      'unknown-element',
      '/Statement/Principal/Aws',
    ],
    [
      'a principal that is a bare ARN',
      one({ ...allow, Principal: 'arn:aws:iam::111122223333:root' }),
      'wrong-type',
      '/Statement/Principal',
    ],
    [
      'a CloudFormation placeholder',
      one({ ...allow, Resource: 'arn:aws:s3:::${AWS::AccountId}' }),
      'placeholder',
      '/Statement/Resource',
    ],
    [
      'a template placeholder',
      one({ ...allow, Resource: ['arn:aws:s3:::{{bucket}}'] }),
      'placeholder',
      '/Statement/Resource/0',
    ],
    [
      'a placeholder in angle brackets',
      one({ ...allow, Resource: 'arn:aws:iam::<account>:role/x' }),
      'placeholder',
      '/Statement/Resource',
    ],
    [
      'a placeholder without colon',
      one({ ...allow, Condition: { StringEquals: { 'a:b': '${Name}' } } }),
      'placeholder',
      '/Statement/Condition/StringEquals/a:b',
    ],
    ['broken URL encoding', '%7B%', 'not-json', ''],
  ])('refuses %s by name and place', (_, text, code, at) => {
    expect(errorOf(text)).toMatchObject({ code, at });
  });

  it.each<[string, PolicyUse, object, string]>([
    ['a principal policy with Principal', 'principal', { ...allow, Principal: '*' }, 'unknown-element'],
    ['a principal policy without Resource', 'principal', { Effect: 'Allow', Action: 's3:*' }, 'missing-element'],
    ['a resource policy without Principal', 'resource', allow, 'missing-element'],
    ['a trust policy with Resource', 'trust', { ...allow, Principal: '*' }, 'unknown-element'],
  ])('refuses %s', (_, use, statement, code) => {
    expect(errorOf(one(statement), use)).toMatchObject({ code });
  });
});
