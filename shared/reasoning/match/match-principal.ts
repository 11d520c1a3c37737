import type { CompiledStatement } from '../compile-policy.ts';
import type { PrincipalEntry } from '../policy/policy.ts';
import type { Principal } from '../principal.ts';
import type { Width } from './width.ts';

/**
 * How a statement of a resource policy names the principal, strongest first.
 * `direct`: the user, the session, or everybody; not limited by an implicit deny of boundary or session policy.
 * `role`: the role ARN; limited by an implicit deny of boundary and session policy.
 * `account`: the account or its root; it only lets the account's own policies decide.
 * (AWS: "Policy evaluation logic", "Permissions boundaries for IAM entities".)
 */
export type NamedAs = 'direct' | 'role' | 'account';

const entryNames = (entry: PrincipalEntry, principal: Principal, width: Width): NamedAs | undefined => {
  if (entry.type === 'any') return 'direct';
  if (entry.type === 'Service') {
    return principal.kind === 'service' && entry.value.toLowerCase() === principal.arn.toLowerCase()
      ? 'direct'
      : undefined;
  }
  if (principal.kind === 'identity-provider') {
    return entry.type === 'Federated' && entry.value.toLowerCase() === principal.arn.toLowerCase()
      ? 'direct'
      : undefined;
  }
  // A canonical user names an account of S3; a provider names no principal of IAM until it has a session.
  if (entry.type !== 'AWS' || principal.kind === 'service') return undefined;
  const { value } = entry;
  if (value === principal.accountId || isRootOf(value, principal.accountId)) return 'account';
  if (value === principal.arn || value === principal.principalArn || value === principal.uniqueId) {
    return value === principal.principalArn && isRoleKind(principal) ? 'role' : 'direct';
  }
  // A role may take a session of any name, so a session of it may be meant or not.
  if (width === 'wide' && isRoleKind(principal) && principal.kind !== 'role-session' && isSessionOf(value, principal)) {
    return 'direct';
  }
  return undefined;
};

const isRoleKind = (principal: Principal): boolean =>
  principal.kind === 'role' || principal.kind === 'role-session' || principal.kind === 'service-linked-role';

const isRootOf = (value: string, accountId: string): boolean => {
  const fields = value.split(':');
  return fields.length === 6 && fields[2] === 'iam' && fields[4] === accountId && fields[5] === 'root';
};

const isSessionOf = (value: string, principal: Principal): boolean => {
  const fields = value.split(':');
  const role = principal.principalArn.split('/').at(-1) ?? '';
  return (
    fields[2] === 'sts' && fields[4] === principal.accountId && (fields[5] ?? '').startsWith(`assumed-role/${role}/`)
  );
};

const order: readonly NamedAs[] = ['direct', 'role', 'account'];

/** How an Allow names the principal; `undefined`: not at all. A statement without Principal names everybody it is attached to. */
export const allowNames = (statement: CompiledStatement, principal: Principal, width: Width): NamedAs | undefined => {
  const { principals } = statement;
  if (principals === undefined) return undefined;
  const forms = principals.entries.map((entry) => entryNames(entry, principal, width));
  if (!principals.negated) return order.find((form) => forms.includes(form));
  return forms.every((form) => form === undefined) ? 'direct' : undefined;
};

/**
 * Whether a Deny names the principal. `NotPrincipal` with Deny always hits a principal that has a boundary, even one that
 * is listed (AWS: "AWS JSON policy elements: NotPrincipal"). Without boundary, being spared takes the principal and its
 * account on the list; the narrow reading asks for the principal alone.
 */
export const denyNames = (statement: CompiledStatement, principal: Principal, width: Width): boolean => {
  const { principals } = statement;
  if (principals === undefined) return true;
  const forms = principals.entries.map((entry) => entryNames(entry, principal, principals.negated ? 'narrow' : width));
  if (!principals.negated) return forms.some((form) => form !== undefined);
  if (principal.boundary.present) return true;
  const named = forms.some((form) => form === 'direct' || form === 'role');
  if (principal.kind === 'root') return !forms.includes('account');
  const spared = width === 'narrow' ? named : named && (forms.includes('account') || listsAny(principals.entries));
  return !spared;
};

const listsAny = (entries: readonly PrincipalEntry[]): boolean => entries.some((entry) => entry.type === 'any');
