import { installedFunctions, isActing } from '../../../shared/facts/installed-functions.ts';
import type { Known } from '../../../shared/facts/known.ts';
import { releasedRules } from '../../../shared/runtime/event-rules/released-rules.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { functionItems } from './function-items.ts';
import { ofKnown } from './item-of.ts';
import { modeItems } from './mode-items.ts';
import { queueItems } from './queue-items.ts';
import { releaseItems } from './release-items.ts';
import { roleItems } from './role-items.ts';
import { ruleItems } from './rule-items.ts';
import type { StackFacts } from './stack-facts.ts';
import { sweepItems } from './sweep-items.ts';
import { topicItems } from './topic-items.ts';
import { trailItems } from './trail-items.ts';

/** One item a fact, in the order in which to mend: what stops everything first. What could not be read is named, never taken for fine. */
export const stackItems = (given: StackFacts): readonly DoctorItem[] => {
  const facts = { ...given, containment: acts(given) };
  const { parts, containment, accountId, regions, stack } = facts;
  return [
    ...trailItems(parts.trails, [...new Set(['us-east-1', ...regions])]),
    ...ofKnown('rules', parts.rules, (rules) => ruleItems(accountId, containment, rules)),
    ...ofKnown('functions', parts.functions, (functions) => functionItems(facts, functions)),
    ...ofKnown('release', parts.deployment, (deployment) => releaseItems(stack, deployment)),
    ...ofKnown('roles', given.roles, (roles) => roleItems(stack, roles)),
    ...ofKnown('queues', parts.queues, (queues) => queueItems(containment, queues)),
    ...ofKnown('topics', parts.topics, topicItems),
    ...modeItems(facts),
    ...sweepItems(facts),
  ];
};

/** Whatever is left of the stack that acts says that the rest of it is missed: whoever deleted one function did not take the stack off. */
const acts = ({ containment, accountId, parts: { functions, rules } }: StackFacts): boolean =>
  containment ||
  isActing(new Set([...namesOf(functions), ...namesOf(rules)]), [...installedFunctions, ...releasedRules(accountId)]);

const namesOf = (part: Known<readonly { name: string }[]>): readonly string[] =>
  part.state === 'known' ? part.value.map(({ name }) => name) : [];
