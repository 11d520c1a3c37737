import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { parseDocument } from '../../reasoning/policy/parse-policy.ts';
import type { ConditionTest, Statement } from '../../reasoning/policy/policy.ts';
import { readStatements } from '../read-statements.ts';
import type { AllowedNetwork } from '../settings.ts';

/** What the policies of some principals name today: in their conditions, their trust policies and their boundaries. */
export type StateOfPlay = {
  regions: readonly string[];
  network: AllowedNetwork;
  organisations: readonly string[];
  /** Accounts that may assume one of the roles and are not the role's own. */
  externalAccounts: readonly string[];
  boundaries: readonly string[];
};

export const stateOfPlay = (principals: readonly PrincipalFacts[]): StateOfPlay => {
  const statements = principals.flatMap((principal) => readStatements(principal));
  const trusts = principals.flatMap((principal) =>
    trustStatements(principal).map((statement) => ({ principal, statement })),
  );
  const tests = statements.flatMap(({ conditions }) => conditions);
  const valuesOf = (key: string, form: RegExp, among: readonly ConditionTest[] = tests): readonly string[] =>
    unique(
      among
        .filter((test) => test.key.toLowerCase() === key && isPlain(test))
        .flatMap(({ values }) => values)
        .filter((value) => form.test(value)),
    );
  const organisation = /^o-[a-z0-9]{10,32}$/u;
  const trustTests = trusts.flatMap(({ statement }) => statement.conditions);
  return {
    regions: valuesOf('aws:requestedregion', /^[a-z]{2}(?:-[a-z]+)+-\d+$/u),
    network: {
      vpcs: valuesOf('aws:sourcevpc', /^vpc-[0-9a-f]{8,17}$/u),
      vpcEndpoints: valuesOf('aws:sourcevpce', /^vpce-[0-9a-f]{8,17}$/u),
      organisations: valuesOf('aws:vpceorgid', organisation),
    },
    organisations: unique(
      ['aws:principalorgid', 'aws:resourceorgid', 'aws:vpceorgid'].flatMap((key) =>
        valuesOf(key, organisation, [...tests, ...trustTests]),
      ),
    ),
    externalAccounts: unique(
      trusts.flatMap(({ principal, statement }) => accountsOf(statement).filter((id) => id !== principal.accountId)),
    ),
    boundaries: unique(
      principals.flatMap(({ permissionsBoundary }) =>
        permissionsBoundary.state === 'known' ? (permissionsBoundary.value.arn ?? []) : [],
      ),
    ),
  };
};

/** Says what is meant and not what is left out: negated tests stand in Denies, where they mean the same. */
const isPlain = ({ operator }: ConditionTest): boolean => operator.base !== 'Null';

const trustStatements = ({ trustPolicy }: PrincipalFacts): readonly Statement[] => {
  if (trustPolicy.state !== 'known') return [];
  const parsed = parseDocument(trustPolicy.value, 'trust');
  return parsed.ok ? parsed.policy.statements.filter(({ effect }) => effect === 'Allow') : [];
};

const accountsOf = ({ principals }: Statement): readonly string[] =>
  principals === undefined || principals.negated
    ? []
    : principals.entries.flatMap((entry) => {
        if (entry.type !== 'AWS') return [];
        return /^\d{12}$/u.test(entry.value)
          ? [entry.value]
          : (/^arn:[^:]+:(?:iam|sts)::(\d{12}):/u.exec(entry.value)?.[1] ?? []);
      });

const unique = (list: readonly string[]): readonly string[] => [...new Set(list)].sort();
