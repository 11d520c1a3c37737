import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { actionsOfService } from '../../../reasoning/catalogue/action-catalogue.ts';
import type { ConditionTest, Statement } from '../../../reasoning/policy/policy.ts';
import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';
import type { ConditionBlock, Question } from '../../../reasoning/types.ts';
import { readStatements } from '../../read-statements.ts';
import type { DecidingTag } from '../deciding-tags.ts';

/** "Can it set or remove the tag that decides?" on itself, or on the resources that the statement speaks of. */
export const tagQuestions = (principal: PrincipalFacts, tag: DecidingTag): readonly Question[] => {
  if (tag.of === 'principal') {
    const condition = touching(tag.key);
    const kind = principal.kind === 'role' ? 'Role' : 'User';
    return [{ actions: [`iam:Tag${kind}`, `iam:Untag${kind}`], resources: [principal.arn], condition }];
  }
  const services = new Set(tag.actions.map((action) => action.split(':')[0] ?? ''));
  const actions = [...services].flatMap(taggingActions);
  const { resources } = tag.statement;
  const named = resources === undefined || resources.negated ? ['*'] : resources.entries;
  // A pattern with a variable stands for no fixed resource: every one is asked about.
  const fixed = named.some((entry) => entry.includes('${')) ? ['*'] : named;
  if (actions.length === 0 || retagsItsOwnOnly(principal, tag, actions)) return [];
  const condition = {
    ...touching(tag.key),
    ...notYet(tag),
    // A tag that is set while the resource is made is no change of one that limits.
    ...(services.has('sagemaker') ? { [absent]: { ...notYet(tag)[absent], 'sagemaker:TaggingAction': 'true' } } : {}),
  };
  return [{ actions, resources: fixed, condition }];
};

const touching = (key: string): ConditionBlock => ({ 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': [key] } });

const absent = 'Null';

/**
 * The resource does not pass the test that its tag decides. Where an Allow asks for a value, writing the tag of a resource
 * that holds the value already gains nothing; many policies let a project retag its own resources and no others.
 */
const notYet = ({ statement, test, conditionKey }: DecidingTag): ConditionBlock => {
  if (statement.effect !== 'Allow' || test === undefined || test.operator.set !== undefined || test.operator.ifExists)
    return {};
  const { base } = test.operator;
  if (base === absent) return test.values.includes('false') ? { [absent]: { [conditionKey]: 'true' } } : {};
  const opposite = opposites.get(base);
  return opposite === undefined ? {} : { [opposite]: { [conditionKey]: test.values } };
};

/**
 * Every statement that lets it write tags demands the value that the tag decides by, word for word. Said apart for values with
 * a variable (`${aws:PrincipalTag/project}`): in a question they would be plain text.
 */
const retagsItsOwnOnly = (
  principal: PrincipalFacts,
  { statement, test, conditionKey }: DecidingTag,
  actions: readonly string[],
): boolean => {
  if (statement.effect !== 'Allow' || test === undefined || !isPlainEquality(test)) return false;
  const values = test.values.toSorted().join('\n');
  if (!values.includes('${')) return false;
  const demands = ({ conditions }: Statement): boolean =>
    conditions.some(
      (asked) =>
        asked.key.toLowerCase() === conditionKey.toLowerCase() &&
        isPlainEquality(asked) &&
        asked.values.toSorted().join('\n') === values,
    );
  const tagging = readStatements(principal).filter(
    (each) => each.effect === 'Allow' && actions.some((action) => speaksOf(each, action.toLowerCase())),
  );
  return tagging.length > 0 && tagging.every(demands);
};

const isPlainEquality = ({ operator }: ConditionTest): boolean =>
  operator.base === 'StringEquals' && operator.set === undefined && !operator.ifExists;

const speaksOf = ({ actions }: Statement, action: string): boolean =>
  actions.entries.some((pattern) => matchesWildcard(pattern, action)) !== actions.negated;

const opposites: ReadonlyMap<string, string> = new Map([
  ['StringEquals', 'StringNotEquals'],
  ['StringLike', 'StringNotLike'],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
]);

const taggingNames = new Set(['tagresource', 'untagresource', 'addtags', 'deletetags']);

const taggingActions = (service: string): readonly string[] =>
  actionsOfService(service)
    .map(({ name }) => name)
    .filter((name) => taggingNames.has((name.split(':')[1] ?? '').toLowerCase()));
