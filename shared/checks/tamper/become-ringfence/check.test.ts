import { aPolicy, aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { becomeRingfence } from './check.ts';

const ownRole = 'arn:aws:iam::111122223333:role/ringfence/ringfence-contain';
const settings = { ownRoles: [ownRole] };

describe('RF.TAMPER.6 Somebody can become Ringfence', () => {
  it.each([
    ['iam:PassRole', 'pass-own-role'],
    ['iam:PutRolePolicy', 'change-own-role'],
    ['iam:UpdateAssumeRolePolicy', 'change-own-role'],
    ['iam:DeleteRolePermissionsBoundary', 'change-own-role'],
  ])('answers yes for a role that is allowed %s on it', (action, name) => {
    const judged = askOne(becomeRingfence, aRole({ allows: action, on: ownRole }), { settings });
    expect(named(judged, 'yes')).toEqual([name]);
    expect(judged.find(({ questionName }) => questionName === name)).toMatchObject({
      severity: 'critical',
      sentence: `ml-app can use Ringfence's role ${ownRole} by ${action}`,
    });
  });

  it('does not answer no for a role that is allowed to assume it: the trust policy decides', () => {
    const judged = askOne(becomeRingfence, aRole({ allows: 'sts:AssumeRole', on: ownRole }), { settings });
    expect(named(judged, 'no')).not.toContain('assume-own-role');
  });

  it.each([
    ['services alone', { Service: 'lambda.amazonaws.com' }, []],
    ['another role', { AWS: 'arn:aws:iam::111122223333:role/deploy' }, []],
    ['the account', { AWS: 'arn:aws:iam::111122223333:root' }, ['assume-own-role']],
    ['that role itself', { AWS: 'arn:aws:iam::111122223333:role/ml-app' }, ['assume-own-role']],
  ])('of a role of the account that may assume every role: an own role that trusts %s', (_who, who, found) => {
    const trust = [{ Effect: 'Allow', Principal: who, Action: 'sts:AssumeRole' }];
    const own = aRole({ arn: ownRole, trust });
    const judged = askOne(becomeRingfence, aRole({ allows: 'sts:AssumeRole' }), { settings, others: [own] });
    expect(named(judged, 'yes')).toEqual(found);
  });

  it('asks of an own role in another account by itself, as its trust policy is not in sight', () => {
    const own = aRole({
      arn: ownRole,
      trust: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }],
    });
    const ownRoles = [ownRole, 'arn:aws:iam::444455556666:role/ringfence-sweep'];
    const judged = askOne(becomeRingfence, aRole({ allows: 'sts:AssumeRole' }), {
      settings: { ownRoles },
      others: [own],
    });
    expect(named(judged, 'no')).not.toContain('assume-own-role-elsewhere');
    expect(named(judged, 'yes')).toContain('assume-own-role');
  });

  it.each([
    ['lambda.amazonaws.com', ['pass-own-role']],
    ['rds.application-autoscaling.amazonaws.com', []],
    ['sagemaker.amazonaws.com', []],
  ])('counts passing it to %s as %j: a service that the role does not trust cannot take it', (service, found) => {
    const passing = {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: '*',
      Condition: { StringEquals: { 'iam:PassedToService': service } },
    };
    expect(named(askOne(becomeRingfence, aRole({ statements: [passing] }), { settings }), 'yes')).toEqual(found);
  });

  it.each([
    ['another role', aRole({ allows: 'iam:PutRolePolicy', on: 'arn:aws:iam::111122223333:role/app' })],
    [
      'every role, with its own excepted by a boundary',
      aRole({
        allows: 'iam:*',
        boundary: aPolicy([
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: ['iam:*', 'sts:*'], Resource: ownRole },
        ]),
      }),
    ],
  ])('answers no for a role that can change %s', (_name, role) => {
    expect(named(askOne(becomeRingfence, role, { settings }), 'yes')).toEqual([]);
  });

  it('asks nothing of its own roles, and nothing while nobody said which they are', () => {
    expect(askOne(becomeRingfence, aRole({ allows: '*', arn: ownRole }), { settings })).toEqual([]);
    expect(askOne(becomeRingfence, aRole({ allows: '*' }))).toEqual([]);
  });
});
