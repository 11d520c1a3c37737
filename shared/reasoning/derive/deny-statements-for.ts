import { catalogueAction } from '../catalogue/action-catalogue.ts';
import { parseOperator } from '../policy/parse-conditions.ts';
import { hasWildcard, matchesWildcard } from '../policy/wildcard.ts';
import type { ConditionBlock, Question } from '../types.ts';
import { neverDenyHit } from './never-deny.ts';

/** One Deny as it is written: element order as IAM shows it. */
export type DenyStatement = {
  Sid?: string;
  Effect: 'Deny';
  Action: readonly string[];
  Resource?: readonly string[];
  NotResource?: readonly string[];
  Condition?: ConditionBlock;
};

export type DenyRefusal = {
  code: 'NOT_EXPRESSIBLE' | 'NEVER_DENY_HIT';
  /** One sentence: which question, and what about it no Deny can say. */
  detail: string;
};

export type DenyStatements = { statements: readonly DenyStatement[] } | { refused: DenyRefusal };

/**
 * The Deny statements that stop exactly what the questions ask about, one a box, or why there are none. A question has
 * the shape of a Deny already, so its condition is copied and not rewritten: an absent key means the same in both.
 * Questions that differ in actions only share a statement. Deterministic: sorted, without doubles.
 */
export const denyStatementsFor = (questions: readonly Question[]): DenyStatements => {
  const boxes = new Map<string, { actions: Set<string>; rest: Omit<DenyStatement, 'Effect' | 'Action'> }>();
  for (const question of questions) {
    const refused = refusalOf(question);
    if (refused !== undefined) return { refused };
    for (const { actions, rest } of boxesOf(question)) {
      const key = JSON.stringify(rest);
      const box = boxes.get(key) ?? { actions: new Set(), rest };
      for (const action of actions) box.actions.add(action);
      boxes.set(key, box);
    }
  }
  const statements = [...boxes.values()].map(({ actions, rest }): DenyStatement => {
    const sorted = withoutCovered([...actions]).sort();
    return { Effect: 'Deny', Action: sorted, ...rest };
  });
  if (statements.length === 0) {
    const detail = 'The questions ask about no request: no action of theirs accepts one of their resources.';
    return { refused: { code: 'NOT_EXPRESSIBLE', detail } };
  }
  return { statements };
};

type Box = { actions: readonly string[]; rest: Omit<DenyStatement, 'Effect' | 'Action'> };

/** Actions that accept only `*` as resource stand apart: an ARN pattern never matches their requests. */
const boxesOf = (question: Question): readonly Box[] => {
  const condition = question.condition === undefined ? {} : { Condition: question.condition };
  const anyResource = question.resources.includes('*');
  const except = question.exceptResources ?? [];
  const actions = question.actions.map(spelledAsCatalogue);
  if (except.length === 0 && anyResource) return [{ actions, rest: { Resource: ['*'], ...condition } }];
  const wildcardOnly = actions.filter((action) => catalogueAction(action)?.wildcardOnly === true);
  const others = actions.filter((action) => !wildcardOnly.includes(action));
  const named: Box = {
    actions: others,
    rest:
      except.length > 0
        ? { NotResource: [...except].sort(), ...condition }
        : { Resource: [...question.resources].sort(), ...condition },
  };
  // `NotResource` lists ARNs and so matches the resource `*`; `Resource` lists ARNs and never does.
  const apart: Box[] =
    except.length > 0 && !except.includes('*') && wildcardOnly.length > 0
      ? [{ actions: wildcardOnly, rest: { Resource: ['*'], ...condition } }]
      : [];
  return [...(others.length > 0 ? [named] : []), ...apart];
};

const spelledAsCatalogue = (action: string): string => catalogueAction(action.trim())?.name ?? action.trim();

const withoutCovered = (actions: readonly string[]): string[] =>
  actions.filter(
    (action, index) =>
      !actions.some((other, at) => {
        if (at === index || !matchesWildcard(other.toLowerCase(), action.toLowerCase())) return false;
        // Two spellings of one pattern cover each other: the first stays.
        return !matchesWildcard(action.toLowerCase(), other.toLowerCase()) || at < index;
      }),
  );

const refusalOf = (question: Question): DenyRefusal | undefined => {
  const notExpressible = (detail: string): DenyRefusal => ({ code: 'NOT_EXPRESSIBLE', detail });
  if (question.actions.length === 0) return notExpressible('The question names no action.');
  if (question.resources.length === 0) return notExpressible('The question names no resource.');
  const except = question.exceptResources ?? [];
  if (except.length > 0 && !(question.resources.length === 1 && question.resources[0] === '*')) {
    return notExpressible('"Some resources but not others" has no statement of its own: only "all but these" has.');
  }
  const texts = [...question.actions, ...question.resources, ...except, ...valuesOf(question.condition)];
  const variable = texts.find((text) => text.includes('${'));
  if (variable !== undefined) {
    return notExpressible(`${JSON.stringify(variable)} holds a policy variable; statements of ours never do.`);
  }
  for (const operator of Object.keys(question.condition ?? {})) {
    if (parseOperator(operator) === undefined) return notExpressible(`${operator} is not a condition operator.`);
  }
  for (const pattern of question.actions) {
    const hit = neverDenyHit(pattern);
    if (hit !== undefined) {
      return { code: 'NEVER_DENY_HIT', detail: `A Deny on ${pattern} would hit ${hit}, which is never denied.` };
    }
    if (matchesWildcard(pattern.trim().toLowerCase(), 'iam:passrole') && !namesPassedService(question.condition)) {
      return notExpressible('iam:PassRole is denied for named services only: iam:PassedToService is not limited.');
    }
  }
  return undefined;
};

const valuesOf = (condition: ConditionBlock | undefined): readonly string[] =>
  Object.values(condition ?? {}).flatMap((keys) => Object.values(keys).flatMap((value) => value));

const passedToOperators: ReadonlySet<string> = new Set([
  'StringEquals',
  'StringEqualsIfExists',
  'StringEqualsIgnoreCase',
  'StringEqualsIgnoreCaseIfExists',
  'StringLike',
  'StringLikeIfExists',
]);

const namesPassedService = (condition: ConditionBlock | undefined): boolean =>
  Object.entries(condition ?? {}).some(
    ([operator, keys]) =>
      passedToOperators.has(operator) &&
      Object.entries(keys).some(([key, value]) => {
        const values = typeof value === 'string' ? [value] : value;
        return key.toLowerCase() === 'iam:passedtoservice' && values.length > 0 && values.every(isServicePrincipal);
      }),
  );

const isServicePrincipal = (value: string): boolean =>
  !hasWildcard(value) && /^[a-z0-9.-]+\.amazonaws\.com$/.test(value);
