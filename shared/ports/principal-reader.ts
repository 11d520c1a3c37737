import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { PrincipalRef } from '../facts/principal-ref.ts';
import type { Read } from './read.ts';

export type { PrincipalRef };

/** Reads IAM. Every answer is of now, as far as IAM tells: reads may lag behind writes by seconds. */
export interface PrincipalReader {
  readPrincipal(ref: PrincipalRef): Promise<Read<PrincipalFacts>>;
  /** Bulk when there are many (authorization details); same order as asked. */
  readPrincipals(refs: readonly PrincipalRef[]): Promise<readonly Read<PrincipalFacts>[]>;
  /** Every role and user of the account, paged through to the end. */
  readAccount(): Promise<Read<readonly PrincipalFacts[]>>;
  /** Users in a group. */
  membersOf(groupName: string): Promise<Read<readonly PrincipalRef[]>>;
  /** Whom a managed policy reaches: attached, through groups, and as boundary. */
  reachedBy(
    policyArn: string,
  ): Promise<Read<{ attached: readonly PrincipalRef[]; groups: readonly string[]; bounded: readonly PrincipalRef[] }>>;
  /** Roles of an instance profile. */
  rolesOfInstanceProfile(name: string): Promise<Read<readonly PrincipalRef[]>>;
}
