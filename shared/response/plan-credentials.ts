import { shellQuoted } from '../change/shell-quoted.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Known } from '../facts/known.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import type { PlannedCredential } from './plan.ts';

/** What becomes inactive, and what a person has to know or do about the rest. */
export type CredentialPlan = { credentials: readonly PlannedCredential[]; notes: readonly string[] };

const activeOf = <T extends { status: 'Active' | 'Inactive' }>(fact: Known<readonly T[]>): readonly T[] =>
  fact.state === 'known' ? fact.value.filter(({ status }) => status === 'Active') : [];

const unknownNote = (fact: Known<unknown>, what: string, list: string): readonly string[] => {
  if (fact.state === 'unknown') return [`${what} are not known (${fact.why}). List them: ${list}`];
  return fact.state === 'absent' && fact.declared === true
    ? [`${what} are not in this input, so none is made inactive. List them: ${list}`]
    : [];
};

/**
 * API keys of Bedrock and every other service-specific credential of a user become inactive; access keys only where asked
 * for, because they carry more than AI work and the Deny stops that already. Nothing is deleted: what is inactive can be made
 * active again (IAM API Reference, "UpdateServiceSpecificCredential").
 */
export const planCredentials = (
  facts: PrincipalFacts,
  identity: Pick<OwnIdentity, 'containKeysRoleArn'>,
  accessKeys: boolean,
): CredentialPlan => {
  if (facts.kind === 'role') return { credentials: [], notes: [] };
  const service = activeOf(facts.serviceCredentials).map(
    ({ id, serviceName }): PlannedCredential => ({ kind: 'service-credential', id, serviceName }),
  );
  const keys = accessKeys
    ? activeOf(facts.accessKeys).map(({ id }): PlannedCredential => ({ kind: 'access-key', id }))
    : [];
  const wanted = [...service, ...keys];
  const notes = [
    ...unknownNote(
      facts.serviceCredentials,
      `Service-specific credentials of ${facts.name}`,
      `aws iam list-service-specific-credentials --user-name ${shellQuoted(facts.name)}`,
    ),
    ...(accessKeys
      ? unknownNote(
          facts.accessKeys,
          `Access keys of ${facts.name}`,
          `aws iam list-access-keys --user-name ${shellQuoted(facts.name)}`,
        )
      : []),
  ];
  if (wanted.length === 0 || identity.containKeysRoleArn !== undefined) return { credentials: wanted, notes };
  return {
    credentials: [],
    notes: [
      ...notes,
      `This installation has no role for credentials. Make them inactive by hand: ${wanted.map(({ id }) => id).join(', ')}.`,
    ],
  };
};
