import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { openFederatedTrust } from './check.ts';

const github = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const cluster = 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE';
const saml = 'arn:aws:iam::111122223333:saml-provider/corporate';
const pool = 'cognito-identity.amazonaws.com';
const host = 'token.actions.githubusercontent.com';
const eks = 'oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE';

const trusting = (provider: string, condition?: object) =>
  aRole({
    allows: 'bedrock:InvokeModel',
    trust: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: provider === saml ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity',
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  });
const aud = { StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' } };
const sub = (pattern: string) => ({ ...aud, StringLike: { [`${host}:sub`]: pattern } });

describe('RF.TRUST.4 Federated trust names its subject', () => {
  it.each([
    ['names neither audience nor subject', trusting(github), [`any-audience ${github}`, `any-subject ${github}`]],
    ['names no subject', trusting(github, aud), [`any-subject ${github}`]],
    [
      'names no audience',
      trusting(github, { StringEquals: { [`${host}:sub`]: 'repo:example/app:ref:refs/heads/main' } }),
      [`any-audience ${github}`],
    ],
    ['has a subject that everybody fits', trusting(github, sub('*')), [`any-subject ${github}`]],
    ['names every owner', trusting(github, sub('repo:*')), [`any-subject ${github}`]],
    ['names owners that begin so', trusting(github, sub('repo:example*')), [`any-subject ${github}`]],
    [
      'lets the subject be left out',
      trusting(github, { ...aud, StringLikeIfExists: { [`${host}:sub`]: '*' } }),
      [`any-subject ${github}`],
    ],
    [
      'names no service account of the cluster',
      trusting(cluster, { StringEquals: { [`${eks}:aud`]: 'sts.amazonaws.com' } }),
      [`any-subject ${cluster}`],
    ],
    ['is for SAML and names no audience', trusting(saml), [`any-audience ${saml}`]],
    ['is for an identity pool and names none', trusting(pool), [`any-audience ${pool}`]],
  ])('answers yes for an AI role whose trust %s', (_name, principal, names) => {
    const judged = askOne(openFederatedTrust, principal);
    expect(named(judged, 'yes')).toEqual(names);
    expect(judged[0]).toMatchObject({ severity: 'high', containment: 'ask' });
  });

  it.each([
    ['names a branch of a repository', trusting(github, sub('repo:example/app:ref:refs/heads/main'))],
    ['names an owner', trusting(github, sub('repo:example/*'))],
    [
      'names a service account',
      trusting(cluster, {
        StringEquals: { [`${eks}:aud`]: 'sts.amazonaws.com', [`${eks}:sub`]: 'system:serviceaccount:ml:app' },
      }),
    ],
    [
      'names a name space',
      trusting(cluster, {
        StringEquals: { [`${eks}:aud`]: 'sts.amazonaws.com' },
        StringLike: { [`${eks}:sub`]: 'system:serviceaccount:ml:*' },
      }),
    ],
    [
      'is for SAML and names the audience',
      trusting(saml, { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }),
    ],
    [
      'is for an identity pool and names it',
      trusting(pool, { StringEquals: { [`${pool}:aud`]: 'us-east-1:00000000-0000-0000-0000-000000000000' } }),
    ],
    ['names no provider', aRole({ allows: 'bedrock:InvokeModel' })],
  ])('answers no for an AI role whose trust %s', (_name, principal) => {
    const judged = askOne(openFederatedTrust, principal);
    expect([...named(judged, 'yes'), ...named(judged, 'unknown')]).toEqual([]);
  });

  it('names the provider and quotes the statement', () => {
    const judged = askOne(openFederatedTrust, trusting(github, aud));
    expect(sentences(judged)).toEqual([`any subject of ${github} can assume ml-app`]);
    expect(judged.find(({ answer }) => answer.answer === 'yes')?.because[0]?.text).toContain(
      'AssumeRoleWithWebIdentity',
    );
  });

  it('asks nothing about roles without AI access', () => {
    const trust = [{ Effect: 'Allow', Principal: { Federated: github }, Action: 'sts:AssumeRoleWithWebIdentity' }];
    expect(askOne(openFederatedTrust, aRole({ allows: 's3:GetObject', trust }))).toEqual([]);
  });
});
