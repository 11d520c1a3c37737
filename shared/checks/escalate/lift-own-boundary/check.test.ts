import { aPolicy, aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { liftOwnBoundary } from './check.ts';

const arn = 'arn:aws:iam::111122223333:policy/limits';
const boundary = aPolicy({ Effect: 'Allow', Action: '*', Resource: '*' }, { arn });
const role = 'arn:aws:iam::111122223333:role/ml-app';
const bounded = (allows: string, on = '*') => aRole({ allows, on, boundary });

describe('RF.ESCALATE.8 Remove the boundary', () => {
  it.each([
    ['iam:DeleteRolePermissionsBoundary', bounded('iam:DeleteRolePermissionsBoundary', role)],
    ['iam:PutRolePermissionsBoundary', bounded('iam:PutRolePermissionsBoundary', role)],
    ['iam:CreatePolicyVersion', bounded('iam:CreatePolicyVersion', arn)],
    ['iam:SetDefaultPolicyVersion', bounded('iam:SetDefaultPolicyVersion', arn)],
    ['iam:DeleteUserPermissionsBoundary', aUser({ allows: 'iam:DeleteUserPermissionsBoundary', boundary })],
    ['iam:PutUserPermissionsBoundary', aUser({ allows: 'iam:PutUserPermissionsBoundary', boundary })],
  ])('answers yes for a bounded principal with %s', (action, principal) => {
    const judged = askOne(liftOwnBoundary, principal);
    expect(named(judged, 'yes')).toEqual(['own-boundary']);
    expect(judged.find(({ answer }) => answer.answer === 'yes')).toMatchObject({
      severity: 'critical',
      containment: 'deny',
      sentence: `${principal.name} can lift its own boundary by ${action}`,
    });
  });

  it.each([
    ['it has no boundary', aRole({ allows: 'iam:*' })],
    [
      'it may lift that of another role',
      bounded('iam:DeleteRolePermissionsBoundary', 'arn:aws:iam::111122223333:role/other'),
    ],
    ['it may write another policy', bounded('iam:CreatePolicyVersion', 'arn:aws:iam::111122223333:policy/other')],
    [
      'it may only set the boundary that it has',
      aRole({
        boundary,
        statements: [
          {
            Effect: 'Allow',
            Action: 'iam:PutRolePermissionsBoundary',
            Resource: role,
            Condition: { StringEquals: { 'iam:PermissionsBoundary': arn } },
          },
        ],
      }),
    ],
    [
      'the boundary denies it',
      aRole({
        allows: 'iam:*',
        boundary: aPolicy(
          [
            { Effect: 'Allow', Action: '*', Resource: '*' },
            { Effect: 'Deny', Action: ['iam:*Boundary', 'iam:*PolicyVersion'], Resource: '*' },
          ],
          { arn },
        ),
      }),
    ],
    [
      'the boundary is of AWS and it may write policies',
      aRole({
        allows: 'iam:CreatePolicyVersion',
        boundary: aPolicy(
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { arn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
        ),
      }),
    ],
  ])('answers no where %s', (_name, principal) => {
    expect(named(askOne(liftOwnBoundary, principal), 'yes')).toEqual([]);
  });

  it('answers yes for the boundary of another one of its class, and no for one of another class', () => {
    const other = aRole({ name: 'ml-batch', boundary });
    const principal = bounded('iam:DeleteRolePermissionsBoundary', other.arn);
    const rules = (name: string) => ({
      classRules: [
        { class: 'general' as const, match: { name: 'ml-app' } },
        { class: name === 'same' ? ('general' as const) : ('evaluation' as const), match: { name: 'ml-batch' } },
      ],
    });
    expect(sentences(askOne(liftOwnBoundary, principal, { others: [other], settings: rules('same') }))).toEqual([
      'ml-app can lift the boundary of ml-batch, which is of its class, by iam:DeleteRolePermissionsBoundary',
    ]);
    expect(named(askOne(liftOwnBoundary, principal, { others: [other], settings: rules('other') }), 'yes')).toEqual([]);
  });
});
