import type { CompiledPolicy } from '../compile-policy.ts';
import type { Listed } from '../policy/policy.ts';
import type { ActionBits } from './action-bits.ts';
import { BitsBuilder } from './bits-builder.ts';

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

/** What bits are made of. */
export type AboutActions = { effect: 'Allow' | 'Deny'; actions: Listed<string> };

/** The four sets of policies as they are put together. */
export class PolicyBitsBuilder {
  readonly sureAllow = new BitsBuilder();
  readonly mayAllow = new BitsBuilder();
  readonly sureDeny = new BitsBuilder();
  readonly mayDeny = new BitsBuilder();

  clear(): void {
    this.sureAllow.clear();
    this.mayAllow.clear();
    this.sureDeny.clear();
    this.mayDeny.clear();
  }

  add({ sureAllow, mayAllow, sureDeny, mayDeny }: PolicyBits): void {
    this.sureAllow.add(sureAllow);
    this.mayAllow.add(mayAllow);
    this.sureDeny.add(sureDeny);
    this.mayDeny.add(mayDeny);
  }

  /** @param plain nothing but the actions decides */
  addStatement({ effect, actions }: AboutActions, plain: boolean): void {
    const allows = effect === 'Allow';
    (allows ? this.mayAllow : this.mayDeny).addActions(actions, 'wide');
    if (plain) (allows ? this.sureAllow : this.sureDeny).addActions(actions, 'narrow');
  }

  /** The sets as they are now. */
  get bits(): PolicyBits {
    return {
      sureAllow: this.sureAllow.bits,
      mayAllow: this.mayAllow.bits,
      sureDeny: this.sureDeny.bits,
      mayDeny: this.mayDeny.bits,
    };
  }
}

const builder = new PolicyBitsBuilder();

/** @param isPlain whether nothing but the actions decides */
export const bitsOfStatements = <S extends AboutActions>(
  statements: readonly S[],
  isPlain: (statement: S) => boolean,
): PolicyBits => {
  builder.clear();
  for (const statement of statements) builder.addStatement(statement, isPlain(statement));
  return builder.bits;
};
