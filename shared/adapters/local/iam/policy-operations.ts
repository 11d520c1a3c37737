import { known } from '../../../facts/known.ts';
import { attach, deleteInline, detach, hasEntries, putInline, refuseSize, sizeLimits } from './iam-documents.ts';
import { IamError } from './iam-error.ts';
import { groupOf, policyOf, principalOf, usesOf, type IamAccount } from './iam-lookup.ts';
import { documentText, optionalText, text, type IamParameters } from './iam-parameters.ts';
import { keyOfName, type StoredPolicy } from './iam-store.ts';
import type { Operation } from './principal-operations.ts';

const versionLimit = 5;

const createPolicy: Operation = (account, parameters) => {
  const policyName = text(parameters, 'policyName');
  const path = optionalText(parameters, 'path') ?? '/';
  const arn = `arn:${account.partition}:iam::${account.accountId}:policy${path}${policyName}`;
  // Names are unique in an account whatever the path is.
  const taken = account.store.policies
    .leaders()
    .some(
      (policy) => policy.arn.split(':')[4] === account.accountId && nameOfPolicy(policy) === policyName.toLowerCase(),
    );
  if (taken) throw new IamError('EntityAlreadyExistsException', `A policy called ${policyName} already exists.`);
  const document = documentText(parameters, 'policyDocument');
  refuseSize(document, sizeLimits.managed, `policy ${policyName}`);
  account.store.policies.write(arn, {
    arn,
    description: optionalText(parameters, 'description') ?? '',
    versions: [{ name: arn, arn, versionId: 'v1', text: document }],
    defaultVersionId: 'v1',
    lastVersion: 1,
  });
  return {
    policy: { policyName, arn, path, defaultVersionId: 'v1', attachmentCount: 0, createDate: account.clock.now() },
  };
};

const nameOfPolicy = (policy: StoredPolicy): string | undefined => policy.arn.split('/').at(-1)?.toLowerCase();

/** A policy of AWS cannot be changed by an account. */
const ownPolicy = (account: IamAccount, parameters: IamParameters): StoredPolicy => {
  const policy = policyOf(account, text(parameters, 'policyArn'));
  if (policy.arn.split(':')[4] !== account.accountId) {
    throw new IamError('AccessDenied', `Policy ${policy.arn} is outside your own account.`);
  }
  return policy;
};

const deletePolicy: Operation = (account, parameters) => {
  const policy = ownPolicy(account, parameters);
  if (usesOf(account, policy.arn) > 0) {
    throw new IamError('DeleteConflictException', 'Cannot delete a policy attached to entities.');
  }
  if (policy.versions.length > 1) {
    throw new IamError('DeleteConflictException', 'This policy has more than one version. Delete the others first.');
  }
  account.store.policies.write(policy.arn, undefined);
  return null;
};

const createVersion: Operation = (account, parameters) => {
  const policy = ownPolicy(account, parameters);
  if (policy.versions.length >= versionLimit) {
    throw new IamError('LimitExceededException', `A managed policy can have up to ${versionLimit} versions.`);
  }
  const document = documentText(parameters, 'policyDocument');
  refuseSize(document, sizeLimits.managed, `policy ${policy.arn}`);
  const versionId = `v${policy.lastVersion + 1}`;
  const isDefault = parameters['setAsDefault'] === true;
  account.store.policies.write(policy.arn, {
    ...policy,
    versions: [...policy.versions, { name: policy.arn, arn: policy.arn, versionId, text: document }],
    lastVersion: policy.lastVersion + 1,
    ...(isDefault ? { defaultVersionId: versionId } : {}),
  });
  return { policyVersion: { versionId, isDefaultVersion: isDefault, createDate: account.clock.now() } };
};

const versionOf = (policy: StoredPolicy, versionId: string): string => {
  if (policy.versions.some((version) => version.versionId === versionId)) return versionId;
  throw new IamError('NoSuchEntityException', `Policy ${policy.arn} version ${versionId} does not exist.`);
};

const setDefault: Operation = (account, parameters) => {
  const policy = ownPolicy(account, parameters);
  const defaultVersionId = versionOf(policy, text(parameters, 'versionId'));
  account.store.policies.write(policy.arn, { ...policy, defaultVersionId });
  return null;
};

const deleteVersion: Operation = (account, parameters) => {
  const policy = ownPolicy(account, parameters);
  const versionId = versionOf(policy, text(parameters, 'versionId'));
  if (versionId === policy.defaultVersionId) {
    throw new IamError('DeleteConflictException', 'Cannot delete the default version of a policy.');
  }
  account.store.policies.write(policy.arn, {
    ...policy,
    versions: policy.versions.filter((version) => version.versionId !== versionId),
  });
  return null;
};

const createGroup: Operation = (account, parameters) => {
  const name = text(parameters, 'groupName');
  const path = optionalText(parameters, 'path') ?? '/';
  if (account.store.groups.leader(keyOfName(name)) !== undefined) {
    throw new IamError('EntityAlreadyExistsException', `Group with name ${name} already exists.`);
  }
  const arn = `arn:${account.partition}:iam::${account.accountId}:group${path}${name}`;
  account.store.groups.write(keyOfName(name), { name, arn, inline: known([]), attached: known([]) });
  return { group: { groupName: name, arn, path, createDate: account.clock.now() } };
};

const deleteGroup: Operation = (account, parameters) => {
  const group = groupOf(account, parameters);
  const members = account.store.principals
    .leaders()
    .some(({ groups }) => groups.state === 'known' && groups.value.includes(group.name));
  if (members || hasEntries(group.inline) || hasEntries(group.attached)) {
    throw new IamError('DeleteConflictException', 'Cannot delete entity, must remove its members and policies first.');
  }
  account.store.groups.write(keyOfName(group.name), undefined);
  return null;
};

const putGroupPolicy: Operation = (account, parameters) => {
  const group = groupOf(account, parameters);
  const document = documentText(parameters, 'policyDocument');
  const holder = { limit: sizeLimits.group, what: `group ${group.name}` };
  const inline = putInline(group.inline, text(parameters, 'policyName'), document, holder);
  account.store.groups.write(keyOfName(group.name), { ...group, inline });
  return null;
};

const deleteGroupPolicy: Operation = (account, parameters) => {
  const group = groupOf(account, parameters);
  const inline = deleteInline(group.inline, text(parameters, 'policyName'));
  account.store.groups.write(keyOfName(group.name), { ...group, inline });
  return null;
};

const attachGroupPolicy: Operation = (account, parameters) => {
  const group = groupOf(account, parameters);
  const { arn } = policyOf(account, text(parameters, 'policyArn'));
  account.store.groups.write(keyOfName(group.name), { ...group, attached: attach(group.attached, arn) });
  return null;
};

const detachGroupPolicy: Operation = (account, parameters) => {
  const group = groupOf(account, parameters);
  const attached = detach(group.attached, text(parameters, 'policyArn'));
  account.store.groups.write(keyOfName(group.name), { ...group, attached });
  return null;
};

const createInstanceProfile: Operation = (account, parameters) => {
  const name = text(parameters, 'instanceProfileName');
  if (account.store.profiles.leader(keyOfName(name)) !== undefined) {
    throw new IamError('EntityAlreadyExistsException', `Instance Profile ${name} already exists.`);
  }
  account.store.profiles.write(keyOfName(name), { name, roles: [] });
  return { instanceProfile: { instanceProfileName: name } };
};

const addRoleToInstanceProfile: Operation = (account, parameters) => {
  const name = text(parameters, 'instanceProfileName');
  const profile = account.store.profiles.leader(keyOfName(name));
  if (profile === undefined) throw new IamError('NoSuchEntityException', `Instance Profile ${name} cannot be found.`);
  if (profile.roles.length > 0) {
    throw new IamError('LimitExceededException', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
  }
  const { facts } = principalOf(account, 'role', parameters);
  account.store.profiles.write(keyOfName(name), { name, roles: [facts.name] });
  return null;
};

export const policyOperations: Readonly<Record<string, Operation>> = {
  CreatePolicy: createPolicy,
  DeletePolicy: deletePolicy,
  CreatePolicyVersion: createVersion,
  SetDefaultPolicyVersion: setDefault,
  DeletePolicyVersion: deleteVersion,
  CreateGroup: createGroup,
  DeleteGroup: deleteGroup,
  PutGroupPolicy: putGroupPolicy,
  DeleteGroupPolicy: deleteGroupPolicy,
  AttachGroupPolicy: attachGroupPolicy,
  DetachGroupPolicy: detachGroupPolicy,
  CreateInstanceProfile: createInstanceProfile,
  AddRoleToInstanceProfile: addRoleToInstanceProfile,
};
