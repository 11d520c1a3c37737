import { catalogueActions } from '../catalogue/action-catalogue.ts';
import type { CompiledStatement } from '../compile-policy.ts';
import { constantsOf } from '../domains/constants.ts';
import { matchesAction } from '../match/match-action.ts';
import type { Principal } from '../principal.ts';
import { principalFacts } from '../principal-context.ts';
import { compileQuestion } from '../search/question.ts';
import { resourceForms } from '../search/templates.ts';
import type { AccessRequest, Context, Question } from '../types.ts';
import { isDifference } from './outside-differences.ts';

const OTHER_ACTIONS = 60;

/**
 * Decides requests beside the questions in both worlds: actions that the Denies hit and others spread over the action
 * list, on an example of each form of resource, with contexts made of the constants that the Denies compare with. No
 * chance: the same input gives the same sample.
 */
export const sampleDifferences = (
  before: Principal,
  after: Principal,
  denies: readonly CompiledStatement[],
  questions: readonly Question[],
): { sampled: number; differences: readonly AccessRequest[] } => {
  const compiled = questions.flatMap((question) => {
    const result = compileQuestion(question);
    return result.ok ? [result.compiled] : [];
  });
  const contexts = contextsOf(before, denies);
  const differences: AccessRequest[] = [];
  let sampled = 0;
  for (const action of sampleActions(denies)) {
    const [form] = resourceForms(action, before, []);
    for (const context of contexts) {
      const request = { action: action.name, resource: form?.example ?? '*', context };
      sampled += 1;
      if (isDifference(before, after, request, compiled)) differences.push(request);
    }
  }
  return { sampled, differences: differences.slice(0, 20) };
};

const sampleActions = (denies: readonly CompiledStatement[]) => {
  const all = catalogueActions();
  const step = Math.max(1, Math.floor(all.length / OTHER_ACTIONS));
  const hit = all.filter(({ key }) => denies.some(({ actions }) => matchesAction(actions, key, 'documented')));
  const spread = all.filter((_, index) => index % step === 0);
  return [...new Set([...hit.slice(0, OTHER_ACTIONS), ...spread])];
};

const contextsOf = (principal: Principal, denies: readonly CompiledStatement[]): readonly Context[] => {
  const facts: Record<string, string> = {};
  for (const fact of principalFacts(principal).values()) if ('value' in fact) facts[fact.name] = fact.value;
  const varied = denies
    .flatMap(({ conditions }) => conditions)
    .flatMap(({ name, criterion }): Context[] =>
      criterion === undefined
        ? []
        : constantsOf(criterion)
            .slice(0, 3)
            .map((text) => ({ ...facts, [name]: text })),
    );
  return [facts, ...varied.slice(0, 8)];
};
