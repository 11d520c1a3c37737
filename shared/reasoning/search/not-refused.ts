import { hasAction, wordCount, wordsWithBits } from '../fast/action-bits.ts';
import { fastAccess } from '../fast/fast-access.ts';
import { resourceAccount } from '../match/resource-account.ts';
import { compileQuestion } from './question.ts';
import type { Principal } from '../principal.ts';
import type { Action, Answer, Question, SearchOptions } from '../types.ts';
import { readQuestion, sureAnswer, type Readable } from './ask-question.ts';
import { expandActions } from './asking.ts';
import { isOfOtherKinds } from './layer-without-resource.ts';
import { askedActions, isRefusedByWords, type AskedActions } from './refused-by-words.ts';

/** A question by its place in a list. `answer`: where it took no search. */
export type LeftOpen = { place: number; answer: Answer | undefined };

/**
 * Questions that words alone do not refuse, and for those about one action neither the kinds of resources that it takes, in
 * the order of the list, and what words alone answer to them. The others answer no. A list that many principals are asked is
 * taken apart once, and a principal that may do none of its actions is done after one look.
 */
export const leftOpen = (
  principal: Principal,
  questions: readonly Question[],
  options: SearchOptions,
): readonly LeftOpen[] => {
  const { together, words, byAction, others } = takenApart(questions);
  const found: LeftOpen[] = [];
  for (const { place, asked } of others)
    if (asked === undefined || !isRefusedByWords(principal, asked)) found.push({ place, answer: undefined });
  const { may, sure } = fastAccess(principal);
  for (const at of words) {
    if (((may[at] ?? 0) & (together[at] ?? 0)) === 0) continue;
    for (const { index, asking } of byAction[at] ?? []) {
      if (!hasAction(may, index)) continue;
      // Every layer allows what is sure on any resource.
      const isSure = hasAction(sure, index);
      if (options.model !== 'formal' && !isSure && isOfOtherKinds(principal, index)) continue;
      for (const { place, read } of asking)
        found.push({ place, answer: isSure ? sureAnswer(principal, read, options) : undefined });
    }
  }
  return found.length === 0 ? none : found.sort((a, b) => a.place - b.place);
};

const none: readonly LeftOpen[] = [];

/**
 * False only where no request for any of the actions is ever allowed, by words.
 * @param actions patterns; a list that many principals are asked about is taken apart once
 */
export const mayDoAny = (principal: Principal, actions: readonly Action[]): boolean => {
  const before = ofLists.get(actions);
  const list = before ?? listed(actions);
  if (before === undefined) ofLists.set(actions, list);
  return list.asked === undefined || !isRefusedByWords(principal, list.asked);
};

/** `undefined`: the catalogue does not say what a pattern means. */
type Listed = { asked: AskedActions | undefined };
const ofLists = new WeakMap<readonly Action[], Listed>();

const listed = (actions: readonly Action[]): Listed => {
  const compiled = compileQuestion({ actions, resources: ['*'] });
  if (!compiled.ok) return { asked: undefined };
  const expanded = expandActions(compiled.compiled);
  return { asked: expanded.gap === undefined ? askedActions(expanded.actions) : undefined };
};

type OneAction = { index: number; asking: { place: number; read: Readable }[] };
type TakenApart = {
  /** The actions of `byAction`, as bits. */
  together: Uint32Array;
  /** Its words that hold a bit. */
  words: readonly number[];
  /** Questions about one action of the catalogue, by the word that holds its bit. */
  byAction: readonly (readonly OneAction[] | undefined)[];
  /** `undefined`: words do not refuse it, whoever is asked. */
  others: readonly { place: number; asked: AskedActions | undefined }[];
};

const ofQuestions = new WeakMap<readonly Question[], TakenApart>();

const takenApart = (questions: readonly Question[]): TakenApart => {
  const before = ofQuestions.get(questions);
  if (before !== undefined) return before;
  const together = new Uint32Array(wordCount);
  const byAction: OneAction[][] = [];
  const others: { place: number; asked: AskedActions | undefined }[] = [];
  for (const [place, question] of questions.entries()) {
    const read = readQuestion(question);
    const asked = read.ok && read.expanded.gap === undefined ? read.asked : undefined;
    const [index, second] = asked?.places ?? [];
    const ofOneAccount = read.ok && read.compiled.resources.every(({ text }) => resourceAccount(text) === undefined);
    const isOne = index !== undefined && second === undefined && asked?.others.length === 0;
    if (!isOne || !ofOneAccount) {
      others.push({ place, asked });
      continue;
    }
    const at = index >>> 5;
    together[at] = (together[at] ?? 0) | (1 << (index & 31));
    const sameWord = (byAction[at] ??= []);
    const same = sameWord.find((each) => each.index === index);
    if (same === undefined) sameWord.push({ index, asking: [{ place, read }] });
    else same.asking.push({ place, read });
  }
  const made = { together, words: wordsWithBits(together), byAction, others };
  ofQuestions.set(questions, made);
  return made;
};
