import { answered, asked, eitherDocument } from './document-readers.ts';
import { group, instanceProfile, managedPolicy, renamed, role, user, userOrCaller } from './iam-readers.ts';
import { all, type EventReading, type EventReadings, reading, type TouchReader } from './record-body.ts';
import { resource } from './resource-readers.ts';

const samlProvider = resource('AWS::IAM::SAMLProvider', ['sAMLProviderArn'], ['sAMLProviderArn']);
const oidcProvider = resource('AWS::IAM::OIDCProvider', ['openIDConnectProviderArn'], ['openIDConnectProviderArn']);
const mfaDevice = resource('AWS::IAM::VirtualMFADevice', ['serialNumber'], ['virtualMFADevice.serialNumber']);

const inline = (subject: TouchReader): EventReading =>
  reading(subject, asked('identity-policy', 'policyDocument', 'policyName'));

/** Calls that are for the caller when they name no user. */
const credential = (answeredAt: string): EventReading => ({
  touches: userOrCaller(answeredAt),
  parameters: 'sometimes',
});

/**
 * Attaching a managed policy or a boundary changes the principal, not the policy: the policy is named in the
 * parameters, and not touched. A changed policy touches everybody who has it.
 */
export const iam: EventReadings = {
  CreateRole: reading(
    role,
    eitherDocument(
      asked('trust-policy', 'assumeRolePolicyDocument'),
      answered('trust-policy', 'role.assumeRolePolicyDocument'),
    ),
  ),
  /** Asks with aWSServiceName and names no role: the role is in the answer. */
  CreateServiceLinkedRole: reading(role, answered('trust-policy', 'role.assumeRolePolicyDocument')),
  UpdateRole: reading(role),
  DeleteRole: reading(role),
  UpdateAssumeRolePolicy: reading(role, asked('trust-policy', 'policyDocument')),
  PutRolePolicy: inline(role),
  DeleteRolePolicy: reading(role),
  AttachRolePolicy: reading(role),
  DetachRolePolicy: reading(role),
  PutRolePermissionsBoundary: reading(role),
  DeleteRolePermissionsBoundary: reading(role),
  TagRole: reading(role),
  UntagRole: reading(role),

  CreateUser: reading(user),
  UpdateUser: reading(all(user, renamed('user', 'newUserName'))),
  DeleteUser: reading(user),
  PutUserPolicy: inline(user),
  DeleteUserPolicy: reading(user),
  AttachUserPolicy: reading(user),
  DetachUserPolicy: reading(user),
  PutUserPermissionsBoundary: reading(user),
  DeleteUserPermissionsBoundary: reading(user),
  TagUser: reading(user),
  UntagUser: reading(user),
  /** Joining or leaving changes the user: the group and its other members stay as they are. */
  AddUserToGroup: reading(user),
  RemoveUserFromGroup: reading(user),

  CreateGroup: reading(group),
  UpdateGroup: reading(all(group, renamed('group', 'newGroupName'))),
  DeleteGroup: reading(group),
  PutGroupPolicy: inline(group),
  DeleteGroupPolicy: reading(group),
  AttachGroupPolicy: reading(group),
  DetachGroupPolicy: reading(group),

  CreatePolicy: reading(managedPolicy, asked('managed-policy', 'policyDocument', 'policyName')),
  CreatePolicyVersion: reading(managedPolicy, asked('managed-policy', 'policyDocument', 'policyArn')),
  SetDefaultPolicyVersion: reading(managedPolicy),
  DeletePolicyVersion: reading(managedPolicy),
  DeletePolicy: reading(managedPolicy),
  TagPolicy: reading(managedPolicy),
  UntagPolicy: reading(managedPolicy),

  AddRoleToInstanceProfile: reading(all(role, instanceProfile)),
  RemoveRoleFromInstanceProfile: reading(all(role, instanceProfile)),

  CreateAccessKey: credential('accessKey.userName'),
  UpdateAccessKey: credential('accessKey.userName'),
  DeleteAccessKey: credential('accessKey.userName'),
  CreateLoginProfile: credential('loginProfile.userName'),
  UpdateLoginProfile: credential('loginProfile.userName'),
  DeleteLoginProfile: credential('loginProfile.userName'),
  CreateServiceSpecificCredential: credential('serviceSpecificCredential.userName'),
  ResetServiceSpecificCredential: credential('serviceSpecificCredential.userName'),
  UpdateServiceSpecificCredential: credential('serviceSpecificCredential.userName'),
  DeleteServiceSpecificCredential: credential('serviceSpecificCredential.userName'),
  EnableMFADevice: credential('user.userName'),
  DeactivateMFADevice: credential('user.userName'),
  DeleteVirtualMFADevice: reading(mfaDevice),

  CreateSAMLProvider: reading(samlProvider),
  UpdateSAMLProvider: reading(samlProvider),
  DeleteSAMLProvider: reading(samlProvider),
  CreateOpenIDConnectProvider: reading(oidcProvider),
  UpdateOpenIDConnectProviderThumbprint: reading(oidcProvider),
  AddClientIDToOpenIDConnectProvider: reading(oidcProvider),
  RemoveClientIDFromOpenIDConnectProvider: reading(oidcProvider),
  DeleteOpenIDConnectProvider: reading(oidcProvider),
};
