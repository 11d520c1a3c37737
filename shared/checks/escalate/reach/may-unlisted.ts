import type { CompiledPolicy } from '../../../reasoning/compile-policy.ts';
import { matchesAction } from '../../../reasoning/match/match-action.ts';
import type { Principal } from '../../../reasoning/principal.ts';

const made = new WeakMap<CompiledPolicy, Map<string, boolean>>();

/** False: no Allow of its own means the action, which the catalogue does not list and words say nothing about. */
export const mayUnlisted = ({ identity }: Principal, action: string): boolean =>
  identity.holes.length > 0 || identity.policies.some((policy) => allows(policy, action));

const allows = (policy: CompiledPolicy, action: string): boolean => {
  const known = made.get(policy) ?? new Map<string, boolean>();
  made.set(policy, known);
  const before = known.get(action);
  if (before !== undefined) return before;
  const found = policy.statements.some(
    ({ effect, actions }) => effect === 'Allow' && matchesAction(actions, action.toLowerCase(), 'wide'),
  );
  known.set(action, found);
  return found;
};
