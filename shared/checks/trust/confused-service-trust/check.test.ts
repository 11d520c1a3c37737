import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { unknown } from '../../../facts/known.ts';
import { confusedServiceTrust } from './check.ts';

const trusts = (service: string, condition?: unknown) => [
  {
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    ...(condition === undefined ? {} : { Condition: condition }),
  },
];
const services = ['bedrock', 'bedrock-agentcore', 'sagemaker', 'qbusiness', 'lexv2', 'lex', 'kendra'].map(
  (name) => `${name}.amazonaws.com`,
);

describe('RF.TRUST.2 Service trust cannot be confused', () => {
  it.each(services)('answers yes for a role that trusts %s without saying for whom', (service) => {
    const judged = askOne(confusedServiceTrust, aRole({ trust: trusts(service) }));
    expect(named(judged, 'yes')).toEqual([service]);
    expect(judged.find(({ answer }) => answer.answer === 'yes')?.sentence).toBe(
      `${service} may use ml-app for another customer`,
    );
  });

  it.each([
    ['a pattern that fits other accounts', { StringLike: { 'aws:SourceAccount': '1*' } }],
    ['a source ARN of any account', { ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:*:agent/*' } }],
    ['the account where the call names one', { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } }],
    [
      'an ARN where the call names one',
      { ArnLikeIfExists: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:111122223333:agent/*' } },
    ],
    ['a condition on something else', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }],
  ])('answers yes with %s', (_name, condition) => {
    const role = aRole({ trust: trusts('bedrock.amazonaws.com', condition) });
    expect(named(askOne(confusedServiceTrust, role), 'yes')).toEqual(['bedrock.amazonaws.com']);
  });

  it.each([
    ['the account', { StringEquals: { 'aws:SourceAccount': '111122223333' } }],
    ['agents of the account', { ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:111122223333:agent/*' } }],
  ])('answers no for a role that says for whom by %s', (_name, condition) => {
    const role = aRole({ trust: trusts('bedrock.amazonaws.com', condition) });
    expect(named(askOne(confusedServiceTrust, role), 'no')).toEqual(services);
  });

  it.each([
    ['organisation', { 'aws:PrincipalOrgID': 'o-exampleorg' }],
    ['tags', { 'aws:PrincipalTag/team': 'ml' }],
  ])('answers no where everybody is trusted whose %s a service does not have', (_name, StringEquals) => {
    const trust = [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition: { StringEquals } }];
    expect(named(askOne(confusedServiceTrust, aRole({ trust })), 'no')).toEqual(services);
  });

  it('answers unknown where everybody of the account is trusted: what a service shows there is not confirmed', () => {
    const Condition = { StringEquals: { 'aws:PrincipalAccount': '111122223333' } };
    const trust = [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition }];
    expect(named(askOne(confusedServiceTrust, aRole({ trust })), 'unknown')).toEqual(services);
  });

  it('answers no for services that are not trusted', () => {
    expect(named(askOne(confusedServiceTrust, aRole()), 'no')).toEqual(services);
  });

  it('asks nothing about users and about service-linked roles, whose trust AWS writes', () => {
    expect(askOne(confusedServiceTrust, aUser())).toEqual([]);
    const path = '/aws-service-role/sagemaker.amazonaws.com/';
    expect(askOne(confusedServiceTrust, aRole({ path, trust: trusts('sagemaker.amazonaws.com') }))).toEqual([]);
  });

  it('answers unknown where the trust policy was not read', () => {
    const role = aRole({ trustPolicy: unknown('iam:GetRole was refused') });
    expect(named(askOne(confusedServiceTrust, role), 'unknown')).toEqual(services);
  });
});
