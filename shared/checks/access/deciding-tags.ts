import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { matchesWildcard } from '../../reasoning/policy/wildcard.ts';
import type { ConditionTest, Statement } from '../../reasoning/policy/policy.ts';
import { aiAccess } from '../ai-access.ts';
import { readStatements } from '../read-statements.ts';

/** A tag that decides about AI access in one statement of the principal's own. */
export type DecidingTag = {
  /** Whose tag it is. */
  of: 'principal' | 'resource';
  /** Of the tag: `team`. */
  key: string;
  /** As the policy spells the condition key: `aws:ResourceTag/team`. */
  conditionKey: string;
  statement: Statement;
  /** Absent where a variable reads the tag: `${aws:PrincipalTag/team}`. */
  test?: ConditionTest;
  /** AI actions that the statement speaks of. */
  actions: readonly string[];
};

/** Every tag that a condition or a variable of the principal's own AI statements reads. */
export const decidingTags = (principal: PrincipalFacts): readonly DecidingTag[] =>
  readStatements(principal, { boundary: true }).flatMap((statement) => {
    const read = tagsRead(statement);
    if (read.length === 0) return [];
    const actions = aiActionsOf(statement);
    return actions.length === 0 ? [] : read.map((tag) => ({ ...tag, statement, actions }));
  });

const conditionKey = /^(?:aws:(?<principal>principaltag)|[a-z0-9-]+:resourcetag)\/(?<key>.+)$/iu;
const variable = /\$\{aws:principaltag\/(?<key>[^},]+)/giu;

const tagsRead = (statement: Statement): readonly Omit<DecidingTag, 'statement' | 'actions'>[] => [
  ...statement.conditions.flatMap((test) => {
    const found = conditionKey.exec(test.key)?.groups;
    const key = found?.['key'];
    if (key === undefined) return [];
    const of = found?.['principal'] === undefined ? ('resource' as const) : ('principal' as const);
    return [{ of, key, conditionKey: test.key, test }];
  }),
  ...[...statement.conditions.flatMap(({ values }) => values), ...(statement.resources?.entries ?? [])].flatMap(
    (text) =>
      [...text.matchAll(variable)].map((found) => {
        const key = found.groups?.['key'] ?? '';
        return { of: 'principal' as const, key, conditionKey: `aws:PrincipalTag/${key}` };
      }),
  ),
];

const aiActions: readonly { name: string; lower: string }[] = ('any' in aiAccess ? aiAccess.any : [])
  .flatMap(({ actions }) => actions)
  .map((name) => ({ name, lower: name.toLowerCase() }));

const aiActionsOf = ({ actions }: Statement): readonly string[] =>
  aiActions
    .filter(({ lower }) => actions.entries.some((pattern) => matchesWildcard(pattern, lower)) !== actions.negated)
    .map(({ name }) => name);
