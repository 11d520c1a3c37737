import type { CompiledPolicy, CompiledStatement } from '../compile-policy.ts';
import { addAll, bitsOf, noActions, type ActionBits } from './action-bits.ts';

/**
 * What a policy says about each action of the catalogue. `sureAllow`, `sureDeny`: whatever the resource and the context,
 * in the reading that matches least. `mayAllow`, `mayDeny`: for some, in the reading that matches most.
 */
export type PolicyBits = { sureAllow: ActionBits; mayAllow: ActionBits; sureDeny: ActionBits; mayDeny: ActionBits };

const made = new WeakMap<CompiledPolicy, PolicyBits>();

/** Made once for a compiled policy. */
export const policyBits = (policy: CompiledPolicy): PolicyBits => {
  const before = made.get(policy);
  if (before !== undefined) return before;
  const bits = bitsOfStatements(policy.statements);
  made.set(policy, bits);
  return bits;
};

export const bitsOfStatements = (statements: readonly CompiledStatement[]): PolicyBits => {
  const bits = { sureAllow: noActions(), mayAllow: noActions(), sureDeny: noActions(), mayDeny: noActions() };
  for (const { effect, actions, plain } of statements) {
    addAll(effect === 'Allow' ? bits.mayAllow : bits.mayDeny, bitsOf(actions, 'wide'));
    if (plain) addAll(effect === 'Allow' ? bits.sureAllow : bits.sureDeny, bitsOf(actions, 'narrow'));
  }
  return bits;
};
