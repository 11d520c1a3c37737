import type { Change, Touched } from '../change/change.ts';
import type { PrincipalRef } from './principal-ref.ts';

/** One thing to read because of a change. The verdict is computed from what is read, never from the event alone. */
export type Need =
  | { need: 'principal'; ref: PrincipalRef }
  | { need: 'members-of-group'; group: string }
  /** Attached to it, member of a group that has it, or bounded by it. */
  | { need: 'reached-by-policy'; policyArn: string }
  | { need: 'roles-of-instance-profile'; name: string }
  | { need: 'guardrail'; region: string; identifier: string; version?: string }
  | { need: 'invocation-logging'; region: string }
  /** The record says that something changed and not what: everything is looked at again, and a person is told. */
  | { need: 'whole-account'; accountId: string; because: string };

/**
 * From a change to what it can affect.
 *
 * A managed policy named beside a principal is what was attached or set as its boundary: only that principal changes.
 * A group named beside a user is a membership: only that user changes. Named alone, a policy or group reaches everybody
 * who has it (IAM User Guide, "Policies and permissions in IAM").
 */
export const needsOfChange = (change: Change): readonly Need[] => {
  const principals = change.touches.filter((t) => t.kind === 'role' || t.kind === 'user');
  const groups = change.touches.filter((t) => t.kind === 'group');
  const namesWhoChanged = principals.length > 0 || groups.length > 0;
  const needs: Need[] = [];
  for (const touched of change.touches) {
    if (touched.kind === 'group' && principals.length > 0) continue;
    if (touched.kind === 'managed-policy' && namesWhoChanged) continue;
    if (touched.kind === 'instance-profile' && principals.length > 0) continue;
    const need = needOf(touched, change);
    if (need && !needs.some((known) => sameNeed(known, need))) needs.push(need);
  }
  if (needs.length === 0 && change.body === 'omitted') {
    needs.push({
      need: 'whole-account',
      accountId: change.accountId,
      because: `${change.eventName} arrived without its parameters`,
    });
  }
  return needs;
};

const needOf = (touched: Touched, change: Change): Need | undefined => {
  switch (touched.kind) {
    case 'role':
    case 'user':
      return { need: 'principal', ref: { kind: touched.kind, name: touched.name } };
    case 'group':
      return { need: 'members-of-group', group: touched.name };
    case 'managed-policy':
      return { need: 'reached-by-policy', policyArn: touched.arn };
    case 'instance-profile':
      return { need: 'roles-of-instance-profile', name: touched.name };
    case 'guardrail':
      return {
        need: 'guardrail',
        region: change.region,
        identifier: touched.identifier,
        ...(touched.version === undefined ? {} : { version: touched.version }),
      };
    case 'invocation-logging':
      return { need: 'invocation-logging', region: touched.region };
    case 'account':
      return {
        need: 'whole-account',
        accountId: touched.accountId,
        because:
          change.body === 'omitted'
            ? `${change.eventName} arrived without its parameters`
            : `${change.eventName} can affect every principal of the account`,
      };
    case 'resource':
      return undefined;
  }
};

const sameNeed = (a: Need, b: Need): boolean => JSON.stringify(a) === JSON.stringify(b);
