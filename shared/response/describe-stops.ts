import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { neverDeny } from '../reasoning/derive/never-deny.ts';
import type { Question } from '../reasoning/types.ts';
import { everyAiAction } from './quarantine-region.ts';

const shown = 4;

const listOf = (values: readonly string[], all: string): string => {
  if (values.includes('*')) return all;
  if (values === everyAiAction.actions) return `any AI action but ${neverDeny.join(', ')}`;
  const rest = values.length - shown;
  return rest > 0 ? `${values.slice(0, shown).join(', ')} and ${rest} more` : values.join(', ');
};

const conditionOf = (question: Question): string => {
  const parts = Object.entries(question.condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key} ${[values].flat().join(', ')}`),
  );
  return parts.length === 0 ? '' : `, where ${parts.join(' and ')}`;
};

const resourcesOf = (question: Question): string =>
  question.exceptResources === undefined
    ? listOf(question.resources, 'every resource')
    : `every resource but ${listOf(question.exceptResources, 'none')}`;

export const lastUse = (facts: PrincipalFacts): string => {
  switch (facts.lastUsedAt.state) {
    case 'known':
      return `${facts.name} was last used at ${facts.lastUsedAt.value}, for what is not recorded.`;
    case 'absent':
      return facts.lastUsedAt.declared === true
        ? `When ${facts.name} was last used is not known.`
        : `No use of ${facts.name} is recorded.`;
    case 'unknown':
      return `When ${facts.name} was last used is not known: ${facts.lastUsedAt.why}.`;
  }
};

/** Questions that differ in their actions only are one sentence: whoever approves reads what stops, not how it was asked. */
const together = (region: readonly Question[]): readonly Question[] => {
  const groups = Map.groupBy(region, ({ actions: _actions, ...rest }) => JSON.stringify(rest));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return group.length === 1
      ? [first]
      : [{ ...first, actions: [...new Set(group.flatMap(({ actions }) => actions))] }];
  });
};

/** What will stop working, in sentences for whoever approves; `more` stands before the last use. */
export const describeStops = (
  facts: PrincipalFacts,
  region: readonly Question[],
  shield: readonly string[],
  more: readonly string[] = [],
): readonly string[] => [
  ...together(region).map(
    (question) =>
      `${facts.name} can no longer do ${listOf(question.actions, 'any action')} on ${resourcesOf(question)}${conditionOf(question)}.`,
  ),
  ...(shield.length === 0 ? [] : [`${facts.name} can no longer change its own containment: ${shield.join(', ')}.`]),
  'Everything else keeps its answer. Sessions that are open now are stopped too, within the seconds that IAM needs.',
  ...more,
  lastUse(facts),
];
