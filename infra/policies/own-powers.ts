import type { OwnRole } from '../own-names.ts';

/**
 * A way in which a role could give somebody more than they have, if whoever holds it wanted to. `question` is asked of the reasoner
 * over the synthesised policies; OURS stands for `policy/ringfence/*` of the account.
 */
export type Widening = {
  /** For a person. */
  means: string;
  actions: readonly string[];
  condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export const ours = 'OURS';
const boundaryIs = (operator: string) => ({ [operator]: { 'iam:PermissionsBoundary': ours } });
const policyIs = (operator: string) => ({ [operator]: { 'iam:PolicyARN': ours } });
const setBoundary = ['iam:PutRolePermissionsBoundary', 'iam:PutUserPermissionsBoundary'];
const takeBoundary = ['iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary'];
const attach = ['iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:AttachGroupPolicy'];
const detach = ['iam:DetachRolePolicy', 'iam:DetachUserPolicy', 'iam:DetachGroupPolicy'];

/** Every way that we know. What none of Ringfence's roles has is listed too: a test asks for it. */
export const widenings = {
  'write-inline': {
    means: 'write an inline policy that grants',
    actions: ['iam:PutRolePolicy', 'iam:PutUserPolicy', 'iam:PutGroupPolicy'],
  },
  'attach-ours': {
    means: 'attach a boundary of Ringfence as a policy, which would grant what it leaves',
    actions: attach,
    condition: policyIs('StringLike'),
  },
  'attach-any': {
    means: 'attach a policy that is not of Ringfence',
    actions: attach,
    condition: policyIs('StringNotLike'),
  },
  'replace-boundary': {
    means: "set a boundary of Ringfence in the place of somebody else's and so lift its limits",
    actions: setBoundary,
    condition: boundaryIs('StringLike'),
  },
  'set-named-boundary': {
    means: 'set a boundary that the owners named in restoreBoundaries',
    actions: setBoundary,
    condition: boundaryIs('StringNotLike'),
  },
  'take-our-boundary': {
    means: 'take a boundary of Ringfence off',
    actions: takeBoundary,
    condition: boundaryIs('StringLike'),
  },
  'take-any-boundary': {
    means: 'take a boundary off that is not of Ringfence',
    actions: takeBoundary,
    condition: boundaryIs('StringNotLike'),
  },
  'delete-inline': {
    means: 'delete an inline policy, which may hold a Deny',
    actions: ['iam:DeleteRolePolicy', 'iam:DeleteUserPolicy', 'iam:DeleteGroupPolicy'],
  },
  'detach-ours': {
    means: 'detach a policy of Ringfence',
    actions: detach,
    condition: policyIs('StringLike'),
  },
  'detach-any': {
    means: 'detach a policy that is not of Ringfence, which may hold a Deny',
    actions: detach,
    condition: policyIs('StringNotLike'),
  },
  'activate-credential': {
    means: 'make a credential active again',
    actions: ['iam:UpdateAccessKey', 'iam:UpdateServiceSpecificCredential', 'iam:UpdateSigningCertificate'],
  },
  'make-credential': {
    means: 'make a credential or a password',
    actions: [
      'iam:CreateAccessKey',
      'iam:CreateServiceSpecificCredential',
      'iam:ResetServiceSpecificCredential',
      'iam:CreateLoginProfile',
      'iam:UpdateLoginProfile',
      'iam:UploadSigningCertificate',
      'iam:UploadSSHPublicKey',
      'iam:DeactivateMFADevice',
    ],
  },
  'change-policy': {
    means: 'change what a policy says that is in use',
    actions: ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'],
  },
  'make-principal': {
    means: 'make a principal, or put one into a group',
    actions: ['iam:CreateRole', 'iam:CreateUser', 'iam:AddUserToGroup', 'iam:CreateServiceLinkedRole'],
  },
  'change-trust': {
    means: 'change who may become a role',
    actions: [
      'iam:UpdateAssumeRolePolicy',
      'iam:CreateSAMLProvider',
      'iam:UpdateSAMLProvider',
      'iam:CreateOpenIDConnectProvider',
      'iam:UpdateOpenIDConnectProviderThumbprint',
      'iam:AddClientIDToOpenIDConnectProvider',
    ],
  },
  'pass-role': {
    means: 'give a role to a service',
    actions: ['iam:PassRole', 'iam:AddRoleToInstanceProfile'],
  },
  'tag-principal': {
    means: 'tag a principal that policies let in by its tags',
    actions: ['iam:TagRole', 'iam:TagUser', 'iam:UntagRole', 'iam:UntagUser'],
  },
  'lift-organisation': {
    means: 'take an organisation policy off',
    actions: [
      'organizations:DetachPolicy',
      'organizations:DeletePolicy',
      'organizations:UpdatePolicy',
      'organizations:DisablePolicyType',
      'organizations:LeaveOrganization',
    ],
  },
} as const satisfies Readonly<Record<string, Widening>>;
export type WideningName = keyof typeof widenings;

/** What each role may change in IAM, what it could widen with that, and what keeps it from doing so. */
export type OwnPower = {
  /** Calls that change IAM. At most eight, none on every resource. */
  may: readonly string[];
  couldWiden: readonly WideningName[];
  heldBy: string;
};

/** IAM has one call for both directions. */
const setStatus = {
  may: ['iam:UpdateAccessKey', 'iam:UpdateServiceSpecificCredential'],
  couldWiden: ['activate-credential'],
} as const satisfies Omit<OwnPower, 'heldBy'>;

/** The most that a role of Ringfence may do, with every optional part. A role that is not named changes nothing in IAM. */
export const ownPowers: Partial<Readonly<Record<OwnRole, OwnPower>>> = {
  containBoundary: {
    may: ['iam:CreatePolicy', ...setBoundary],
    couldWiden: ['replace-boundary'],
    heldBy:
      'No condition key sees the boundary that is there. The saga reads it right before the write and refuses where it is not what the plan says; a boundary of somebody else that went away is an alarm.',
  },
  writeInline: {
    may: ['iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:PutRolePolicy', 'iam:PutUserPolicy'],
    couldWiden: ['write-inline', 'attach-ours'],
    heldBy:
      'Only the function contain-inline can become it. That one sends documents of Deny statements alone, named by their hash, reads a policy before it attaches it, and asks the kill switch itself. With beside-boundaries IAM caps it by the boundary that is there.',
  },
  deactivateKeys: {
    ...setStatus,
    heldBy:
      'No condition key sees the new status. Only the function contain-keys can become it, and that one has no request that makes a credential active.',
  },
  undoBoundary: {
    may: ['iam:DeletePolicy', ...takeBoundary, ...setBoundary],
    couldWiden: ['replace-boundary', 'set-named-boundary', 'take-our-boundary'],
    heldBy:
      'Undo restores what a containment recorded, or refuses by name; after a day a second person approves. Without a person it puts back only a boundary named in restoreBoundaries that was written over: by a containment, while every question answers no with it; by an undo, where it lets nothing more through than what stands there. Only the function undo can become it.',
  },
  undoInline: {
    may: ['iam:DeleteRolePolicy', 'iam:DeleteUserPolicy', 'iam:DetachRolePolicy', 'iam:DetachUserPolicy'],
    couldWiden: ['delete-inline', 'detach-ours'],
    heldBy:
      'The name of an inline policy is no condition key. The adapter deletes policies of the names alone that Ringfence gives. Only the function undo can become it.',
  },
  undoKeys: {
    ...setStatus,
    heldBy:
      'Undo makes a credential active only where the same containment made it inactive and it still is. Only the function undo can become it.',
  },
};
