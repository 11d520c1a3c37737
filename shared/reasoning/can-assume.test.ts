import { absent, known, unknown } from '../facts/known.ts';
import { canAssume, type AssumeWho } from './can-assume.ts';
import { ACCOUNT, aDocument, facts, rcps, deny, realistic, ROLE, trusts, type Statement } from './testing/a-world.ts';
import type { ConditionBlock } from './types.ts';

const trusting = (...statements: Statement[]) =>
  facts([], { trustPolicy: known(aDocument('trust', statements)), organisation: known('o-own') });
const ask = (statement: Statement, who: AssumeWho, condition?: ConditionBlock) =>
  canAssume(trusting(statement), who, realistic, condition).answer;

const bedrock = { Service: 'bedrock.amazonaws.com' };
const deputy: AssumeWho = { kind: 'service', service: 'bedrock.amazonaws.com', forAnotherAccount: true };
const own: AssumeWho = { kind: 'service', service: 'bedrock.amazonaws.com', forAnotherAccount: false };
const another: AssumeWho = { kind: 'another-account' };
const anyone: AssumeWho = { kind: 'anyone' };
const partner = 'arn:aws:iam::444455556666:role/partner';
const withoutId: ConditionBlock = { Null: { 'sts:ExternalId': 'true' } };

describe('who can assume a role, by its trust policy', () => {
  it.each<[string, Statement, AssumeWho, ConditionBlock | undefined, 'yes' | 'no']>([
    ['anyone, trusted by wildcard', trusts('*'), anyone, undefined, 'yes'],
    ['anyone, trusted by an AWS wildcard', trusts({ AWS: '*' }), anyone, undefined, 'yes'],
    [
      'anyone, limited to the organisation',
      trusts('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-own' } }),
      anyone,
      undefined,
      'no',
    ],
    [
      'anyone, limited to an account',
      trusts('*', { StringEquals: { 'aws:PrincipalAccount': '444455556666' } }),
      anyone,
      undefined,
      'no',
    ],
    ['anyone, where the account is trusted', trusts({ AWS: ACCOUNT }), anyone, undefined, 'no'],
    ['another account, trusted by its number', trusts({ AWS: '444455556666' }), another, undefined, 'yes'],
    ['another account, trusted by one of its roles', trusts({ AWS: partner }), another, undefined, 'yes'],
    [
      'another account, trusted by a condition',
      trusts('*', { StringEquals: { 'aws:PrincipalAccount': '444455556666' } }),
      another,
      undefined,
      'yes',
    ],
    [
      'another account than many that are excepted',
      trusts('*'),
      { kind: 'another-account', except: ['444455556666', '444455556667'] },
      undefined,
      'yes',
    ],
    [
      'another account that is excepted',
      trusts({ AWS: partner }),
      { kind: 'another-account', except: ['444455556666'] },
      undefined,
      'no',
    ],
    ['another account, only the own is trusted', trusts({ AWS: ROLE }), another, undefined, 'no'],
    ['one account by name', trusts({ AWS: partner }), { kind: 'account', accountId: '444455556666' }, undefined, 'yes'],
    [
      'another account with an external id',
      trusts({ AWS: partner }, { StringEquals: { 'sts:ExternalId': 'x' } }),
      another,
      undefined,
      'yes',
    ],
    [
      'another account without an external id, where one is asked',
      trusts({ AWS: partner }, { StringEquals: { 'sts:ExternalId': 'x' } }),
      another,
      withoutId,
      'no',
    ],
    [
      'another account without an external id, where none is asked',
      trusts({ AWS: partner }),
      another,
      withoutId,
      'yes',
    ],
    ['a service for another account, no condition', trusts(bedrock), deputy, undefined, 'yes'],
    [
      'a service for another account, limited by account',
      trusts(bedrock, { StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
      deputy,
      undefined,
      'no',
    ],
    [
      'a service for another account, limited by ARN',
      trusts(bedrock, { ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:*:${ACCOUNT}:*` } }),
      deputy,
      undefined,
      'no',
    ],
    [
      'a service for another account, by a pattern that fits others',
      trusts(bedrock, { StringLike: { 'aws:SourceAccount': '1111*' } }),
      deputy,
      undefined,
      'yes',
    ],
    [
      'a service that names no source, where the account counts if it is named',
      trusts(bedrock, { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } }),
      deputy,
      undefined,
      'yes',
    ],
    [
      'a service that names no source, where one of two keys counts if it is named',
      trusts(bedrock, {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnLikeIfExists: { 'aws:SourceArn': `arn:aws:bedrock:*:${ACCOUNT}:*` },
      }),
      deputy,
      undefined,
      'no',
    ],
    [
      'a service for the own account',
      trusts(bedrock, { StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
      own,
      undefined,
      'yes',
    ],
    ['another service', trusts({ Service: 'ec2.amazonaws.com' }), deputy, undefined, 'no'],
  ])('%s', (_, statement, who, condition, expected) => {
    expect(ask(statement, who, condition)).toBe(expected);
  });

  it('says who asks', () => {
    const answer = canAssume(trusting(trusts({ AWS: partner })), another, realistic);
    expect(answer.given).toContainEqual({ about: 'who asks', value: partner, source: 'declared' });
  });

  it('answers unknown when the trust policy was not read, and no when there is none', () => {
    expect(canAssume(facts([], { trustPolicy: unknown('iam:GetRole was denied') }), anyone, realistic)).toMatchObject({
      answer: 'unknown',
      why: { code: 'missing-facts' },
    });
    expect(canAssume(facts([], { trustPolicy: absent }), anyone, realistic).answer).toBe('no');
  });

  it('honours a resource control policy of the role’s account', () => {
    const role = {
      ...trusting(trusts('*')),
      ...rcps(deny('sts:AssumeRole', '*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-own' } })),
    };
    expect(canAssume(role, anyone, realistic).answer).toBe('no');
  });

  it('leaves calls without a source to a resource control policy that tests the source where there is one', () => {
    const ownServices = deny('sts:AssumeRole', '*', {
      StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-own' },
      Null: { 'aws:SourceAccount': 'false' },
      Bool: { 'aws:PrincipalIsAWSService': 'true' },
    });
    expect(canAssume(trusting(trusts(bedrock)), deputy, realistic).answer).toBe('yes');
    expect(canAssume({ ...trusting(trusts(bedrock)), ...rcps(ownServices) }, deputy, realistic).answer).toBe('no');
  });

  const github = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
  const vouched = (unnamed: 'audience' | 'subject', provider = github): AssumeWho => ({
    kind: 'federated',
    provider,
    unnamed,
  });
  const tokenOf = (conditions?: ConditionBlock, provider = github): Statement => ({
    ...trusts({ Federated: provider }, conditions),
    Action: 'sts:AssumeRoleWithWebIdentity',
  });
  const key = (name: string) => `token.actions.githubusercontent.com:${name}`;
  it.each<[string, Statement, AssumeWho, 'yes' | 'no']>([
    ['any subject, without a condition', tokenOf(), vouched('subject'), 'yes'],
    ['any audience, without a condition', tokenOf(), vouched('audience'), 'yes'],
    [
      'another subject than the one named',
      tokenOf({ StringEquals: { [key('sub')]: 'repo:example/app:ref:refs/heads/main' } }),
      vouched('subject'),
      'no',
    ],
    ['another subject of a pattern', tokenOf({ StringLike: { [key('sub')]: 'repo:*' } }), vouched('subject'), 'yes'],
    [
      'a subject of another owner',
      tokenOf({ StringLike: { [key('sub')]: 'repo:example/*' } }),
      vouched('subject'),
      'no',
    ],
    [
      'another audience than the one named',
      tokenOf({ StringEquals: { [key('aud')]: 'sts.amazonaws.com' } }),
      vouched('audience'),
      'no',
    ],
    ['a token of another provider', tokenOf(), vouched('subject', `${github}.example`), 'no'],
    ['a token, where a service is trusted', trusts(bedrock), vouched('subject'), 'no'],
    ['a token, where AssumeRole alone is allowed', trusts({ Federated: github }), vouched('subject'), 'no'],
  ])('whoever a provider vouches for: %s', (_name, statement, who, answer) => {
    expect(ask(statement, who)).toBe(answer);
  });
});
