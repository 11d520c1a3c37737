import { actionWorld, type ActionWorld } from '../action-world.ts';
import { actionsOfService, catalogueAction, catalogueVersion } from '../catalogue/action-catalogue.ts';
import { expandAction } from '../catalogue/expand-action.ts';
import type { CompiledCondition } from '../compile-policy.ts';
import { keptOf } from '../kept.ts';
import { scpsApply } from '../layers-of.ts';
import type { Width } from '../match/width.ts';
import { hasWildcard } from '../policy/wildcard.ts';
import type { Hole, LevelsLayer, Principal } from '../principal.ts';
import type { AccessRequest, Given, Reading, SearchOptions, Why } from '../types.ts';
import { startEffort, type Effort } from './effort.ts';
import { blockers, unsaid, type Blockers } from './explain.ts';
import { questionLiterals, type CompiledQuestion } from './question.ts';
import type { ActionSearch, Leaf } from './action-search.ts';
import { nothingAtAll, searchAction } from './search-action.ts';
import { statementsOf } from './statements-of.ts';
import type { Tie } from './tie.ts';
import type { ProblemOptions, Variant } from './world-problem.ts';

/** One question to one principal, with what it may cost. */
export type Asking = {
  principal: Principal;
  options: SearchOptions;
  question: CompiledQuestion;
  overrides?: ReadonlyMap<string, Tie>;
  effort: Effort;
  blocked: Blockers;
};

export const startAsking = (
  principal: Principal,
  question: CompiledQuestion,
  options: SearchOptions,
  overrides?: ReadonlyMap<string, Tie>,
): Asking => {
  const effort = startEffort(options.budget);
  const blocked = options.explain === false ? unsaid : blockers();
  return overrides === undefined
    ? { principal, options, question, effort, blocked }
    : { principal, options, question, overrides, effort, blocked };
};

/** Why there is no answer, and the request that stands in the way of one. */
export type Doubt = { why: Why; candidate?: AccessRequest };

/** By its own doubt, or because only one reading holds. */
export const doubtOf = (leaf: Leaf): Doubt => ({
  why: leaf.doubt ?? {
    code: 'disputed-reading',
    detail: 'Only one reading of a rule that AWS leaves open, or of how real requests look, allows such a request.',
  },
  ...(leaf.request === undefined ? {} : { candidate: leaf.request }),
});

/**
 * `finding`: the reading in which what is found is certain, over requests as they likely look. `proving`: the reading in
 * which nothing is left out, over every request that is not ruled out. The formal model has one reading.
 */
export type Purpose = 'finding' | 'proving';

export const readingFor = (purpose: Purpose, wanted: 'allowed' | 'refused', { model }: SearchOptions): Reading => {
  if (model === 'formal') return 'documented';
  return (purpose === 'finding') === (wanted === 'allowed') ? 'denying' : 'granting';
};

export type SearchInput = {
  worlds: readonly ActionWorld[];
  purpose: Purpose;
  variants: (options: ProblemOptions) => readonly Variant[];
  /** Conditions that the variants read beside those of the worlds and the question. */
  reads?: readonly CompiledCondition[];
  accept: (leaf: Leaf) => boolean;
};

/** Searches all requests of one action; true when a leaf was accepted. */
export const search = (asking: Asking, action: string, input: SearchInput): boolean =>
  searchAction(actionSearch(asking, action, input));

/** A quick proof that there is nothing to find; false says nothing. */
export const nothingPossible = (asking: Asking, action: string, input: SearchInput): boolean =>
  nothingAtAll(actionSearch(asking, action, input));

const actionSearch = (asking: Asking, action: string, input: SearchInput): ActionSearch => {
  const { principal, question, options, overrides, effort, blocked } = asking;
  const { worlds, purpose, variants, reads = [], accept } = input;
  const width: Width = options.model === 'formal' ? 'documented' : purpose === 'proving' ? 'wide' : 'narrow';
  return {
    principal,
    action,
    catalogued: catalogueAction(action),
    question,
    statements: worlds.flatMap(statementsOf),
    variants,
    reads,
    questionLiterals: (literalOptions) => questionLiterals(question, { ...literalOptions, width }),
    model: options.model,
    now: options.now,
    ties: purpose === 'proving' ? 'documented' : 'likely',
    fillHoles: purpose === 'proving',
    foreignAccounts: foreignAccounts(question, principal),
    ...(overrides === undefined ? {} : { overrides }),
    resources: exactResources(question),
    effort,
    onBlocked: blocked.add,
    accept,
  };
};

export const worldFor = (principal: Principal, action: string, reading: Reading): ActionWorld =>
  actionWorld(principal, action, reading);

/** The first hole that spoils every yes: what a hole may hold, a Deny included, is not known. */
export const holeOf = (principal: Principal): Hole | undefined => {
  const kept = keptOf(principal);
  return (kept.hole ??= { first: findHole(principal) }).first;
};

const findHole = (principal: Principal): Hole | undefined => {
  const { identity, boundary, session, scps, rcps, resourcePolicies } = principal;
  return (
    identity.holes[0] ??
    boundary.holes[0] ??
    session.holes[0] ??
    (scpsApply(principal, 'denying') ? holeInLevels(scps) : undefined) ??
    holeInLevels(rcps) ??
    resourcePolicies.holes[0]
  );
};

const holeInLevels = ({ holes, levels }: LevelsLayer): Hole | undefined =>
  holes[0] ?? levels.find((level) => level.holes.length > 0)?.holes[0];

/** Quoted by every answer whose question was expanded. */
export const catalogueGiven: Given = {
  about: 'actions',
  value: `action list ${catalogueVersion}`,
  source: 'catalogue',
};

/** Whose resources are looked at: those of an account that nobody names are not. */
export const resourcesGiven = ({ accountId }: Pick<Principal, 'accountId'>): Given => ({
  about: 'resources',
  value: `of account ${accountId}, of AWS, and of the accounts that the question names`,
  source: 'declared',
});

/** A question's patterns over the catalogue. A name that the catalogue does not list is asked as it stands. */
export const expandActions = ({ question }: CompiledQuestion): { actions: readonly string[]; gap?: Why } => {
  const actions = new Set<string>();
  let gap: Why | undefined;
  for (const text of question.actions) {
    const pattern = text.trim().toLowerCase();
    if (!hasWildcard(pattern)) {
      actions.add(catalogueAction(pattern)?.name ?? text.trim());
      continue;
    }
    for (const { name } of expandAction(pattern)) actions.add(name);
    const service = pattern.split(':')[0] ?? '';
    if (!hasWildcard(service) && actionsOfService(service).length === 0) {
      const detail = `The action list does not hold the service ${service}: ${pattern} was not expanded.`;
      gap = { code: 'catalogue-gap', detail };
    }
  }
  return gap === undefined ? { actions: [...actions] } : { actions: [...actions], gap };
};

const exactResources = ({ resources }: CompiledQuestion): readonly string[] =>
  resources
    .filter(({ template }) => template.every(({ kind }) => kind === 'text'))
    .map(({ template, text }) => template.map((part) => (part.kind === 'text' ? part.text : '')).join('') || text);

/** Accounts other than the principal's that the question names. */
export const foreignAccounts = ({ accounts }: CompiledQuestion, { accountId }: Principal): readonly string[] =>
  accounts.length === 0 ? accounts : accounts.filter((account) => account !== accountId);
