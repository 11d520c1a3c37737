import { textAt } from '../json-object.ts';
import { asked } from './document-readers.ts';
import { all, type EventReading, type EventReadings, reading, type TouchReader } from './record-body.ts';
import { resource } from './resource-readers.ts';

/** The account that the record speaks of. */
const thisAccount: TouchReader = ({ accountId }) => [{ kind: 'account', accountId }];

/** A member account by number; every other target (a root, a unit) reaches accounts that the record does not list. */
const accountAt =
  (path: string): TouchReader =>
  ({ parameters, accountId }) => {
    const target = textAt(parameters, path);
    return [{ kind: 'account', accountId: target !== undefined && /^\d{12}$/.test(target) ? target : accountId }];
  };

const unitAt =
  (path: string): TouchReader =>
  ({ parameters }) => {
    const target = textAt(parameters, path);
    return target !== undefined && /^(?:r|ou)-/.test(target)
      ? [{ kind: 'resource', type: 'AWS::Organizations::OrganizationalUnit', identifier: target }]
      : [];
  };

/** An account-wide change is read from the account's state: it has its meaning without the parameters too. */
const policy = resource('AWS::Organizations::Policy', ['policyId'], ['policy.policySummary.id']);
const attachment = reading(all(policy, accountAt('targetId'), unitAt('targetId')));
const policyType = reading(all(thisAccount, unitAt('rootId')));

/** Recorded in the management account; a policy reaches every account below its target. */
export const organisations: EventReadings = {
  AttachPolicy: attachment,
  DetachPolicy: attachment,
  CreatePolicy: reading(all(policy, thisAccount), asked('organisation-policy', 'content', 'name')),
  UpdatePolicy: reading(all(policy, thisAccount), asked('organisation-policy', 'content', 'policyId')),
  DeletePolicy: reading(all(policy, thisAccount)),
  EnablePolicyType: policyType,
  DisablePolicyType: policyType,
  MoveAccount: reading(all(accountAt('accountId'), unitAt('sourceParentId'), unitAt('destinationParentId'))),
  LeaveOrganization: { touches: thisAccount, parameters: 'never' },
  PutResourcePolicy: reading(thisAccount, asked('resource-policy', 'content')),
  DeleteResourcePolicy: { touches: thisAccount, parameters: 'never' },
};

const permissionSet = resource('AWS::SSO::PermissionSet', ['permissionSetArn']);
const ofPermissionSet: EventReading = reading(all(permissionSet, thisAccount));
const assignment: EventReading = reading(all(permissionSet, accountAt('targetId')));

/** A permission set becomes a role AWSReservedSSO_… in each account it is assigned to: those roles are read anew. */
export const identityCenter: EventReadings = {
  PutInlinePolicyToPermissionSet: reading(
    all(permissionSet, thisAccount),
    asked('identity-policy', 'inlinePolicy', 'permissionSetArn'),
  ),
  DeleteInlinePolicyFromPermissionSet: ofPermissionSet,
  AttachManagedPolicyToPermissionSet: ofPermissionSet,
  DetachManagedPolicyFromPermissionSet: ofPermissionSet,
  AttachCustomerManagedPolicyReferenceToPermissionSet: ofPermissionSet,
  DetachCustomerManagedPolicyReferenceFromPermissionSet: ofPermissionSet,
  PutPermissionsBoundaryToPermissionSet: ofPermissionSet,
  DeletePermissionsBoundaryFromPermissionSet: ofPermissionSet,
  ProvisionPermissionSet: assignment,
  CreateAccountAssignment: assignment,
  DeleteAccountAssignment: assignment,
};
