import { compilePattern } from './compile-policy.ts';
import { decideAsRead } from './decide.ts';
import type { Principal } from './principal.ts';
import { askAction, isAsked } from './search/ask-action.ts';
import { doubtOf, readingFor, search, startAsking, worldFor, type Asking, type Doubt } from './search/asking.ts';
import { budgetSpent } from './search/ask-question.ts';
import { BudgetSpent } from './search/effort.ts';
import { accountsIn } from './search/question.ts';
import { refusedProblems } from './search/world-problem.ts';
import type { AccessRequest, Action, Arn, SearchOptions, Verdict, Witness } from './types.ts';

/**
 * What any context can make of one action on one resource; a context that the caller has in mind is ignored. `allowed`
 * and `denied` only with a proof over all contexts of the model. The resource is one text, `*` included: no pattern.
 */
export const verdict = (principal: Principal, action: Action, resource: Arn, options: SearchOptions): Verdict => {
  const name = action.trim();
  const resources = [compilePattern(resource, false, false)];
  const asking = startAsking(
    principal,
    {
      question: { actions: [name], resources: [resource] },
      actions: [name.toLowerCase()],
      resources,
      except: [],
      conditions: [],
      accounts: accountsIn(resources),
    },
    options,
  );
  try {
    return verdictOf(asking, name);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return { verdict: 'conditional', proven: false, why: budgetSpent };
  }
};

const verdictOf = (asking: Asking, action: string): Verdict => {
  const outcome = askAction(asking, action);
  if (outcome.answer === 'unknown') return { verdict: 'conditional', proven: false, why: outcome.why };
  if (outcome.answer === 'no') {
    const { shapes, branches } = asking.effort;
    return { verdict: 'denied', proof: { shapes, branches, blockedBy: asking.blocked.list() } };
  }
  return againstRefusal(asking, action, outcome.witness);
};

const againstRefusal = (asking: Asking, action: string, witness: Witness): Verdict => {
  const { principal, options } = asking;
  let refused: AccessRequest | undefined;
  let doubt: Doubt | undefined;
  const finding = worldFor(principal, action, readingFor('finding', 'refused', options));
  search(asking, action, {
    worlds: [finding],
    purpose: 'finding',
    variants: (problem) => refusedProblems(finding, problem),
    accept: (leaf) => {
      const { request } = leaf;
      if (request === undefined || !isAsked(asking, request) || !isRefused(asking, request)) {
        doubt ??= doubtOf(leaf);
        return false;
      }
      refused = request;
      return true;
    },
  });
  if (refused !== undefined) return { verdict: 'conditional', proven: true, witness, denied: refused };
  const proving = worldFor(principal, action, readingFor('proving', 'refused', options));
  let obstacle: Doubt | undefined;
  search(asking, action, {
    worlds: [proving],
    purpose: 'proving',
    variants: (problem) => refusedProblems(proving, problem),
    accept: (leaf) => {
      obstacle = doubtOf(leaf);
      return true;
    },
  });
  if (obstacle === undefined) return { verdict: 'allowed', witness };
  return { verdict: 'conditional', proven: false, witness, why: (doubt ?? obstacle).why };
};

const isRefused = ({ principal, options }: Asking, request: AccessRequest): boolean =>
  (options.model === 'formal' ? (['documented'] as const) : (['documented', 'granting'] as const)).every(
    (reading) => decideAsRead(principal, request, { derive: false, reading }).decision !== 'Allowed',
  );
