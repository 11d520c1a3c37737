import { absent, known, outOfScope } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { attach, deleteInline, detach, hasEntries, putInline, sizeLimits } from './iam-documents.ts';
import { IamError } from './iam-error.ts';
import {
  changeableOf,
  groupOf,
  keep,
  nameOf,
  newUniqueId,
  policyOf,
  type IamAccount,
  type Kind,
} from './iam-lookup.ts';
import { documentText, optionalText, tagsOf, text, type IamParameters } from './iam-parameters.ts';
import { keyOfPrincipal } from './iam-store.ts';

/** Changes the account; what it returns is CloudTrail's `responseElements`. */
export type Operation = (account: IamAccount, parameters: IamParameters) => unknown;

const create =
  (kind: Kind): Operation =>
  (account, parameters) => {
    const name = nameOf(kind, parameters);
    if (account.store.principals.leader(keyOfPrincipal({ kind, name })) !== undefined) {
      throw new IamError('EntityAlreadyExistsException', `${kind} with name ${name} already exists.`);
    }
    const path = optionalText(parameters, 'path') ?? '/';
    const boundary = optionalText(parameters, 'permissionsBoundary');
    if (boundary !== undefined) policyOf(account, boundary);
    const isRole = kind === 'role';
    const facts: PrincipalFacts = {
      kind,
      name,
      path,
      arn: `arn:${account.partition}:iam::${account.accountId}:${kind}${path}${name}`,
      uniqueId: newUniqueId(account, isRole ? 'AROA' : 'AIDA'),
      accountId: account.accountId,
      createdAt: account.clock.now(),
      inlinePolicies: known([]),
      attachedPolicies: absent,
      groups: absent,
      permissionsBoundary: absent,
      trustPolicy: isRole
        ? known({ name: 'trust policy', text: documentText(parameters, 'assumeRolePolicyDocument') })
        : absent,
      tags: known(tagsOf(parameters)),
      accessKeys: isRole ? absent : known([]),
      serviceCredentials: isRole ? absent : known([]),
      serviceControlPolicies: outOfScope,
      resourceControlPolicies: outOfScope,
      resourcePolicies: outOfScope,
      inManagementAccount: outOfScope,
      organisation: outOfScope,
      lastUsedAt: absent,
      ...(isRole ? maxSessionOf({ maxSessionDuration: 3600, ...parameters }) : {}),
    };
    keep(account, {
      facts,
      attached: known([]),
      boundary: boundary === undefined ? absent : known(boundary),
      groups: isRole ? absent : known([]),
    });
    return {
      [kind]: {
        path,
        [`${kind}Name`]: name,
        [`${kind}Id`]: facts.uniqueId,
        arn: facts.arn,
        createDate: facts.createdAt,
      },
    };
  };

/** A policy that is attached, a key or a group keeps the principal (IAM API Reference, "DeleteRole", "DeleteUser"). */
const remove =
  (kind: Kind): Operation =>
  (account, parameters) => {
    const { facts, attached, groups } = changeableOf(account, kind, parameters);
    const kept = [
      ['inline policies', facts.inlinePolicies],
      ['attached policies', attached],
      ['groups', groups],
      ['access keys', facts.accessKeys],
    ] as const;
    for (const [what, list] of kept) {
      if (hasEntries(list))
        throw new IamError('DeleteConflictException', `Cannot delete entity, must remove ${what} first.`);
    }
    account.store.principals.write(keyOfPrincipal(facts), undefined);
    return null;
  };

const putPolicy =
  (kind: Kind): Operation =>
  (account, parameters) => {
    const stored = changeableOf(account, kind, parameters);
    const holder = { limit: sizeLimits[kind], what: `${kind} ${stored.facts.name}` };
    const inlinePolicies = putInline(
      stored.facts.inlinePolicies,
      text(parameters, 'policyName'),
      documentText(parameters, 'policyDocument'),
      holder,
    );
    return keep(account, { ...stored, facts: { ...stored.facts, inlinePolicies } });
  };

const deletePolicy =
  (kind: Kind): Operation =>
  (account, parameters) => {
    const stored = changeableOf(account, kind, parameters);
    const inlinePolicies = deleteInline(stored.facts.inlinePolicies, text(parameters, 'policyName'));
    return keep(account, { ...stored, facts: { ...stored.facts, inlinePolicies } });
  };

const attachPolicy =
  (kind: Kind): Operation =>
  (account, parameters) => {
    const stored = changeableOf(account, kind, parameters);
    const { arn } = policyOf(account, text(parameters, 'policyArn'));
    return keep(account, { ...stored, attached: attach(stored.attached, arn) });
  };

const detachPolicy =
  (kind: Kind): Operation =>
  (account, parameters) => {
    const stored = changeableOf(account, kind, parameters);
    return keep(account, { ...stored, attached: detach(stored.attached, text(parameters, 'policyArn')) });
  };

const putBoundary =
  (kind: Kind): Operation =>
  (account, parameters) => {
    const stored = changeableOf(account, kind, parameters);
    const { arn } = policyOf(account, text(parameters, 'permissionsBoundary'));
    return keep(account, { ...stored, boundary: known(arn) });
  };

const deleteBoundary =
  (kind: Kind): Operation =>
  (account, parameters) => {
    const stored = changeableOf(account, kind, parameters);
    if (stored.boundary.state !== 'known') {
      throw new IamError(
        'NoSuchEntityException',
        `${stored.facts.name} does not have a permissions boundary attached.`,
      );
    }
    return keep(account, { ...stored, boundary: absent });
  };

const tag =
  (kind: Kind): Operation =>
  (account, parameters) => {
    const stored = changeableOf(account, kind, parameters);
    const before = stored.facts.tags.state === 'known' ? stored.facts.tags.value : {};
    return keep(account, { ...stored, facts: { ...stored.facts, tags: known({ ...before, ...tagsOf(parameters) }) } });
  };

const updateTrust: Operation = (account, parameters) => {
  const stored = changeableOf(account, 'role', parameters);
  const trustPolicy = known({ name: 'trust policy', text: documentText(parameters, 'policyDocument') });
  return keep(account, { ...stored, facts: { ...stored.facts, trustPolicy } });
};

/** Seconds; CloudTrail keeps the number, command lines that write records by hand a text. */
const maxSessionOf = (parameters: IamParameters): Pick<PrincipalFacts, 'maxSessionSeconds'> => {
  const seconds = Number(parameters['maxSessionDuration'] ?? Number.NaN);
  return Number.isInteger(seconds) ? { maxSessionSeconds: known(seconds) } : {};
};

/** The description of a role is not kept: nobody judges it. */
const updateRole: Operation = (account, parameters) => {
  const stored = changeableOf(account, 'role', parameters);
  return keep(account, { ...stored, facts: { ...stored.facts, ...maxSessionOf(parameters) } });
};

const addToGroup: Operation = (account, parameters) => {
  const stored = changeableOf(account, 'user', parameters);
  const { name } = groupOf(account, parameters);
  const groups = stored.groups.state === 'known' ? stored.groups.value : [];
  return keep(account, { ...stored, groups: known(groups.includes(name) ? groups : [...groups, name]) });
};

const removeFromGroup: Operation = (account, parameters) => {
  const stored = changeableOf(account, 'user', parameters);
  const { name } = groupOf(account, parameters);
  const groups = stored.groups.state === 'known' ? stored.groups.value : [];
  if (!groups.includes(name)) throw new IamError('NoSuchEntityException', `${stored.facts.name} is not in ${name}.`);
  return keep(account, { ...stored, groups: known(groups.filter((each) => each !== name)) });
};

export const principalOperations: Readonly<Record<string, Operation>> = {
  CreateRole: create('role'),
  CreateUser: create('user'),
  DeleteRole: remove('role'),
  DeleteUser: remove('user'),
  PutRolePolicy: putPolicy('role'),
  PutUserPolicy: putPolicy('user'),
  DeleteRolePolicy: deletePolicy('role'),
  DeleteUserPolicy: deletePolicy('user'),
  AttachRolePolicy: attachPolicy('role'),
  AttachUserPolicy: attachPolicy('user'),
  DetachRolePolicy: detachPolicy('role'),
  DetachUserPolicy: detachPolicy('user'),
  PutRolePermissionsBoundary: putBoundary('role'),
  PutUserPermissionsBoundary: putBoundary('user'),
  DeleteRolePermissionsBoundary: deleteBoundary('role'),
  DeleteUserPermissionsBoundary: deleteBoundary('user'),
  TagRole: tag('role'),
  TagUser: tag('user'),
  UpdateAssumeRolePolicy: updateTrust,
  UpdateRole: updateRole,
  AddUserToGroup: addToGroup,
  RemoveUserFromGroup: removeFromGroup,
};
