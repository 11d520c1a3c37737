import { actionWorld, scpsApply, type ActionWorld } from '../action-world.ts';
import { actionsOfService, catalogueAction, catalogueVersion, expandAction } from '../catalogue/action-catalogue.ts';
import { decideAsRead } from '../decide.ts';
import { requestView } from '../match/request-view.ts';
import { resourceAccount } from '../match/resource-account.ts';
import { hasWildcard } from '../policy/wildcard.ts';
import type { Hole, Principal } from '../principal.ts';
import type {
  AccessRequest,
  Answer,
  Exhaustion,
  Given,
  Question,
  Reading,
  SearchOptions,
  Why,
  Witness,
} from '../types.ts';
import { BudgetSpent, startEffort, type Effort } from './effort.ts';
import { blockers, passedDenies, type Blockers } from './explain.ts';
import { compileQuestion, questionLiterals, questionMatches, type CompiledQuestion } from './question.ts';
import { searchAction, type ActionSearch, type Leaf } from './search-action.ts';
import { statementsOf } from './statements-of.ts';
import type { Tie } from './tie.ts';
import { allowedProblems } from './world-problem.ts';

/** What the asker knows beside the principal. */
export type AskExtras = { overrides?: ReadonlyMap<string, Tie>; resources?: readonly string[] };

/** Asks one question: every action of it, until one says yes. */
export const askQuestion = (
  principal: Principal,
  question: Question,
  options: SearchOptions,
  extras: AskExtras = {},
): Answer => {
  const compiled = compileQuestion(question);
  if (!compiled.ok) return unknown(principal.given, { code: 'unsupported', detail: compiled.detail });
  const given = [...principal.given, catalogueGiven];
  const asking: Asking = {
    principal,
    options,
    extras,
    question: compiled.compiled,
    effort: startEffort(options.budget),
    blocked: blockers(),
    hole: holeOf(principal),
  };
  try {
    return { ...answerOf(asking), given };
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return unknown(given, { code: 'budget', detail: 'The question has more branches than its budget allows.' });
  }
};

const unknown = (given: readonly Given[], why: Why, candidate?: AccessRequest): Answer => ({
  given,
  answer: 'unknown',
  why,
  ...(candidate === undefined ? {} : { candidate }),
});

const catalogueGiven: Given = { about: 'actions', value: `action list ${catalogueVersion}`, source: 'catalogue' };

type Asking = {
  principal: Principal;
  options: SearchOptions;
  extras: AskExtras;
  question: CompiledQuestion;
  effort: Effort;
  blocked: Blockers;
  hole: Hole | undefined;
};

/** The first hole that spoils every yes. What a hole may hold, a Deny included, is not known. */
const holeOf = (principal: Principal): Hole | undefined => {
  const { identity, boundary, session, scps, rcps, resourcePolicies } = principal;
  const levels = [...(scpsApply(principal, 'denying') ? [scps] : []), rcps];
  return [
    ...[identity, boundary, session].flatMap(({ holes }) => holes),
    ...levels.flatMap((layer) => [...layer.holes, ...layer.levels.flatMap(({ holes }) => holes)]),
    ...resourcePolicies.holes,
  ][0];
};

type Outcome =
  | { answer: 'yes'; witness: Witness }
  | { answer: 'no' }
  | { answer: 'unknown'; why: Why; candidate?: AccessRequest };

const answerOf = (asking: Asking): (Outcome & { answer: 'yes' | 'unknown' }) | { answer: 'no'; proof: Exhaustion } => {
  const { actions, gap } = expand(asking.question);
  let doubt: Extract<Outcome, { answer: 'unknown' }> | undefined;
  for (const action of actions) {
    const outcome = askAction(asking, action);
    if (outcome.answer === 'yes') return outcome;
    if (outcome.answer === 'unknown') doubt ??= outcome;
  }
  if (doubt !== undefined) return doubt;
  if (gap !== undefined) return { answer: 'unknown', why: gap };
  const { shapes, branches } = asking.effort;
  return { answer: 'no', proof: { shapes, branches, blockedBy: asking.blocked.list() } };
};

/** A question's patterns over the catalogue. A name that the catalogue does not list is asked as it stands. */
const expand = (question: CompiledQuestion): { actions: readonly string[]; gap?: Why } => {
  const actions = new Set<string>();
  let gap: Why | undefined;
  for (const text of question.question.actions) {
    const pattern = text.trim().toLowerCase();
    if (!hasWildcard(pattern)) {
      actions.add(catalogueAction(pattern)?.name ?? text.trim());
      continue;
    }
    for (const { name } of expandAction(pattern)) actions.add(name);
    const service = pattern.split(':')[0] ?? '';
    if (!hasWildcard(service) && actionsOfService(service).length === 0) {
      gap = {
        code: 'catalogue-gap',
        detail: `The action list does not hold the service ${service}: ${pattern} was not expanded.`,
      };
    }
  }
  return gap === undefined ? { actions: [...actions] } : { actions: [...actions], gap };
};

const askAction = (asking: Asking, action: string): Outcome => {
  const { principal, hole } = asking;
  const documented: Reading = asking.options.model === 'formal' ? 'documented' : 'granting';
  let doubt: { why: Why; candidate?: AccessRequest } | undefined;
  if (hole === undefined) {
    const strict: Reading = asking.options.model === 'formal' ? 'documented' : 'denying';
    let found: Witness | undefined;
    search(asking, action, strict, 'likely', (leaf, world) => {
      found = leaf.doubt === undefined ? verified(asking, leaf, world) : undefined;
      if (found === undefined) doubt ??= doubtOf(leaf);
      return found !== undefined;
    });
    if (found !== undefined) return { answer: 'yes', witness: found };
  }
  let obstacle: { why: Why; candidate?: AccessRequest } | undefined;
  search(asking, action, documented, 'documented', (leaf) => {
    obstacle = doubtOf(leaf);
    return true;
  });
  if (obstacle === undefined) return { answer: 'no' };
  if (hole !== undefined) return { ...obstacle, answer: 'unknown', why: { code: hole.code, detail: hole.detail } };
  if (doubt !== undefined) return { answer: 'unknown', ...doubt };
  if (
    obstacle.why.code === 'disputed-reading' &&
    principal.scps.present &&
    principal.inManagementAccount.state === 'unknown'
  ) {
    return {
      ...obstacle,
      answer: 'unknown',
      why: { code: 'missing-facts', detail: principal.inManagementAccount.why },
    };
  }
  return { answer: 'unknown', ...obstacle };
};

/** A leaf that is no yes: by its own doubt, by a check that failed, or because only one reading allows it. */
const doubtOf = (leaf: Leaf): { why: Why; candidate?: AccessRequest } => ({
  why: leaf.doubt ?? {
    code: 'disputed-reading',
    detail: 'Only one reading of a rule that AWS leaves open, or of how real requests look, allows such a request.',
  },
  ...(leaf.request === undefined ? {} : { candidate: leaf.request }),
});

const search = (
  { principal, question, options, extras, effort, blocked, hole }: Asking,
  action: string,
  reading: Reading,
  ties: 'likely' | 'documented',
  onLeaf: (leaf: Leaf, world: ActionWorld) => boolean,
): boolean => {
  const lower = action.toLowerCase();
  const world = actionWorld(principal, lower, reading);
  const width = reading === 'documented' ? 'documented' : reading === 'granting' ? 'wide' : 'narrow';
  const input: ActionSearch = {
    principal,
    action,
    catalogued: catalogueAction(lower),
    question,
    statements: statementsOf(world),
    variants: (problemOptions) => allowedProblems(world, problemOptions),
    questionLiterals: (literalOptions) => questionLiterals(question, { ...literalOptions, width }),
    model: options.model,
    now: options.now,
    ties,
    fillHoles: hole !== undefined || ties === 'documented',
    foreignAccounts: foreignAccounts(question, principal),
    ...(extras.overrides === undefined ? {} : { overrides: extras.overrides }),
    resources: [...(extras.resources ?? []), ...exactResources(question)],
    effort,
    onBlocked: blocked.add,
    accept: (leaf) => onLeaf(leaf, world),
  };
  return searchAction(input);
};

const exactResources = ({ resources }: CompiledQuestion): readonly string[] =>
  resources.filter(({ template }) => template.every(({ kind }) => kind === 'text')).map(({ text }) => text);

const foreignAccounts = ({ resources }: CompiledQuestion, principal: Principal): readonly string[] => [
  ...new Set(
    resources.flatMap(({ text }) => {
      const account = resourceAccount(text);
      return account === undefined || account === principal.accountId ? [] : [account];
    }),
  ),
];

/** Every yes is decided once more as a plain request, in the documented and in the strictest reading. */
const verified = (asking: Asking, leaf: Leaf, world: ActionWorld): Witness | undefined => {
  const { request } = leaf;
  if (request === undefined) return undefined;
  const { principal, question, options } = asking;
  const view = requestView(request);
  if (!questionMatches(question, view, 'documented')) return undefined;
  const decision = decideAsRead(principal, request, { derive: false, reading: 'documented' });
  if (decision.decision !== 'Allowed') return undefined;
  if (options.model === 'realistic') {
    if (!questionMatches(question, view, 'narrow')) return undefined;
    if (decideAsRead(principal, request, { derive: false, reading: 'denying' }).decision !== 'Allowed')
      return undefined;
  }
  return { request, shape: leaf.shape, by: decision.by, passedBy: passedDenies(world, request) };
};
