import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { parseDocument } from '../../reasoning/policy/parse-policy.ts';
import type { PrincipalEntry, Statement } from '../../reasoning/policy/policy.ts';

/** Allow statements of a role's trust policy: whom to ask about, never who gets in. What cannot be read has none. */
export const trustStatements = ({ trustPolicy }: PrincipalFacts): readonly Statement[] => {
  if (trustPolicy.state !== 'known') return [];
  const parsed = parseDocument(trustPolicy.value, 'trust');
  return parsed.ok ? parsed.policy.statements.filter(({ effect }) => effect === 'Allow') : [];
};

/** What the statements name under one type, as written, each once. */
export const namedAs = (statements: readonly Statement[], type: 'Service' | 'Federated'): readonly string[] => [
  ...new Set(
    statements
      .flatMap(({ principals }) => principals?.entries ?? [])
      .flatMap((entry: PrincipalEntry) => (entry.type === type ? [entry.value] : [])),
  ),
];

/** Values of a condition key, whatever the operator. */
export const conditionValues = (statements: readonly Statement[], key: string): readonly string[] =>
  statements.flatMap(({ conditions }) =>
    conditions.filter((condition) => condition.key.toLowerCase() === key).flatMap(({ values }) => values),
  );

/** AWS writes the trust policy of a service-linked role and nobody can change it. */
export const isServiceLinked = ({ path }: PrincipalFacts): boolean => path.startsWith('/aws-service-role/');
