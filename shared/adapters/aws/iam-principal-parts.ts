import type { Tag } from '@aws-sdk/client-iam';
import { absent, known, outOfScope, type Known } from '../../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../../facts/principal-facts.ts';
import type { IamDocuments } from './iam-documents.ts';

type CommonFacts = Pick<
  PrincipalFacts,
  | 'arn'
  | 'path'
  | 'accountId'
  | 'createdAt'
  | 'serviceControlPolicies'
  | 'resourceControlPolicies'
  | 'resourcePolicies'
  | 'inManagementAccount'
  | 'organisation'
>;

/**
 * Organisation and resource policies are not read from a member account. They are declared out of scope, as for a file, so
 * that every answer lists what it leaves out.
 */
export const commonFacts = (from: {
  arn: string;
  path: string | undefined;
  createdAt: Date | undefined;
}): CommonFacts => ({
  arn: from.arn,
  path: from.path ?? '/',
  accountId: from.arn.split(':')[4] ?? '',
  ...(from.createdAt === undefined ? {} : { createdAt: from.createdAt.toISOString() }),
  serviceControlPolicies: outOfScope,
  resourceControlPolicies: outOfScope,
  resourcePolicies: outOfScope,
  inManagementAccount: outOfScope,
  organisation: outOfScope,
});

/** The document of a boundary that may not be read stays a boundary, marked as unread: it is never taken for none. */
export const boundaryOf = async (arn: string | undefined, documents: IamDocuments): Promise<Known<PolicyDocument>> =>
  arn === undefined ? absent : known(await documents.managed(arn));

export const tagsOf = (tags: readonly Tag[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
