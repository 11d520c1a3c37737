import type { Change, Touched } from '../../../change/change.ts';
import type { ContainmentInForce } from '../../check.ts';

export type Undoing = { undone: 'no' } | { undone: 'cannot-tell' } | { undone: 'yes'; what: string };

const no: Undoing = { undone: 'no' };

/**
 * Whether a change takes a containment away or can weaken it. A boundary that is set to the very policy of the containment
 * takes nothing; a new version of that policy does, whatever it says, since Ringfence never adds one.
 */
export const undoes = (change: Change, containment: ContainmentInForce): Undoing => {
  // A containment by inline policy stands or falls with that policy; one by boundary or managed policy does not.
  const isInline = containment.policyArn.startsWith('inline:');
  switch (change.eventName) {
    case 'DeleteRolePermissionsBoundary':
    case 'DeleteUserPermissionsBoundary':
      return isInline ? no : ofSubject(change, containment, 'the permissions boundary was removed');
    case 'PutRolePermissionsBoundary':
    case 'PutUserPermissionsBoundary':
      return isInline ? no : ofSubject(change, containment, replacedBoundary(change, containment));
    case 'DetachRolePolicy':
    case 'DetachUserPolicy': {
      const isOurs = textOf(change, 'policyArn') === containment.policyArn;
      return isInline ? no : ofSubject(change, containment, isOurs ? 'the policy was detached' : undefined);
    }
    case 'DeleteRolePolicy':
    case 'DeleteUserPolicy':
      return isInline ? ofSubject(change, containment, inlineText(change, containment, 'deleted')) : no;
    case 'PutRolePolicy':
    case 'PutUserPolicy':
      return isInline ? ofSubject(change, containment, inlineText(change, containment, 'replaced')) : no;
    case 'CreatePolicyVersion':
    case 'SetDefaultPolicyVersion':
    case 'DeletePolicyVersion':
    case 'DeletePolicy':
      return ofPolicy(change, containment);
    default:
      return no;
  }
};

const replacedBoundary = (change: Change, { policyArn }: ContainmentInForce): string | undefined => {
  const next = textOf(change, 'permissionsBoundary');
  return next === policyArn ? undefined : `the permissions boundary became ${next ?? 'another policy'}`;
};

/** @param what what was done to the subject; `undefined`: nothing that takes the containment away. */
const ofSubject = (change: Change, containment: ContainmentInForce, what: string | undefined): Undoing => {
  const principals = change.touches.filter(({ kind }) => kind === 'role' || kind === 'user');
  if (principals.length === 0) return change.body === 'omitted' ? { undone: 'cannot-tell' } : no;
  if (what === undefined || !principals.some((touched) => isSubject(touched, containment))) return no;
  return { undone: 'yes', what };
};

const ofPolicy = (change: Change, { policyArn }: ContainmentInForce): Undoing => {
  const policies = change.touches.filter((touched) => touched.kind === 'managed-policy');
  if (policies.length === 0) return change.body === 'omitted' ? { undone: 'cannot-tell' } : no;
  return policies.some(({ arn }) => arn === policyArn)
    ? { undone: 'yes', what: `${change.eventName} on the policy of the containment` }
    : no;
};

const isSubject = (touched: Touched, { subject }: ContainmentInForce): boolean => {
  if (touched.kind !== subject.kind || (touched.kind !== 'role' && touched.kind !== 'user')) return false;
  if (touched.principalId !== undefined) return touched.principalId === subject.uniqueId;
  if (touched.arn !== undefined) return touched.arn === subject.arn;
  // IAM compares names without letter case; a record never carries the path.
  return touched.name.toLowerCase() === subject.arn.split('/').at(-1)?.toLowerCase();
};

const inlineText = (
  change: Change,
  { policyArn }: ContainmentInForce,
  done: 'deleted' | 'replaced',
): string | undefined => {
  const name = textOf(change, 'policyName');
  return `inline:${name ?? ''}` === policyArn ? `inline policy ${name ?? ''} was ${done}` : undefined;
};

const textOf = ({ parameters }: Change, field: string): string | undefined => {
  const value = parameters[field];
  return typeof value === 'string' ? value : undefined;
};
