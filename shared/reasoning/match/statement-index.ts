import type { CompiledPolicy, CompiledStatement } from '../compile-policy.ts';
import { hasAction, type ActionBits } from '../fast/action-bits.ts';
import { bitsOf } from '../fast/bits-of.ts';
import { policyBits } from '../fast/policy-bits.ts';
import type { ActionName } from './action-name.ts';
import { isOpenInService, matchesAction } from './match-action.ts';
import type { Width } from './width.ts';

/** A policy's statements by the actions that they are about, so that most are passed over by one bit. */
export type StatementIndex = {
  policy: CompiledPolicy;
  /** Actions of the catalogue that some statement may allow or deny. */
  mayAllow: ActionBits;
  mayDeny: ActionBits;
  /** Made when the first action has its bit. */
  entries: readonly Entry[] | undefined;
};

/** `open`: a wildcard in the service part, which is read both ways. */
type Entry = { statement: CompiledStatement; actions: ActionBits; open: boolean };

const made = new WeakMap<CompiledPolicy, StatementIndex>();

/** Made once for a compiled policy. */
export const statementIndex = (policy: CompiledPolicy): StatementIndex => {
  const before = made.get(policy);
  if (before !== undefined) return before;
  const { mayAllow, mayDeny } = policyBits(policy);
  const index: StatementIndex = { policy, mayAllow, mayDeny, entries: undefined };
  made.set(policy, index);
  return index;
};

const entriesOf = (index: StatementIndex): readonly Entry[] =>
  (index.entries ??= index.policy.statements.map((statement) => ({
    statement,
    actions: bitsOf(statement.actions, 'wide'),
    open: statement.actions.entries.some(isOpenInService),
  })));

/** Statements of one effect that are about the action, in the order of policies and statements. */
export const statementsAbout = (
  indexes: readonly StatementIndex[],
  effect: 'Allow' | 'Deny',
  action: ActionName,
  width: Width,
): readonly CompiledStatement[] => {
  let found: CompiledStatement[] | undefined;
  for (const index of indexes) {
    if (action.index === undefined) {
      for (const statement of index.policy.statements) {
        if (statement.effect === effect && matchesAction(statement.actions, action.key, width))
          (found ??= []).push(statement);
      }
      continue;
    }
    if (!hasAction(effect === 'Allow' ? index.mayAllow : index.mayDeny, action.index)) continue;
    for (const { statement, actions, open } of entriesOf(index)) {
      if (statement.effect !== effect || !hasAction(actions, action.index)) continue;
      if (!open || width === 'wide' || matchesAction(statement.actions, action.key, width))
        (found ??= []).push(statement);
    }
  }
  return found ?? noStatements;
};

const noStatements: readonly CompiledStatement[] = [];
