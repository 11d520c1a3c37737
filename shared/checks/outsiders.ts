import { parsePolicy } from '../reasoning/policy/parse-policy.ts';
import type { ConditionTest, Statement } from '../reasoning/policy/policy.ts';
import type { CheckSettings } from './settings.ts';

export type Outsider = { who: string; statement: number };
export type Sharing =
  | { readable: true; statements: readonly Statement[]; outsiders: readonly Outsider[] }
  | { readable: false; why: string };

/**
 * Whom a resource policy admits from outside. Everybody is always outside; a named account is only where the settings say
 * which accounts are inside. A condition on the organisation, the account or the caller's ARN keeps a statement inside when
 * its operator is a positive one: one that is true without the key keeps nobody out.
 */
export const outsidersOf = (text: string, accountId: string, settings: CheckSettings): Sharing => {
  const parsed = parsePolicy(text, 'resource');
  if (!parsed.ok) return { readable: false, why: `${parsed.error.at} ${parsed.error.detail}`.trim() };
  const { statements } = parsed.policy;
  const outsiders = statements
    .filter(
      (statement) => statement.effect === 'Allow' && !statement.conditions.some((test) => keepsInside(test, settings)),
    )
    .flatMap((statement) => outsidersIn(statement, accountId, settings));
  return { readable: true, statements, outsiders };
};

const outsidersIn = (statement: Statement, accountId: string, settings: CheckSettings): readonly Outsider[] => {
  const { principals, index } = statement;
  if (principals === undefined) return [];
  if (principals.negated) return [{ who: 'everybody but those it names', statement: index }];
  return principals.entries.flatMap((entry) => {
    if (entry.type === 'any') return [{ who: 'anyone', statement: index }];
    if (entry.type !== 'AWS') return [];
    const account = /^\d{12}$/.test(entry.value) ? entry.value : entry.value.split(':')[4];
    return account === undefined || isInside(account, accountId, settings)
      ? []
      : [{ who: entry.value, statement: index }];
  });
};

const isInside = (account: string, accountId: string, settings: CheckSettings): boolean => {
  const named = [...settings.organisationAccounts, ...settings.knownAccounts.map((known) => known.accountId)];
  // Which accounts are inside is a setting: without it nobody can call a named account an outsider.
  return account === accountId || named.length === 0 || named.includes(account);
};

const limitingKeys = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
]);
const positive = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ArnLike']);

const keepsInside = ({ operator, key, values }: ConditionTest, { organisations }: CheckSettings): boolean => {
  const lower = key.toLowerCase();
  if (!limitingKeys.has(lower) || operator.ifExists || operator.set === 'ForAllValues') return false;
  if (!positive.has(operator.base) || values.some((value) => /^[*?]*$/.test(value))) return false;
  return (
    lower !== 'aws:principalorgid' ||
    organisations.length === 0 ||
    values.every((value) => organisations.includes(value))
  );
};
