import { aChange } from '../../../../test/builders/a-change.ts';
import type { Change } from '../../../change/change.ts';
import { askChangeChecks } from '../../ask-change-checks.ts';
import { emptyChangeContext, type ChangeContext, type ContainmentInForce } from '../../check.ts';
import { defaultCheckSettings as settings } from '../../settings.ts';
import { containmentUndone } from './check.ts';

const policyArn = 'arn:aws:iam::111122223333:policy/ringfence/0123456789abcdef0123456789abcdef';
const subject = {
  kind: 'role' as const,
  arn: 'arn:aws:iam::111122223333:role/team/ml-app',
  uniqueId: 'AROAMLAPP',
  accountId: '111122223333',
};
const byBoundary: ContainmentInForce = { subject, policyArn, sagaId: 'c-1' };
const byInline: ContainmentInForce = { subject, policyArn: 'inline:RingfenceDeny', sagaId: 'c-2' };
const role = { kind: 'role' as const, name: 'ML-app' };

const judge = (
  eventName: string,
  shown: Partial<Change>,
  containment: ContainmentInForce = byBoundary,
  context: Partial<ChangeContext> = {},
) =>
  askChangeChecks({
    change: aChange(`iam.amazonaws.com:${eventName}`, shown),
    context: { ...emptyChangeContext, containments: [containment], ...context },
    settings,
    checks: [containmentUndone],
  }).judgements;

describe('RF.TAMPER.1 A containment was undone from outside', () => {
  it.each([
    ['the boundary removed', 'DeleteRolePermissionsBoundary', { touches: [role] }, byBoundary],
    [
      'another boundary set',
      'PutRolePermissionsBoundary',
      { touches: [role], parameters: { permissionsBoundary: 'arn:aws:iam::111122223333:policy/mine' } },
      byBoundary,
    ],
    ['a boundary set that the record does not name', 'PutRolePermissionsBoundary', { touches: [role] }, byBoundary],
    [
      'a new version of the policy',
      'CreatePolicyVersion',
      { touches: [{ kind: 'managed-policy', arn: policyArn }] },
      byBoundary,
    ],
    [
      'another version chosen',
      'SetDefaultPolicyVersion',
      { touches: [{ kind: 'managed-policy', arn: policyArn }] },
      byBoundary,
    ],
    ['the policy deleted', 'DeletePolicy', { touches: [{ kind: 'managed-policy', arn: policyArn }] }, byBoundary],
    ['the policy detached', 'DetachRolePolicy', { touches: [role], parameters: { policyArn } }, byBoundary],
    [
      'the inline policy deleted',
      'DeleteRolePolicy',
      { touches: [role], parameters: { policyName: 'RingfenceDeny' } },
      byInline,
    ],
    [
      'the inline policy replaced',
      'PutRolePolicy',
      { touches: [role], parameters: { policyName: 'RingfenceDeny' } },
      byInline,
    ],
  ] as const)('answers yes for %s', (_name, eventName, shown, containment) => {
    expect(judge(eventName, shown as Partial<Change>, containment)).toMatchObject([
      {
        kind: 'done',
        severity: 'critical',
        answer: { answer: 'yes' },
        subject: { uniqueId: 'AROAMLAPP' },
        sentence: `arn:aws:sts::111122223333:assumed-role/Deploy/ci undid the containment of ${subject.arn} by ${eventName}`,
      },
    ]);
  });

  it.each([
    [
      'the very same boundary set again',
      'PutRolePermissionsBoundary',
      { touches: [role], parameters: { permissionsBoundary: policyArn } },
      byBoundary,
    ],
    ['another role', 'DeleteRolePermissionsBoundary', { touches: [{ kind: 'role', name: 'other' }] }, byBoundary],
    [
      'a user of the same name',
      'DeleteUserPermissionsBoundary',
      { touches: [{ kind: 'user', name: 'ml-app' }] },
      byBoundary,
    ],
    [
      'a role of the same name that was made anew',
      'DeleteRolePermissionsBoundary',
      { touches: [{ ...role, principalId: 'AROAOTHER' }] },
      byBoundary,
    ],
    [
      'another policy',
      'CreatePolicyVersion',
      { touches: [{ kind: 'managed-policy', arn: 'arn:aws:iam::111122223333:policy/other' }] },
      byBoundary,
    ],
    ['another inline policy', 'PutRolePolicy', { touches: [role], parameters: { policyName: 'app' } }, byInline],
    ['a boundary removed beside an inline containment', 'DeleteRolePermissionsBoundary', { touches: [role] }, byInline],
    [
      'an inline policy beside a containment by boundary',
      'PutRolePolicy',
      { touches: [role], parameters: { policyName: 'x' } },
      byBoundary,
    ],
    ['a change that takes nothing', 'CreateRole', { touches: [role] }, byBoundary],
    [
      'a refused call',
      'DeleteRolePermissionsBoundary',
      { touches: [role], outcome: { result: 'failed', code: 'AccessDenied', refused: true } },
      byBoundary,
    ],
  ] as const)('answers nothing for %s', (_name, eventName, shown, containment) => {
    expect(judge(eventName, shown as Partial<Change>, containment)).toEqual([]);
  });

  it("answers nothing for Ringfence's own recorded write", () => {
    expect(judge('DeleteRolePermissionsBoundary', { touches: [role] }, byBoundary, { ownEcho: true })).toEqual([]);
  });

  it.each([
    ['a boundary', 'DeleteRolePermissionsBoundary'],
    ['a policy', 'CreatePolicyVersion'],
  ])('answers unknown where the record left out whose %s it was', (_name, eventName) => {
    expect(judge(eventName, { body: 'omitted' })).toMatchObject([
      { answer: { answer: 'unknown', why: { code: 'missing-facts' } } },
    ]);
  });

  it('judges each containment in force by itself', () => {
    const second = { ...byBoundary, sagaId: 'c-3' };
    const asked = askChangeChecks({
      change: aChange('iam.amazonaws.com:DeletePolicy', { touches: [{ kind: 'managed-policy', arn: policyArn }] }),
      context: { ...emptyChangeContext, containments: [byBoundary, byInline, second] },
      settings,
      checks: [containmentUndone],
    });
    expect(asked.judgements.map(({ questionName }) => questionName)).toEqual([
      'containment-undone-c-1',
      'containment-undone-c-3',
    ]);
  });
});
