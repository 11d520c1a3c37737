import type { CompiledPolicy, CompiledStatement } from '../compile-policy.ts';
import { hasAction, wordCount, type ActionBits } from '../fast/action-bits.ts';
import { patternBits, type PatternBits } from '../fast/pattern-bits.ts';
import type { ActionName, ListedName } from './action-name.ts';
import { matchesAction } from './match-action.ts';
import type { Width } from './width.ts';

/** A policy's statements by the actions that they are about. */
export class StatementIndex {
  readonly policy: CompiledPolicy;
  #entries: readonly Entry[] | undefined;
  #asked = 0;
  #keyless: boolean | undefined;

  constructor(policy: CompiledPolicy) {
    this.policy = policy;
  }

  /** Actions of the catalogue that some statement may allow. */
  get mayAllow(): ActionBits {
    return this.policy.bits.mayAllow;
  }

  /** False only where no statement of the effect is about the action. Sets are made for long policies that are asked about often. */
  mayBeAbout(effect: 'Allow' | 'Deny', index: number): boolean {
    if (this.#asked < FEW || this.entries.length <= SHORT) {
      this.#asked += 1;
      return true;
    }
    const { mayAllow, mayDeny } = this.policy.bits;
    return hasAction(effect === 'Allow' ? mayAllow : mayDeny, index);
  }

  /** Whether no Allow reads a condition key. */
  get keyless(): boolean {
    return (this.#keyless ??= this.policy.statements.every(({ effect, keyless }) => effect === 'Deny' || keyless));
  }

  /** Made when the first action is asked for. */
  get entries(): readonly Entry[] {
    return (this.#entries ??= this.policy.statements.map(entryOf));
  }
}

/** How often statements are looked at one by one before it is worth to unite them. */
const FEW = 8;
/** Statements that are looked at as quickly as a set of them is made. */
const SHORT = 8;

/**
 * `open`: a wildcard in the service part, which is read both ways. It is about no action whose word is not one of `from` to
 * `to`, the last left out: most statements are about one service.
 */
type Entry = {
  statement: CompiledStatement;
  patterns: readonly PatternBits[];
  open: boolean;
  from: number;
  to: number;
};

const entryOf = (statement: CompiledStatement): Entry => {
  const patterns = statement.actions.entries.map(patternBits);
  const entry: Entry = { statement, patterns, open: false, from: wordCount, to: 0 };
  for (const { open, from, to } of patterns) {
    entry.open ||= open;
    if (from < to) entry.from = Math.min(entry.from, from);
    entry.to = Math.max(entry.to, to);
  }
  if (!statement.actions.negated) return entry;
  entry.from = 0;
  entry.to = wordCount;
  return entry;
};

/** In the reading that matches most; a NotAction matches most where its exceptions match least. */
const isAbout = ({ statement, patterns, from, to }: Entry, index: number): boolean => {
  const word = index >>> 5;
  if (word < from || word >= to) return false;
  const { negated } = statement.actions;
  // Counted, here and below: these are the innermost loops, and an iterator is an object.
  for (let at = 0; at < patterns.length; at += 1) {
    const pattern = patterns[at];
    if (pattern !== undefined && hasAction(pattern.wide, index) && !(negated && pattern.open)) return !negated;
  }
  return negated;
};

/** Statements of one effect that are about the action, in the order of policies and statements. */
export const statementsAbout = (
  indexes: readonly StatementIndex[],
  effect: 'Allow' | 'Deny',
  action: ActionName,
  width: Width,
): readonly CompiledStatement[] => {
  const found: CompiledStatement[] = [];
  everyAbout(indexes, effect, action, width, addTo, found);
  return found.length === 0 ? noStatements : found;
};

const noStatements: readonly CompiledStatement[] = [];
const addTo = (statement: CompiledStatement, found: CompiledStatement[]): boolean => found.push(statement) > 0;

/**
 * Whether something holds of each of them; they are not listed, as most are asked about once.
 * @param seen given to `holds` as it is, so that it need not be made for each question
 */
export const everyAbout = <Seen>(
  indexes: readonly StatementIndex[],
  effect: 'Allow' | 'Deny',
  action: ActionName,
  width: Width,
  holds: (statement: CompiledStatement, seen: Seen) => boolean,
  seen: Seen,
): boolean => {
  for (let place = 0; place < indexes.length; place += 1) {
    const index = indexes[place];
    if (index === undefined) continue;
    if (action.index === undefined) {
      for (const statement of index.policy.statements) {
        if (statement.effect !== effect || !matchesAction(statement.actions, action.key, width)) continue;
        if (!holds(statement, seen)) return false;
      }
      continue;
    }
    if (!index.mayBeAbout(effect, action.index)) continue;
    const { entries } = index;
    for (let at = 0; at < entries.length; at += 1) {
      const entry = entries[at];
      if (entry === undefined || entry.statement.effect !== effect || !isAbout(entry, action.index)) continue;
      const { statement, open } = entry;
      if (open && width !== 'wide' && !matchesAction(statement.actions, action.key, width)) continue;
      if (!holds(statement, seen)) return false;
    }
  }
  return true;
};

/** The first Allow about the action for which `holds`, in the documented reading. @param seen as in `everyAbout` */
export const firstAllow = <Seen>(
  indexes: readonly StatementIndex[],
  { index, key }: ListedName,
  holds: (statement: CompiledStatement, seen: Seen) => boolean,
  seen: Seen,
): CompiledStatement | undefined => {
  for (const policy of indexes) {
    if (!policy.mayBeAbout('Allow', index)) continue;
    const { entries } = policy;
    for (let at = 0; at < entries.length; at += 1) {
      const entry = entries[at];
      if (entry === undefined || entry.statement.effect !== 'Allow' || !isAbout(entry, index)) continue;
      const { statement, open } = entry;
      if ((!open || matchesAction(statement.actions, key, 'documented')) && holds(statement, seen)) return statement;
    }
  }
  return undefined;
};
