import type { AccountFacts } from '../../../facts/account-facts.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { guardrailKey } from '../../access/avoid-guardrail/required-guardrails.ts';
import { readStatements } from '../../read-statements.ts';

/** Somebody names a guardrail, in one version or in any. */
export type Referred = { by: string; region: string; id: string; version?: string };

const arnForm = /^arn:[^:]+:bedrock:([^:]+):(\d{12}):guardrail\/([^:/*?]+)(?::(\d+|DRAFT))?$/;

/** Every reference to a guardrail of the account's own: by agents, flows, enforcement and conditions of IAM policies. */
export const referredGuardrails = (account: AccountFacts): readonly Referred[] => [
  ...Object.entries(account.regions ?? {}).flatMap(([region, state]) => [
    ...valueOf(state.guardrailReferences).flatMap(({ by, guardrail, version }) =>
      referred(account.accountId, by, guardrail, region, version),
    ),
    ...valueOf(state.enforcedGuardrails).flatMap(({ guardrailArn, guardrailVersion }) =>
      referred(account.accountId, `enforcement in ${region}`, guardrailArn, region, guardrailVersion),
    ),
  ]),
  ...account.principals.flatMap((principal) => ofPrincipal(account.accountId, principal)),
];

const valueOf = <T>(fact: { state: string; value?: readonly T[] } | undefined): readonly T[] => fact?.value ?? [];

/** Patterns say nothing about one guardrail; an exact ARN in a condition does. */
const ofPrincipal = (accountId: string, principal: PrincipalFacts): readonly Referred[] =>
  readStatements(principal, { boundary: true })
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.toLowerCase() === guardrailKey.toLowerCase())
    .flatMap(({ values }) => values)
    .flatMap((value) => referred(accountId, principal.arn, value));

const referred = (
  accountId: string,
  by: string,
  guardrail: string,
  region?: string,
  version?: string,
): readonly Referred[] => {
  const parts = arnForm.exec(guardrail);
  if (parts === null) {
    if (guardrail.includes(':') || region === undefined) return [];
    return [{ by, region, id: guardrail, ...(version === undefined ? {} : { version }) }];
  }
  const [, itsRegion, itsAccount, id, itsVersion] = parts;
  // A guardrail of another account is not among those that were read.
  if (itsAccount !== accountId || itsRegion === undefined || id === undefined) return [];
  const named = version ?? itsVersion;
  return [{ by, region: itsRegion, id, ...(named === undefined ? {} : { version: named }) }];
};
