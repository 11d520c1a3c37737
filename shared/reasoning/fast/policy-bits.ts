import type { CompiledPolicy } from '../compile-policy.ts';
import type { Listed } from '../policy/policy.ts';
import { bitsOf, noActions, Union, type ActionBits } from './action-bits.ts';

/**
 * What a policy says about each action of the catalogue. `sureAllow`, `sureDeny`: whatever the resource and the context,
 * in the reading that matches least. `mayAllow`, `mayDeny`: for some, in the reading that matches most.
 */
export type PolicyBits = {
  sureAllow: ActionBits;
  mayAllow: ActionBits;
  sureDeny: ActionBits;
  mayDeny: ActionBits;
};

/** Made once for a document, whatever the places that it is compiled for. */
export const policyBits = ({ bits }: CompiledPolicy): PolicyBits => bits;

type AboutActions = { effect: 'Allow' | 'Deny'; actions: Listed<string> };

/** @param isPlain whether nothing but the actions decides */
export const bitsOfStatements = <S extends AboutActions>(
  statements: readonly S[],
  isPlain: (statement: S) => boolean,
): PolicyBits => {
  const sureAllow = new Union();
  const mayAllow = new Union();
  const sureDeny = new Union();
  const mayDeny = new Union();
  for (const statement of statements) {
    const { effect, actions } = statement;
    const wide = bitsOf(actions, 'wide');
    if (wide === noActions) continue;
    const allows = effect === 'Allow';
    (allows ? mayAllow : mayDeny).add(wide);
    if (isPlain(statement)) (allows ? sureAllow : sureDeny).add(bitsOf(actions, 'narrow'));
  }
  return { sureAllow: sureAllow.bits, mayAllow: mayAllow.bits, sureDeny: sureDeny.bits, mayDeny: mayDeny.bits };
};
