import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { unknown } from '../../../facts/known.ts';
import { wildcardTrust } from './check.ts';

const trusts = (principal: unknown, condition?: unknown) => [
  {
    Effect: 'Allow',
    Principal: principal,
    Action: 'sts:AssumeRole',
    ...(condition === undefined ? {} : { Condition: condition }),
  },
];
const allows = 'bedrock:InvokeModel';

describe('RF.TRUST.1 No wildcard trust', () => {
  it.each([
    ['everybody', trusts('*')],
    ['every AWS principal', trusts({ AWS: '*' })],
    ['everybody with a condition that anybody meets', trusts('*', { StringLike: { 'aws:PrincipalArn': '*' } })],
  ])('answers yes for an AI role that trusts %s', (_name, trust) => {
    const [judged] = askOne(wildcardTrust, aRole({ allows, trust }));
    expect(judged).toMatchObject({
      answer: { answer: 'yes' },
      severity: 'critical',
      sentence: 'anyone can assume ml-app',
    });
    expect(judged?.containment).toBe('ask');
    expect(judged?.because).toMatchObject([
      { source: { layer: 'trust' }, text: expect.stringContaining('sts:AssumeRole') as unknown },
    ]);
  });

  it.each([
    ['its own account', trusts({ AWS: 'arn:aws:iam::111122223333:root' })],
    ['one named role', trusts({ AWS: 'arn:aws:iam::444455556666:role/deploy' })],
    ['everybody of one organisation', trusts('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } })],
    ['a service', trusts({ Service: 'lambda.amazonaws.com' })],
  ])('does not answer yes for an AI role that trusts %s', (_name, trust) => {
    expect(named(askOne(wildcardTrust, aRole({ allows, trust })), 'yes')).toEqual([]);
  });

  it.each([
    ['its own account', trusts({ AWS: 'arn:aws:iam::111122223333:root' })],
    ['a service', trusts({ Service: 'lambda.amazonaws.com' })],
  ])('answers no for an AI role that trusts %s', (_name, trust) => {
    expect(named(askOne(wildcardTrust, aRole({ allows, trust })), 'no')).toEqual(['wildcard-trust']);
  });

  it('asks about administrators too: a role that anyone can become is worst there', () => {
    const role = aRole({ allows: '*', trust: trusts('*') });
    expect(named(askOne(wildcardTrust, role, { settings: { administrators: [role.uniqueId] } }), 'yes')).toHaveLength(
      1,
    );
  });

  it('asks nothing about a role without AI access, nor about users', () => {
    expect(askOne(wildcardTrust, aRole({ allows: 's3:GetObject', trust: trusts('*') }))).toEqual([]);
    expect(askOne(wildcardTrust, aUser({ allows }))).toEqual([]);
  });

  it('answers unknown where the trust policy was not read', () => {
    const role = aRole({ allows, trustPolicy: unknown('iam:GetRole was refused') });
    expect(named(askOne(wildcardTrust, role), 'unknown')).toEqual(['wildcard-trust']);
  });
});
