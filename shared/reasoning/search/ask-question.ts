import { hasAction } from '../fast/action-bits.ts';
import { fastAccess } from '../fast/fast-access.ts';
import { keptOf } from '../kept.ts';
import { actionName, type ActionName } from '../match/action-name.ts';
import type { Principal } from '../principal.ts';
import { sessionTagsGiven } from '../session-tags.ts';
import type { Answer, Exhaustion, Given, Question, SearchOptions, Why, Witness } from '../types.ts';
import { askAction, find } from './ask-action.ts';
import {
  catalogueGiven,
  expandActions,
  holeOf,
  resourcesGiven,
  startAsking,
  type Asking,
  type Doubt,
} from './asking.ts';
import { BudgetSpent } from './effort.ts';
import { compileQuestion, type CompiledQuestion } from './question.ts';
import {
  askedActions,
  isRefusedByWords,
  refusalAt,
  refusedAlike,
  refusedByWords,
  type AskedActions,
} from './refused-by-words.ts';
import { sureWitness } from './sure-witness.ts';
import type { Tie } from './tie.ts';

/** Asks one question: every action of it, until one says yes. */
export const askQuestion = (
  principal: Principal,
  question: Question,
  options: SearchOptions,
  overrides?: ReadonlyMap<string, Tie>,
): Answer => {
  const read = readQuestion(question);
  const shared = sharedBy(principal, options.model);
  const { given } = shared;
  if (!read.ok) return unknown(given, { why: { code: 'unsupported', detail: read.detail } });
  if (options.explain === false) {
    if (isRefusedUnexplained(principal, read)) return { given, answer: 'no', proof: unexplained };
  } else {
    const proof = read.expanded.gap === undefined ? refusedByWords(principal, read.asked) : undefined;
    if (proof !== undefined) return refusalBy(proof, shared);
  }
  const sure = overrides === undefined ? sureAnswer(principal, read, options) : undefined;
  if (sure !== undefined) return sure;
  try {
    return answerOf(startAsking(principal, read.compiled, options, overrides), read, given);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return unknown(given, { why: budgetSpent });
  }
};

/**
 * The answer that `answerOf` would come to where the first of the actions that words leave open is one that they find sure:
 * no search, so nothing is made ready for one. `undefined`: it takes one.
 */
export const sureAnswer = (principal: Principal, read: Readable, options: SearchOptions): Answer | undefined => {
  const witness = sureOf(principal, read, options);
  return witness === undefined
    ? undefined
    : yesOf(principal, options, sharedBy(principal, options.model).given, witness);
};

const sureOf = (principal: Principal, { compiled, names }: Readable, options: SearchOptions): Witness | undefined => {
  const { may, sure } = fastAccess(principal);
  for (const { action, index, name } of names) {
    if (index !== undefined && !hasAction(may, index)) continue;
    if (index === undefined || !hasAction(sure, index) || holeOf(principal) !== undefined) return undefined;
    return sureWitness({ principal, options, question: compiled }, action, name, find);
  }
  return undefined;
};

const yesOf = (principal: Principal, { model }: SearchOptions, given: readonly Given[], witness: Witness): Answer => {
  const leaned = model === 'realistic' ? sessionTagsGiven(principal, witness.request) : [];
  return { given: leaned.length === 0 ? given : [...given, ...leaned], answer: 'yes', witness };
};

/**
 * The no of a question that words alone refuse, without what closes it: for whoever wants to know that it is a no, of very
 * many principals. `undefined`: words do not refuse it.
 */
export const refusedUnexplained = (
  principal: Principal,
  question: Question,
  { model }: SearchOptions,
): Answer | undefined => {
  const read = readQuestion(question);
  if (!read.ok || !isRefusedUnexplained(principal, read)) return undefined;
  return { given: sharedBy(principal, model).given, answer: 'no', proof: unexplained };
};

const isRefusedUnexplained = (principal: Principal, { expanded, asked }: Readable): boolean =>
  expanded.gap === undefined && isRefusedByWords(principal, asked);

const unexplained: Exhaustion = { shapes: 0, branches: 0, blockedBy: [] };

const refusalBy = (proof: Exhaustion, shared: SharedByAnswers): Answer => {
  const before = shared.refusals?.get(proof);
  if (before !== undefined) return before;
  const answer = { given: shared.given, answer: 'no', proof } as const;
  shared.refusals ??= new Map();
  shared.refusals.set(proof, answer);
  return answer;
};

/** As every one of the questions alone would be answered: no, and for the same reason. `undefined`: they are not alike. */
export const refuseAlike = (
  principal: Principal,
  questions: readonly Question[],
  options: SearchOptions,
): Answer | undefined => {
  const asked = askedTogether(questions);
  const proof = asked === undefined ? undefined : refusedAlike(principal, asked);
  return proof === undefined ? undefined : refusalBy(proof, sharedBy(principal, options.model));
};

const together = new WeakMap<readonly Question[], { asked: AskedActions | undefined }>();

/** `undefined`: one of them is not about one action that the catalogue lists. */
const askedTogether = (questions: readonly Question[]): AskedActions | undefined => {
  const before = together.get(questions);
  if (before !== undefined) return before.asked;
  const reads = questions.map(readQuestion);
  const single = reads.every((read) => read.ok && read.expanded.gap === undefined && read.asked.places.length === 1);
  const asked = single ? askedActions(reads.flatMap((read) => (read.ok ? read.expanded.actions : []))) : undefined;
  together.set(questions, { asked });
  return asked;
};

/** What the answers about one principal have in common. Most are a no for one and the same reason. */
export type SharedByAnswers = { given: readonly Given[]; refusals: Map<Exhaustion, Answer> | undefined };

const sharedBy = (principal: Principal, model: SearchOptions['model']): SharedByAnswers => {
  const { answers } = keptOf(principal);
  const before = answers[model];
  if (before !== undefined) return before;
  const made = { given: givenTo(principal, model), refusals: undefined };
  answers[model] = made;
  return made;
};

/** The principals of an account mostly have one list. */
let lastGiven: { of: readonly Given[]; accountId: string; model: string; given: readonly Given[] } | undefined;

const givenTo = (principal: Principal, model: SearchOptions['model']): readonly Given[] => {
  const { given: of, accountId } = principal;
  if (lastGiven?.of === of && lastGiven.accountId === accountId && lastGiven.model === model) return lastGiven.given;
  const resources = model === 'realistic' ? [resourcesGiven(principal)] : [];
  const given = [...of, ...resources, catalogueGiven];
  lastGiven = { of, accountId, model, given };
  return given;
};

type Expanded = ReturnType<typeof expandActions>;
type Named = { action: string; index: number | undefined; name: ActionName };
/** A question that was understood. */
export type Readable = {
  ok: true;
  compiled: CompiledQuestion;
  expanded: Expanded;
  asked: AskedActions;
  /** The actions with their places in the catalogue, in the order of the question. */
  names: readonly Named[];
};
export type ReadQuestion = Readable | { ok: false; detail: string };

/** The checks ask every principal the same questions: each is taken apart once. */
const remembered = new WeakMap<Question, ReadQuestion>();

export const readQuestion = (question: Question): ReadQuestion => {
  const before = remembered.get(question);
  if (before !== undefined) return before;
  const text = JSON.stringify(question);
  const read = equals.get(text) ?? takeApart(question);
  if (equals.size >= MOST_EQUALS) equals.clear();
  equals.set(text, read);
  remembered.set(question, read);
  return read;
};

/** Checks that fit a question to each principal mostly come to the same one. */
const equals = new Map<string, ReadQuestion>();
const MOST_EQUALS = 1_000;

const takeApart = (question: Question): ReadQuestion => {
  const compiled = compileQuestion(question);
  if (!compiled.ok) return compiled;
  const expanded = expandActions(compiled.compiled);
  const names = expanded.actions.map((action) => {
    const name = actionName(action);
    return { action, index: name.index, name };
  });
  return { ok: true, compiled: compiled.compiled, expanded, asked: askedActions(expanded.actions), names };
};

export const budgetSpent: Why = { code: 'budget', detail: 'The question has more branches than its budget allows.' };

const unknown = (given: readonly Given[], doubt: Doubt): Answer => ({ given, answer: 'unknown', ...doubt });

const answerOf = (asking: Asking, { expanded, names }: Readable, given: readonly Given[]): Answer => {
  const { principal } = asking;
  let doubt: Doubt | undefined;
  // What was not read spoils every yes, so the first unknown settles it.
  const spoiled = holeOf(principal) !== undefined;
  const { may } = fastAccess(principal);
  for (const { action, index } of names) {
    if (index !== undefined && !hasAction(may, index)) continue;
    const outcome = askAction(asking, action);
    if (outcome.answer === 'yes') return yesOf(principal, asking.options, given, outcome.witness);
    if (outcome.answer === 'unknown') {
      const { why, candidate } = outcome;
      doubt ??= candidate === undefined ? { why } : { why, candidate };
      if (spoiled) break;
    }
  }
  if (doubt !== undefined) return unknown(given, doubt);
  if (expanded.gap !== undefined) return unknown(given, { why: expanded.gap });
  if (asking.options.explain === false) return { given, answer: 'no', proof: unexplained };
  explainRefusals(asking, names);
  const { shapes, branches } = asking.effort;
  return { given, answer: 'no', proof: { shapes, branches, blockedBy: asking.blocked.list() } };
};

/** A question about thousands of actions is explained by the first of them. */
const MOST_EXPLAINED = 32;

/** Of the actions that words refuse: only a no that is reached in the end says why. */
const explainRefusals = ({ principal, effort, blocked }: Asking, names: readonly Named[]): void => {
  const { may } = fastAccess(principal);
  let refused = 0;
  for (const { index } of names) {
    if (index === undefined || hasAction(may, index)) continue;
    refused += 1;
    if (refused <= MOST_EXPLAINED) refusalAt(principal, index).blockedBy.forEach(blocked.add);
  }
  effort.branches += refused;
};
