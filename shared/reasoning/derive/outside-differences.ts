import type { CompiledStatement } from '../compile-policy.ts';
import { decideAsRead } from '../decide.ts';
import { matchesAction } from '../match/match-action.ts';
import { requestView } from '../match/request-view.ts';
import { hasWildcard, matchesWildcard } from '../policy/wildcard.ts';
import type { Principal } from '../principal.ts';
import { expandActions, readingFor, search, startAsking, worldFor, type Asking } from '../search/asking.ts';
import { BudgetSpent } from '../search/effort.ts';
import { missLiterals, resourceLiteral, type LiteralOptions } from '../search/literal.ts';
import type { Clause } from '../search/problem.ts';
import { accountsIn, compileQuestion, questionMatches, type CompiledQuestion } from '../search/question.ts';
import { allowedProblems, type ProblemOptions, type Variant } from '../search/world-problem.ts';
import type { AccessRequest, Question, SearchOptions } from '../types.ts';

export type Differences = { exact: boolean; differences: readonly AccessRequest[] };

/**
 * Searches, for each Deny that is added, a request that it hits, that was allowed, and that no question asks about.
 * `exact`: there is none, by exhaustion over the action list. Doubt is not exact.
 */
export const outsideDifferences = (
  before: Principal,
  after: Principal,
  denies: readonly CompiledStatement[],
  questions: readonly Question[],
  options: SearchOptions,
): Differences => {
  const compiled = questions.flatMap((question) => {
    const result = compileQuestion(question);
    return result.ok ? [result.compiled] : [];
  });
  const differences: AccessRequest[] = [];
  let exact = compiled.length === questions.length;
  for (const deny of denies) {
    if (isWithin(deny, compiled)) continue;
    try {
      const found = searchOutside(before, after, deny, compiled, options);
      if ('difference' in found) differences.push(found.difference);
      if (!('none' in found)) exact = false;
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      exact = false;
    }
  }
  return { exact, differences };
};

/** The plain case needs no search: the Deny is a question, word for word, or one with fewer actions. */
const isWithin = (deny: CompiledStatement, questions: readonly CompiledQuestion[]): boolean =>
  !deny.actions.negated &&
  deny.actions.entries.every((pattern) =>
    questions.some(
      (question) =>
        question.actions.some(
          (asked) => asked === pattern || (!hasWildcard(pattern) && matchesWildcard(asked, pattern)),
        ) && sameRegion(deny, question),
    ),
  );

const sameRegion = (deny: CompiledStatement, { resources, except, conditions }: CompiledQuestion): boolean => {
  const texts = (entries: readonly { text: string }[]): string =>
    JSON.stringify(entries.map(({ text }) => text).sort());
  const tests = (list: CompiledQuestion['conditions']): string =>
    JSON.stringify(list.map(({ operator, key, values }) => JSON.stringify([operator, key, texts(values)])).sort());
  const listed = deny.resources?.entries ?? [];
  const sameResources =
    deny.resources?.negated === true
      ? texts(listed) === texts(except) && texts(resources) === '["*"]'
      : except.length === 0 && (texts(listed) === texts(resources) || resources.some(({ text }) => text === '*'));
  return sameResources && tests(deny.conditions) === tests(conditions);
};

type Found = { none: true } | { doubt: true } | { difference: AccessRequest };

const searchOutside = (
  before: Principal,
  after: Principal,
  deny: CompiledStatement,
  questions: readonly CompiledQuestion[],
  options: SearchOptions,
): Found => {
  const region = regionOf(deny);
  const asking = startAsking(before, region, options);
  let found: Found = { none: true };
  const { actions } = expandActions(region);
  for (const action of actions) {
    if (!matchesAction(deny.actions, action.toLowerCase(), 'wide')) continue;
    const here = searchOutsideAction(asking, after, action, questions);
    if ('difference' in here) return here;
    if ('doubt' in here) found = here;
  }
  return found;
};

/** The Deny as a question: what does it hit? */
const regionOf = (deny: CompiledStatement): CompiledQuestion => {
  const actions = deny.actions.negated ? ['*'] : deny.actions.entries;
  const listed = deny.resources?.entries ?? [];
  const anything = { text: '*', template: [{ kind: 'any' as const }], variables: [] };
  const resources = deny.resources?.negated === false ? listed : [anything];
  return {
    question: { actions, resources: ['*'] },
    actions,
    resources,
    except: deny.resources?.negated === true ? listed : [],
    conditions: deny.conditions,
    accounts: accountsIn(resources),
  };
};

const searchOutsideAction = (
  asking: Asking,
  after: Principal,
  action: string,
  questions: readonly CompiledQuestion[],
): Found => {
  const { principal, options } = asking;
  const asked = questions.filter(({ actions }) =>
    actions.some((pattern) => matchesWildcard(pattern, action.toLowerCase())),
  );
  let found: Found = { none: true };
  const world = worldFor(principal, action, readingFor('proving', 'allowed', options));
  search(asking, action, {
    worlds: [world],
    purpose: 'proving',
    variants: (problem) => outside(allowedProblems(world, problem), asked, problem),
    // The keys that the questions read have to be chosen too.
    reads: asked.flatMap(({ conditions }) => conditions),
    accept: ({ request }) => {
      const real = request !== undefined && isDifference(principal, after, request, questions);
      found = real ? { difference: request } : { doubt: true };
      return true;
    },
  });
  return found;
};

const outside = (
  variants: readonly Variant[],
  questions: readonly CompiledQuestion[],
  options: ProblemOptions,
): readonly Variant[] => {
  const clauses = questions.flatMap((question) => outsideClause(question, { ...options, width: 'narrow' }));
  return variants.map((variant) => ({
    ...variant,
    problem: { ...variant.problem, clauses: [...variant.problem.clauses, ...clauses] },
  }));
};

const outsideClause = (question: CompiledQuestion, options: LiteralOptions): readonly Clause[] => {
  const cause = { source: { layer: 'identity', name: 'question' }, index: 0, effect: 'Deny' } as const;
  const literals = missLiterals(
    {
      ref: cause,
      effect: 'Deny',
      plain: false,
      keyless: false,
      content: undefined,
      actions: { negated: false, entries: question.actions },
      resources: { negated: false, entries: question.resources },
      conditions: question.conditions,
    },
    options,
  );
  if (literals === undefined) return [];
  if (question.except.length === 0) return [{ cause, literals }];
  const excepted = resourceLiteral({ negated: true, entries: question.except }, false, options);
  if (excepted === 'always') return [];
  return [{ cause, literals: excepted === 'never' ? literals : [...literals, excepted] }];
};

/** Allowed before, not after, and no question asks about it. */
export const isDifference = (
  before: Principal,
  after: Principal,
  request: AccessRequest,
  questions: readonly CompiledQuestion[],
): boolean => {
  const view = requestView(request);
  if (questions.some((question) => questionMatches(question, view, 'wide'))) return false;
  const was = decideAsRead(before, request, { derive: false }).decision === 'Allowed';
  return was && decideAsRead(after, request, { derive: false }).decision !== 'Allowed';
};
