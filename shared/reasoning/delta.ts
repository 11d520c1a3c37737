import { decideAsRead } from './decide.ts';
import { hasAction } from './fast/action-bits.ts';
import { fastAccess } from './fast/fast-access.ts';
import { actionName } from './match/action-name.ts';
import { ordinaryFacts, type KeyFact } from './principal-context.ts';
import type { Principal } from './principal.ts';
import { isAsked, witnessOf } from './search/ask-action.ts';
import { askQuestion, budgetSpent, readQuestion, type ReadQuestion } from './search/ask-question.ts';
import {
  doubtOf,
  foreignAccounts,
  holeOf,
  nothingPossible,
  readingFor,
  search,
  startAsking,
  worldFor,
  type Asking,
  type Doubt,
  type Purpose,
} from './search/asking.ts';
import { BudgetSpent } from './search/effort.ts';
import { both } from './search/problem.ts';
import { sameWorlds } from './search/same-worlds.ts';
import { allowedProblems, refusedProblems, type ProblemOptions, type Variant } from './search/world-problem.ts';
import type { AccessRequest, Delta, Found, Question, SearchOptions, Why, Witness } from './types.ts';

/**
 * One request for each watched question that two worlds answer differently: allowed after and not before is gained, the
 * other way round is lost. Both are the same principal. It does not compare two answers: both may be yes, with access
 * widened. A question that cannot be settled either way is undetermined.
 */
export const delta = (
  before: Principal,
  after: Principal,
  watched: readonly Question[],
  options: SearchOptions,
): Delta => {
  const gained: Found[] = [];
  const lost: Found[] = [];
  const undetermined: { question: Question; why: Why }[] = [];
  for (const question of watched) {
    const more = difference(before, after, question, options);
    const less = difference(after, before, question, options);
    if ('witness' in more) gained.push({ question, witness: more.witness });
    if ('witness' in less) lost.push({ question, witness: less.witness });
    const why = 'why' in more ? more.why : 'why' in less ? less.why : undefined;
    if (why !== undefined) undetermined.push({ question, why });
  }
  return { gained, lost, undetermined };
};

type Difference = { witness: Witness } | { same: true } | { why: Why };

/** A request of the question that `to` allows and `from` does not. */
export const difference = (from: Principal, to: Principal, question: Question, options: SearchOptions): Difference => {
  const read = readQuestion(question);
  if (!read.ok) return { why: { code: 'unsupported', detail: read.detail } };
  if (!sameFacts(from, to)) return differenceOfAnswers(from, to, question, options);
  try {
    return differenceIn(from, to, read, options);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return { why: budgetSpent };
  }
};

/** Keys that both worlds fix must be fixed alike: one request has one value. */
const sameFacts = (a: Principal, b: Principal): boolean => {
  const [left, right] = [ordinaryFacts(a), ordinaryFacts(b)];
  return left.size === right.size && [...left].every(([key, fact]) => sameFact(fact, right.get(key)));
};

const sameFact = (a: KeyFact, b: KeyFact | undefined): boolean =>
  a.name === b?.name && ('value' in a ? 'value' in b && a.value === b.value : 'absent' in b);

/** A tag or name has changed, so no one request can be put to both worlds: their answers are compared. */
const differenceOfAnswers = (
  from: Principal,
  to: Principal,
  question: Question,
  options: SearchOptions,
): Difference => {
  const now = askQuestion(to, question, options);
  if (now.answer === 'no') return { same: true };
  if (now.answer === 'unknown') return { why: now.why };
  const then = askQuestion(from, question, options);
  if (then.answer === 'no') return { witness: now.witness };
  if (then.answer === 'unknown') return { why: then.why };
  const detail = 'Facts of the principal that policies read have changed, and access existed before: compare by hand.';
  return { why: { code: 'unsupported', detail } };
};

const differenceIn = (
  from: Principal,
  to: Principal,
  { compiled, expanded: { actions, gap } }: ReadQuestion & { ok: true },
  options: SearchOptions,
): Difference => {
  const asking = startAsking(to, compiled, options);
  let doubt: Doubt | undefined;
  for (const action of actions) {
    const found = differenceInAction(asking, from, action);
    if ('witness' in found) return found;
    if ('doubt' in found) doubt ??= found.doubt;
  }
  if (doubt !== undefined) return { why: doubt.why };
  return gap === undefined ? { same: true } : { why: gap };
};

export type ActionDifference = { witness: Witness } | { same: true } | { doubt: Doubt };

const differenceInAction = (asking: Asking, from: Principal, action: string): ActionDifference =>
  neverDiffers(asking, from, action) ? { same: true } : differenceBySearch(asking, from, action);

/** A quick proof that `to` allows nothing that `from` refuses; false says nothing. */
const neverDiffers = ({ principal: to, question }: Asking, from: Principal, action: string): boolean => {
  const name = actionName(action);
  if (name.index !== undefined) {
    if (!hasAction(fastAccess(to).may, name.index)) return true;
    // Sure of every request of the account; a request of another account is another matter.
    if (hasAction(fastAccess(from).sure, name.index) && foreignAccounts(question, from).length === 0) return true;
  }
  return sameWorlds(from, to, name);
};

/** The same without what words know. */
export const differenceBySearch = (asking: Asking, from: Principal, action: string): ActionDifference => {
  const proving = pair(asking, from, action, 'proving');
  if (nothingPossible(asking, action, { ...proving, accept: () => true })) return { same: true };
  const hole = holeOf(asking.principal) ?? holeOf(from);
  const found = hole === undefined ? find(asking, from, action) : {};
  if ('witness' in found) return found;
  let obstacle: Doubt | undefined;
  search(asking, action, {
    ...proving,
    accept: (leaf) => {
      obstacle = doubtOf(leaf);
      return true;
    },
  });
  if (obstacle === undefined) return { same: true };
  if (hole !== undefined) return { doubt: { why: { code: hole.code, detail: hole.detail } } };
  return { doubt: found.doubt ?? obstacle };
};

const find = (asking: Asking, from: Principal, action: string): { witness: Witness } | { doubt?: Doubt } => {
  const finding = pair(asking, from, action, 'finding');
  let witness: Witness | undefined;
  let doubt: Doubt | undefined;
  search(asking, action, {
    ...finding,
    accept: (leaf) => {
      const allowed = witnessOf(asking, leaf, finding.worlds[0]);
      if (allowed !== undefined && isRefusedBy(asking, from, allowed.request)) witness = allowed;
      else doubt ??= doubtOf(leaf);
      return witness !== undefined;
    },
  });
  if (witness !== undefined) return { witness };
  return doubt === undefined ? {} : { doubt };
};

/** Allowed in one world and refused in the other, in one conjunction. */
const pair = (asking: Asking, from: Principal, action: string, purpose: Purpose) => {
  const { principal, options } = asking;
  const to = worldFor(principal, action, readingFor(purpose, 'allowed', options));
  const other = worldFor(from, action, readingFor(purpose, 'refused', options));
  // What was not read may refuse everything.
  const refusedSomehow = purpose === 'proving' && holeOf(from) !== undefined;
  const variants = (problem: ProblemOptions): readonly Variant[] => {
    const allowed = allowedProblems(to, problem);
    if (refusedSomehow || allowed.length === 0) return allowed;
    const refused = refusedProblems(other, problem);
    return allowed.flatMap((yes) => refused.map((no) => joined(yes, no)));
  };
  return { worlds: [to, other] as const, purpose, variants };
};

const joined = (yes: Variant, no: Variant): Variant => {
  const taint = yes.taint ?? no.taint;
  const problem = both(yes.problem, no.problem);
  return taint === undefined ? { problem } : { problem, taint };
};

const isRefusedBy = (asking: Asking, from: Principal, request: AccessRequest): boolean =>
  isAsked(asking, request) &&
  (asking.options.model === 'formal' ? (['documented'] as const) : (['documented', 'granting'] as const)).every(
    (reading) => decideAsRead(from, request, { derive: false, reading }).decision !== 'Allowed',
  );
