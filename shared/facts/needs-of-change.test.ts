import type { Change, Touched } from '../change/change.ts';
import { needsOfChange } from './needs-of-change.ts';

const aChange = (eventName: string, touches: readonly Touched[], body: Change['body'] = 'present'): Change => ({
  kind: 'change',
  eventId: 'e-1',
  trigger: `iam.amazonaws.com:${eventName}`,
  eventSource: 'iam.amazonaws.com',
  eventName,
  group: 'iam-grants',
  accountId: '111122223333',
  region: 'us-east-1',
  occurredAt: '2026-11-21T21:00:00.000Z',
  actor: { type: 'AssumedRole' },
  outcome: { result: 'succeeded' },
  touches,
  body,
  documents: [],
  parameters: {},
  readOnly: false,
});

const role: Touched = { kind: 'role', name: 'app' };
const user: Touched = { kind: 'user', name: 'alice' };
const group: Touched = { kind: 'group', name: 'builders' };
const policy: Touched = { kind: 'managed-policy', arn: 'arn:aws:iam::111122223333:policy/ml' };

describe('which facts a change needs', () => {
  it.each([
    [
      'an inline policy of a role reaches the role',
      'PutRolePolicy',
      [role],
      [{ need: 'principal', ref: { kind: 'role', name: 'app' } }],
    ],
    [
      'an attached policy reaches only the role it was attached to',
      'AttachRolePolicy',
      [role, policy],
      [{ need: 'principal', ref: { kind: 'role', name: 'app' } }],
    ],
    [
      'a boundary reaches only the role it was set on',
      'PutRolePermissionsBoundary',
      [role, policy],
      [{ need: 'principal', ref: { kind: 'role', name: 'app' } }],
    ],
    [
      'a new policy version reaches everybody who has the policy',
      'CreatePolicyVersion',
      [policy],
      [{ need: 'reached-by-policy', policyArn: policy.arn }],
    ],
    [
      'a switched default version reaches everybody who has the policy',
      'SetDefaultPolicyVersion',
      [policy],
      [{ need: 'reached-by-policy', policyArn: policy.arn }],
    ],
    [
      'a group policy reaches the members',
      'PutGroupPolicy',
      [group],
      [{ need: 'members-of-group', group: 'builders' }],
    ],
    [
      'a policy attached to a group reaches the members',
      'AttachGroupPolicy',
      [group, policy],
      [{ need: 'members-of-group', group: 'builders' }],
    ],
    [
      'a membership reaches the user',
      'AddUserToGroup',
      [user, group],
      [{ need: 'principal', ref: { kind: 'user', name: 'alice' } }],
    ],
    [
      'an access key reaches its user',
      'CreateAccessKey',
      [user],
      [{ need: 'principal', ref: { kind: 'user', name: 'alice' } }],
    ],
    [
      'a role added to an instance profile is that role',
      'AddRoleToInstanceProfile',
      [role, { kind: 'instance-profile', name: 'web' }],
      [{ need: 'principal', ref: { kind: 'role', name: 'app' } }],
    ],
    [
      'the same principal named twice is read once',
      'TagRole',
      [role, role],
      [{ need: 'principal', ref: { kind: 'role', name: 'app' } }],
    ],
  ] as const)('%s', (_, eventName, touches, needs) => {
    expect(needsOfChange(aChange(eventName, touches))).toEqual(needs);
  });

  it('asks for the whole account when the parameters were left out and nobody is named', () => {
    expect(needsOfChange(aChange('PutRolePolicy', [], 'omitted'))).toEqual([
      { need: 'whole-account', accountId: '111122223333', because: 'PutRolePolicy arrived without its parameters' },
    ]);
  });

  it('still reads the principal that a hollowed-out record names elsewhere', () => {
    expect(needsOfChange(aChange('PutRolePolicy', [role], 'omitted'))).toEqual([
      { need: 'principal', ref: { kind: 'role', name: 'app' } },
    ]);
  });

  it('reads a guardrail in the Region of the change', () => {
    expect(needsOfChange(aChange('UpdateGuardrail', [{ kind: 'guardrail', identifier: 'gr-1' }]))).toEqual([
      { need: 'guardrail', region: 'us-east-1', identifier: 'gr-1' },
    ]);
  });
});
