import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { negatedOperators } from '../../../reasoning/policy/policy.ts';
import type { ConditionTest } from '../../../reasoning/policy/policy.ts';
import type { Question } from '../../../reasoning/types.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { decidingTags, type DecidingTag } from '../deciding-tags.ts';

export const absentTags = {
  id: 'RF.ACCESS.20',
  name: 'absent-tags',
  title: 'Tag conditions are closed when the tag is absent',
  kind: 'access',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Test the tag with StringEquals, which needs the tag, or add a Deny with Null true for it.',
  references: { genSec: ['GENSEC01-BP01'] },
  ask: ({ principal, aiAccess }) => (aiAccess.answer === 'no' ? [] : questionsOf(principal)),
  finding: ({ who, question, answer }) =>
    `without tag ${question.name.replace(/^(?:principal|resource)-tag-/u, '')} ${who} can ${answer.witness.request.action}`,
} as const satisfies AccessCheck;

const questionsOf = (principal: PrincipalFacts): readonly AccessQuestion[] => {
  const open = decidingTags(principal).filter((tag) => isOpenWithout(principal, tag));
  const byTag = Map.groupBy(open, ({ of, key }) => `${of}-tag-${key.toLowerCase()}`);
  return [...byTag].map(([name, tags]) => ({ name, ask: { name, any: tags.map(withoutTag) } }));
};

/** The statement gives access, and its test is true of a request that carries no such tag. */
const isOpenWithout = (principal: PrincipalFacts, { of, key, statement, test }: DecidingTag): boolean => {
  if (statement.effect !== 'Allow' || test === undefined || !trueOfAbsent(test)) return false;
  if (of === 'resource') return true;
  // A role's own tags stand in each of its sessions: a session may replace a value, never remove it.
  const { tags } = principal;
  return tags.state !== 'known' || !Object.keys(tags.value).some((own) => own.toLowerCase() === key.toLowerCase());
};

const trueOfAbsent = ({ operator, values }: ConditionTest): boolean => {
  if (operator.base === 'Null') return values.some((value) => value.toLowerCase() === 'true');
  if (operator.set === 'ForAnyValue') return false;
  return operator.ifExists || operator.set === 'ForAllValues' || negatedOperators.has(operator.base);
};

const withoutTag = ({ statement, actions, conditionKey }: DecidingTag): Question => {
  const { resources } = statement;
  const named = resources === undefined || resources.negated ? ['*'] : resources.entries;
  return {
    actions,
    resources: named.some((entry) => entry.includes('${')) ? ['*'] : named,
    condition: { Null: { [conditionKey]: 'true' } },
  };
};
