import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { actionsOfService } from '../../../reasoning/catalogue/action-catalogue.ts';
import type { ConditionBlock, Question } from '../../../reasoning/types.ts';
import type { DecidingTag } from '../deciding-tags.ts';

/** "Can it set or remove the tag that decides?" on itself, or on the resources that the statement speaks of. */
export const tagQuestions = (principal: PrincipalFacts, tag: DecidingTag): readonly Question[] => {
  const condition = touching(tag.key);
  if (tag.of === 'principal') {
    const kind = principal.kind === 'role' ? 'Role' : 'User';
    return [{ actions: [`iam:Tag${kind}`, `iam:Untag${kind}`], resources: [principal.arn], condition }];
  }
  const services = new Set(tag.actions.map((action) => action.split(':')[0] ?? ''));
  const actions = [...services].flatMap(taggingActions);
  const { resources } = tag.statement;
  const named = resources === undefined || resources.negated ? ['*'] : resources.entries;
  // A pattern with a variable stands for no fixed resource: every one is asked about.
  const fixed = named.some((entry) => entry.includes('${')) ? ['*'] : named;
  return actions.length === 0 ? [] : [{ actions, resources: fixed, condition }];
};

const touching = (key: string): ConditionBlock => ({ 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': [key] } });

const taggingNames = new Set(['tagresource', 'untagresource', 'addtags', 'deletetags']);

const taggingActions = (service: string): readonly string[] =>
  actionsOfService(service)
    .map(({ name }) => name)
    .filter((name) => taggingNames.has((name.split(':')[1] ?? '').toLowerCase()));
