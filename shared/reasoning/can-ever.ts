import { matchesWildcard } from './policy/wildcard.ts';
import type { Principal } from './principal.ts';
import { askQuestion } from './search/ask-question.ts';
import type { Answer, Arn, Ask, Given, Question, SearchOptions, Witness } from './types.ts';

export type CanEverOptions = SearchOptions & {
  /** For `path`: the principal that an ARN names. `undefined`: its facts are not known, and the path is unknown. */
  resolve?: (arn: Arn) => Principal | undefined;
  /** For `path`: every principal that a step may lead to. Without it only the witness's own resource is followed. */
  reachable?: readonly Arn[];
};

/**
 * Can this principal ever do ACTIONS on RESOURCES in a request where CONDITIONS? Every yes carries a request that
 * `decide` allows; every no is a proof by exhaustion; everything else is unknown with its reason. Texts built from a no
 * quote `given`: it says what was out of scope.
 */
export const canEver = (principal: Principal, question: Question | Ask, options: CanEverOptions): Answer => {
  if (!('name' in question)) return askQuestion(principal, question, options);
  if ('any' in question) return askAny(principal, question.any, options);
  if ('all' in question) return askAll(principal, question.all, options);
  return askPath(principal, question.path, options);
};

/** One yes is enough; a no needs all to be no. */
const askAny = (principal: Principal, questions: readonly Question[], options: CanEverOptions): Answer => {
  const [only] = questions;
  if (only !== undefined && questions.length === 1) return askQuestion(principal, only, options);
  let doubt: Answer | undefined;
  const refused: (Answer & { answer: 'no' })[] = [];
  for (const question of questions) {
    const answer = askQuestion(principal, question, options);
    if (answer.answer === 'yes') return answer;
    if (answer.answer === 'unknown') doubt ??= answer;
    else refused.push(answer);
  }
  return doubt ?? noOf(principal, refused);
};

/** Each must be yes; one no settles it. */
const askAll = (principal: Principal, questions: readonly Question[], options: CanEverOptions): Answer => {
  let doubt: Answer | undefined;
  const witnesses: Witness[] = [];
  let given: readonly Given[] = principal.given;
  for (const question of questions) {
    const answer = askQuestion(principal, question, options);
    given = answer.given;
    if (answer.answer === 'no') return answer;
    if (answer.answer === 'unknown') doubt ??= answer;
    else witnesses.push(answer.witness);
  }
  const [witness] = witnesses;
  if (doubt !== undefined) return doubt;
  return witness === undefined ? noOf(principal, []) : { given, answer: 'yes', witness, witnesses };
};

/**
 * Steps one after the other: the resource that a step's request names is the principal of the next. All principals of
 * `reachable` are tried, so a no is a proof over those.
 */
const askPath = (principal: Principal, steps: readonly Question[], options: CanEverOptions): Answer => {
  const [first, ...rest] = steps;
  if (first === undefined) return noOf(principal, []);
  if (rest.length === 0) return askAll(principal, [first], options);
  const answer = askQuestion(principal, first, options);
  if (answer.answer !== 'yes') return answer;
  let doubt: Answer | undefined;
  const refused: (Answer & { answer: 'no' })[] = [];
  const targets = options.reachable ?? [answer.witness.request.resource];
  for (const arn of [...new Set([answer.witness.request.resource, ...targets])]) {
    const onward = follow(principal, first, arn, rest, options);
    if (onward.answer === 'yes') return onward;
    if (onward.answer === 'unknown') doubt ??= onward;
    else refused.push(onward);
  }
  if (doubt !== undefined) return doubt;
  if (options.reachable !== undefined) return noOf(principal, refused);
  const detail = 'Which principals the step can reach was not given; only the one of its own request was followed.';
  return { given: answer.given, answer: 'unknown', why: { code: 'missing-facts', detail } };
};

const follow = (
  principal: Principal,
  step: Question,
  arn: Arn,
  rest: readonly Question[],
  options: CanEverOptions,
): Answer => {
  if (!namesResource(step, arn)) return noOf(principal, []);
  const { actions, condition } = step;
  const narrowed = { actions, resources: [arn], ...(condition === undefined ? {} : { condition }) };
  const hop = askQuestion(principal, narrowed, options);
  if (hop.answer !== 'yes') return hop;
  const next = options.resolve?.(arn);
  if (next === undefined) {
    const why = {
      code: 'missing-facts',
      detail: `The facts of ${arn}, which the path leads through, are not known.`,
    } as const;
    return { given: hop.given, answer: 'unknown', why, candidate: hop.witness.request };
  }
  const onward = askPath(next, rest, options);
  if (onward.answer !== 'yes') return onward;
  return { ...onward, witness: hop.witness, witnesses: [hop.witness, ...(onward.witnesses ?? [onward.witness])] };
};

const namesResource = ({ resources, exceptResources }: Question, arn: Arn): boolean =>
  resources.some((pattern) => matchesWildcard(pattern, arn)) &&
  !(exceptResources ?? []).some((pattern) => matchesWildcard(pattern, arn));

const noOf = (principal: Principal, answers: readonly (Answer & { answer: 'no' })[]): Answer => ({
  given: answers[0]?.given ?? principal.given,
  answer: 'no',
  proof: {
    shapes: answers.reduce((sum, { proof }) => sum + proof.shapes, 0),
    branches: answers.reduce((sum, { proof }) => sum + proof.branches, 0),
    blockedBy: answers.flatMap(({ proof }) => proof.blockedBy).slice(0, 20),
  },
});
