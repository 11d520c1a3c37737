import { aPolicy, aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { createFreerPrincipal } from './check.ts';

const limits = 'arn:aws:iam::111122223333:policy/limits';
const requiring = (boundary: string, actions: readonly string[], on = '*') => ({
  Effect: 'Allow',
  Action: actions,
  Resource: on,
  Condition: { StringEquals: { 'iam:PermissionsBoundary': boundary } },
});
const forRoles = ['iam:CreateRole', 'iam:PutRolePolicy'];
const forUsers = ['iam:CreateUser', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'];
const set = { settings: { requiredBoundaries: [limits] } };

describe('RF.ESCALATE.9 Create a freer principal', () => {
  it.each([
    ['create-role', aRole({ allows: forRoles }), {}],
    ['create-user', aRole({ allows: forUsers }), {}],
    ['create-role', aRole({ allows: forRoles }), set],
    ['create-role', aRole({ statements: [requiring('arn:aws:iam::111122223333:policy/other', forRoles)] }), set],
    [
      'create-role',
      aRole({
        allows: forRoles,
        boundary: aPolicy({ Effect: 'Allow', Action: 'iam:*', Resource: '*' }, { arn: limits }),
      }),
      {},
    ],
  ])('answers yes by %s', (name, principal, more) => {
    const judged = askOne(createFreerPrincipal, principal, more);
    expect(named(judged, 'yes')).toEqual([name]);
    expect(judged.find(({ answer }) => answer.answer === 'yes')).toMatchObject({
      severity: 'high',
      containment: 'deny',
    });
  });

  it('says what is created', () => {
    expect(sentences(askOne(createFreerPrincipal, aRole({ allows: forRoles })))).toEqual([
      'ml-app can create a role without the boundary and use it',
    ]);
  });

  it.each([
    ['the boundary is required', aRole({ statements: [requiring(limits, forRoles)] }), set],
    ['some boundary is required, and none is set', aRole({ statements: [requiring(limits, forRoles)] }), {}],
    ['it may not give the role any access', aRole({ allows: 'iam:CreateRole' }), {}],
    [
      'it may give access to other roles only',
      aRole({
        allows: 'iam:CreateRole',
        on: 'arn:aws:iam::111122223333:role/app/*',
        statements: [
          { Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: 'arn:aws:iam::111122223333:role/team/*' },
        ],
      }),
      {},
    ],
    [
      'the path is kept for Identity Center',
      aRole({ allows: forRoles, on: 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*' }),
      {},
    ],
    ['the user would have no credentials', aRole({ allows: ['iam:CreateUser', 'iam:AttachUserPolicy'] }), {}],
  ])('answers no where %s', (_name, principal, more) => {
    expect(named(askOne(createFreerPrincipal, principal, more), 'yes')).toEqual([]);
  });
});
