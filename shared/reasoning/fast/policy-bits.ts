import type { CompiledPolicy, CompiledStatement } from '../compile-policy.ts';
import type { StatementRef } from '../types.ts';
import { anyOf, bitsOf, noActions, type ActionBits } from './action-bits.ts';

/**
 * What a policy says about each action of the catalogue. `sureAllow`, `sureDeny`: whatever the resource and the context,
 * in the reading that matches least. `mayAllow`, `mayDeny`: for some, in the reading that matches most.
 */
export type PolicyBits = {
  sureAllow: ActionBits;
  mayAllow: ActionBits;
  sureDeny: ActionBits;
  mayDeny: ActionBits;
  /** The statements that `sureDeny` is made of. */
  sureDenies: readonly { ref: StatementRef; actions: ActionBits }[];
};

const made = new WeakMap<CompiledPolicy, PolicyBits>();

/** Made once for a compiled policy: one that many principals share is compiled once (`PolicyCache`). */
export const policyBits = (policy: CompiledPolicy): PolicyBits => {
  const before = made.get(policy);
  if (before !== undefined) return before;
  const bits = bitsOfStatements(policy.statements);
  made.set(policy, bits);
  return bits;
};

export const bitsOfStatements = (statements: readonly CompiledStatement[]): PolicyBits => {
  const sureAllow: ActionBits[] = [];
  const mayAllow: ActionBits[] = [];
  const sureDeny: ActionBits[] = [];
  const mayDeny: ActionBits[] = [];
  const sureDenies: PolicyBits['sureDenies'][number][] = [];
  for (const { ref, effect, actions, plain } of statements) {
    const wide = bitsOf(actions, 'wide');
    if (wide === noActions) continue;
    const sure = plain ? bitsOf(actions, 'narrow') : noActions;
    switch (effect) {
      case 'Allow':
        mayAllow.push(wide);
        sureAllow.push(sure);
        break;
      case 'Deny':
        mayDeny.push(wide);
        sureDeny.push(sure);
        if (sure !== noActions) sureDenies.push({ ref, actions: sure });
        break;
    }
  }
  return {
    sureAllow: anyOf(sureAllow),
    mayAllow: anyOf(mayAllow),
    sureDeny: anyOf(sureDeny),
    mayDeny: anyOf(mayDeny),
    sureDenies,
  };
};
