import { aPolicy, aRole } from '../../../test/builders/a-principal.ts';
import { known, unknown } from '../../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../../shared/facts/principal-facts.ts';
import { type ReleasedRolePolicy, shapeHash } from '../../../shared/facts/released-policy.ts';
import type { Read } from '../../../shared/ports/read.ts';
import { roleItems } from './role-items.ts';

const key = 'arn:aws:kms:us-east-1:111122223333:key/1';
const read = { Sid: 'Read', Effect: 'Allow', Action: ['iam:GetRole', 'iam:GetUser'], Resource: '*' };
const use = { Sid: 'UseOwnKey', Effect: 'Allow', Action: 'kms:Decrypt', Resource: key };
const lambda = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const recorded: ReleasedRolePolicy = {
  schemaVersion: '1',
  role: 'ringfence-notify',
  policy: 'notifyRoleDefaultPolicy1',
  statements: [
    { sid: 'Read', hash: shapeHash(read, () => false), texts: [] },
    { sid: 'UseOwnKey', hash: shapeHash(use, (value) => value === key), texts: [key] },
  ],
  trust: [{ sid: 'statement 1', hash: shapeHash(lambda, () => false), texts: [] }],
  boundary: 'none',
};
const name = `inline:${recorded.policy}`;
const sound = aRole({ name: recorded.role, inlinePolicies: known([aPolicy([read, use], { name })]), trust: [lambda] });
const items = (found: Read<PrincipalFacts>, record = recorded) =>
  roleItems('RingfenceDetection', [{ recorded: record, found }]);
const of = (facts: Partial<PrincipalFacts>) => items({ found: 'yes', value: { ...sound, ...facts } });
const inline = (...statements: readonly Record<string, unknown>[]) => ({
  inlinePolicies: known([aPolicy(statements, { name })]),
});
const managed = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('the roles of an installation, beside what they were deployed with', () => {
  it.each<[string, Partial<PrincipalFacts>]>([
    ['as they were deployed', {}],
    [
      'with the keys and statements in another order',
      inline({ Resource: key, Action: 'kms:Decrypt', Effect: 'Allow', Sid: 'UseOwnKey' }, read),
    ],
  ])('are fine %s', (_, facts) => {
    expect(of(facts)).toMatchObject([{ level: 'ok', what: expect.stringContaining('1 roles') }]);
  });

  it.each<[string, Partial<PrincipalFacts>, string, string]>([
    ['whose policy was deleted', { inlinePolicies: known([]) }, 'policy-missing', 'notifyRoleDefaultPolicy1 is gone'],
    ['that lost a statement', inline(use), 'policy-drift', '"Read" gone'],
    [
      'that may read less',
      inline({ ...read, Action: ['iam:GetRole'] }, use),
      'policy-drift',
      '"Read" other than deployed',
    ],
    ['that uses another key', inline(read, { ...use, Resource: `${key}2` }), 'policy-drift', '"UseOwnKey" other'],
    ['that may more', inline(read, use, { ...read, Sid: 'More', Action: '*' }), 'policy-drift', '"More" not deployed'],
    [
      'that is denied what it may',
      inline(read, use, { Effect: 'Deny', Action: '*', Resource: '*' }),
      'policy-drift',
      '"statement 3" not deployed',
    ],
    [
      'whose policy is of the old version',
      { inlinePolicies: known([{ name, text: JSON.stringify({ Statement: [read, use] }) }]) },
      'policy-drift',
      'cannot be read as a policy',
    ],
    [
      'with a policy beside its own',
      { inlinePolicies: known([aPolicy([read, use], { name }), aPolicy(read, { name: 'inline:extra' })]) },
      'policy-unknown',
      'aws iam delete-role-policy --role-name ringfence-notify --policy-name extra',
    ],
    [
      'with a managed policy attached',
      { attachedPolicies: known([aPolicy(read, { arn: managed })]) },
      'policy-unknown',
      `aws iam detach-role-policy --role-name ringfence-notify --policy-arn ${managed}`,
    ],
    [
      'that somebody else may become',
      { trustPolicy: known(aPolicy([lambda, { ...lambda, Principal: { AWS: '*' } }])) },
      'trust-drift',
      '"statement 2" not deployed',
    ],
    [
      'that somebody bounded',
      { permissionsBoundary: known(aPolicy(read, { arn: managed })) },
      'boundary-drift',
      managed,
    ],
  ])('name a role %s, with the fix', (_, facts, code, words) => {
    const found = of(facts);
    expect(found).toMatchObject([{ level: 'error', code, at: recorded.role, fix: expect.any(String) as string }]);
    expect(`${found[0]!.what} ${found[0]!.fix}`).toContain(words);
  });

  it('name a role that is gone', () => {
    expect(items({ found: 'no' })).toMatchObject([{ code: 'role-missing', at: recorded.role }]);
  });

  it('miss a boundary that the deployment set', () => {
    const bounded = { ...recorded, boundary: managed };
    expect(items({ found: 'yes', value: sound }, bounded)).toMatchObject([{ code: 'boundary-drift' }]);
  });

  it.each<[string, Read<PrincipalFacts>]>([
    ['the role', { found: 'unreadable', why: 'allow iam:GetRole' }],
    ['its policies', { found: 'yes', value: { ...sound, inlinePolicies: unknown('allow iam:GetRolePolicy') } }],
    ['what is attached', { found: 'yes', value: { ...sound, attachedPolicies: unknown('allow iam:List') } }],
    ['its boundary', { found: 'yes', value: { ...sound, permissionsBoundary: unknown('allow iam:Get') } }],
  ])('say that %s could not be read, and take nothing for fine', (_, found) => {
    expect(items(found)).toMatchObject([
      { level: 'warning', code: 'unread', what: expect.stringContaining('allow iam:') },
    ]);
  });
});
