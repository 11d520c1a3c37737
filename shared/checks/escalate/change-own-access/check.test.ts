import { aPolicy, aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { known } from '../../../facts/known.ts';
import { changeOwnAccess } from './check.ts';

const role = 'arn:aws:iam::111122223333:role/ml-app';
const user = 'arn:aws:iam::111122223333:user/alex';
const team = 'arn:aws:iam::111122223333:policy/team';
const attached = aPolicy({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }, { arn: team });
const group = {
  name: 'builders',
  arn: 'arn:aws:iam::111122223333:group/builders',
  inlinePolicies: known([]),
  attachedPolicies: known([attached]),
};
const deny = { Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' };
const attaching = (policy: string) => ({
  Effect: 'Allow',
  Action: 'iam:AttachRolePolicy',
  Resource: role,
  Condition: { ArnLike: { 'iam:PolicyARN': policy } },
});

describe('RF.ESCALATE.7 Change your own access', () => {
  it.each([
    ['writes its own inline policy', aRole({ allows: 'iam:PutRolePolicy', on: role }), ['iam:PutRolePolicy']],
    ['attaches policies to itself', aRole({ allows: 'iam:AttachRolePolicy', on: role }), ['iam:AttachRolePolicy']],
    [
      'writes its own trust policy',
      aRole({ allows: 'iam:UpdateAssumeRolePolicy', on: role }),
      ['iam:UpdateAssumeRolePolicy'],
    ],
    [
      'writes the policy that it has',
      aRole({ allows: 'iam:CreatePolicyVersion', on: team, attached: [attached] }),
      ['iam:CreatePolicyVersion'],
    ],
    [
      'sets an earlier version of it',
      aRole({ allows: 'iam:SetDefaultPolicyVersion', on: team, attached: [attached] }),
      ['iam:SetDefaultPolicyVersion'],
    ],
    [
      'writes a policy and attaches it',
      aRole({ allows: 'iam:CreatePolicy', statements: [attaching('arn:aws:iam::111122223333:policy/*')] }),
      ['iam:CreatePolicy and iam:AttachRolePolicy'],
    ],
    [
      'takes its own Deny away',
      aRole({ allows: 'iam:DeleteRolePolicy', on: role, statements: [deny] }),
      ['iam:DeleteRolePolicy'],
    ],
    ['is a user and writes its own policy', aUser({ allows: 'iam:PutUserPolicy', on: user }), ['iam:PutUserPolicy']],
    ['is a user and joins groups', aUser({ allows: 'iam:AddUserToGroup' }), ['iam:AddUserToGroup']],
    [
      'writes the policy of its group',
      { ...aUser({ allows: 'iam:PutGroupPolicy', on: group.arn }), groups: known([group]) },
      ['iam:PutGroupPolicy'],
    ],
    [
      'writes the policy that its group has',
      { ...aUser({ allows: 'iam:CreatePolicyVersion', on: team }), groups: known([group]) },
      ['iam:CreatePolicyVersion'],
    ],
  ])('answers yes for one that %s', (_name, principal, names) => {
    const judged = askOne(changeOwnAccess, principal, { others: [] });
    expect(sentences(judged)).toEqual(
      names.map((by) => `${principal.name} can change its own access, for example by ${by}`),
    );
    expect(judged.find(({ answer }) => answer.answer === 'yes')?.containment).toBe('deny');
  });

  it.each([
    [
      'writes the policies of another role',
      aRole({ allows: 'iam:PutRolePolicy', on: 'arn:aws:iam::111122223333:role/other' }),
    ],
    [
      'attaches a policy that gives little',
      aRole({ statements: [attaching('arn:aws:iam::aws:policy/ReadOnlyAccess')] }),
    ],
    [
      'writes a policy that it does not have',
      aRole({ allows: 'iam:CreatePolicyVersion', on: 'arn:aws:iam::111122223333:policy/other', attached: [attached] }),
    ],
    [
      'has policies of AWS alone',
      aRole({ allows: 'iam:CreatePolicyVersion', attached: [aPolicy(deny, { arn: 'arn:aws:iam::aws:policy/X' })] }),
    ],
    ['takes away a policy that only allows', aRole({ allows: 'iam:DeleteRolePolicy', on: role })],
    ['only reads', aRole({ allows: ['iam:Get*', 'iam:List*'] })],
    ['is denied what it is allowed', aRole({ allows: 'iam:*', on: role, statements: [{ ...deny, Action: 'iam:*' }] })],
  ])('answers no for one that %s', (_name, principal) => {
    const judged = askOne(changeOwnAccess, principal, { others: [] });
    expect([...named(judged, 'yes'), ...named(judged, 'unknown')]).toEqual([]);
  });

  it('is critical where it gives itself everything, and one step less where only more', () => {
    expect(askOne(changeOwnAccess, aRole({ allows: 'iam:PutRolePolicy' }))[0]?.severity).toBe('critical');
    const joining = askOne(changeOwnAccess, aUser({ allows: 'iam:AddUserToGroup' }));
    expect(joining.find(({ answer }) => answer.answer === 'yes')?.severity).toBe('high');
  });

  it('answers yes for a role of somebody else that it can assume and write', () => {
    const other = aRole({
      name: 'other',
      trust: [{ Effect: 'Allow', Principal: { AWS: role }, Action: 'sts:AssumeRole' }],
    });
    const principal = aRole({ allows: 'iam:PutRolePolicy', on: other.arn });
    expect(sentences(askOne(changeOwnAccess, principal, { others: [other] }))).toEqual([
      'ml-app can give more access to other, which it can assume, by iam:PutRolePolicy',
    ]);
    const closed = { ...other, trustPolicy: known(aPolicy([], { name: 'trust' })) };
    expect(named(askOne(changeOwnAccess, principal, { others: [closed] }), 'yes')).toEqual([]);
  });

  it('asks nothing of one that has everything, and asks one whose policies or boundary deny something', () => {
    expect(askOne(changeOwnAccess, aRole({ allows: '*' }), { others: [] })).toEqual([]);
    const denied = aRole({ allows: '*', statements: [{ ...deny, Action: 'bedrock:*' }] });
    expect(named(askOne(changeOwnAccess, denied, { others: [] }), 'yes')).toContain('everything');
    const bounded = aRole({
      allows: '*',
      boundary: aPolicy([
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { ...deny, Action: 'bedrock:*' },
      ]),
    });
    expect(named(askOne(changeOwnAccess, bounded, { others: [] }), 'yes')).toContain('everything');
  });

  it('answers for the principal itself where the others are not known', () => {
    const judged = askOne(changeOwnAccess, aRole({ allows: 'iam:PutRolePolicy', on: role }));
    expect(sentences(judged)).toEqual(['ml-app can change its own access, for example by iam:PutRolePolicy']);
  });

  it.each(['aws', 'aws-cn', 'aws-us-gov'])(
    'shows a request of the partition %s, for a principal of it',
    (partition) => {
      const arn = role.replace('arn:aws:', `arn:${partition}:`);
      const found = askOne(changeOwnAccess, {
        ...aRole({ allows: ['iam:AttachRolePolicy', 'iam:CreatePolicy'], statements: [] }),
        arn,
      });
      const texts = JSON.stringify(found.map(({ answer }) => answer));
      expect(texts).toContain(`arn:${partition}:iam::aws:policy/`);
      expect([...texts.matchAll(/arn:([^:"]*):iam:/gu)].filter(([, named]) => named !== partition)).toEqual([]);
    },
  );
});
