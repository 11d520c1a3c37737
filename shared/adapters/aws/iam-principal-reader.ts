import {
  paginateGetAccountAuthorizationDetails,
  paginateGetGroup,
  paginateListEntitiesForPolicy,
  GetInstanceProfileCommand,
  type GetAccountAuthorizationDetailsResponse,
  type IAMClient,
  type PolicyUsageType,
} from '@aws-sdk/client-iam';
import pLimit, { type LimitFunction } from 'p-limit';
import { readAuthorizationDetails } from '../../facts/authorization-details.ts';
import { principalKey, type PrincipalRef } from '../../facts/principal-ref.ts';
import { known, unknown } from '../../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../../facts/principal-facts.ts';
import type { PrincipalReader } from '../../ports/principal-reader.ts';
import type { Read } from '../../ports/read.ts';
import { IamDocuments } from './iam-documents.ts';
import { ChangedWhileRead, readWhole, required } from './iam-read.ts';
import { readRole } from './iam-role.ts';
import { readCredentials, readUser } from './iam-user.ts';

/** A change that touches more is read in bulk, not one by one. */
const bulkAbove = 20;
const callsAtOnce = 8;
/** Somebody edits while we read: begin again, and say so when it does not settle. */
const readTries = 3;

/** Reads roles and users from IAM. Never writes and never takes what it may not read for missing. */
export class IamPrincipalReader implements PrincipalReader {
  private readonly iam: IAMClient;
  private readonly limit: LimitFunction;
  private readonly documents: IamDocuments;

  constructor(iam: IAMClient) {
    this.iam = iam;
    this.limit = pLimit(callsAtOnce);
    this.documents = new IamDocuments(iam, this.limit);
  }

  private get from(): { iam: IAMClient; limit: LimitFunction; documents: IamDocuments } {
    return { iam: this.iam, limit: this.limit, documents: this.documents };
  }

  readPrincipal(ref: PrincipalRef): Promise<Read<PrincipalFacts>> {
    const get = ref.kind === 'role' ? 'iam:GetRole' : 'iam:GetUser';
    const read = ref.kind === 'role' ? readRole : readUser;
    return readWhole({ what: `${ref.kind} ${ref.name}`, permission: get }, () =>
      settled(() => read(this.from, ref.name)),
    );
  }

  async readPrincipals(refs: readonly PrincipalRef[]): Promise<readonly Read<PrincipalFacts>[]> {
    if (refs.length <= bulkAbove) return Promise.all(refs.map((ref) => this.readPrincipal(ref)));
    const account = await this.readAccount();
    // One refused permission must not hide what single reads may still see.
    if (account.found !== 'yes') return Promise.all(refs.map((ref) => this.readPrincipal(ref)));
    const byKey = new Map(account.value.map((facts) => [principalKey(facts), facts]));
    return refs.map((ref): Read<PrincipalFacts> => {
      const facts = byKey.get(principalKey(ref));
      return facts === undefined ? { found: 'no' } : { found: 'yes', value: facts };
    });
  }

  /** GetAccountAuthorizationDetails, and beside it the credentials, which it leaves out. */
  readAccount(): Promise<Read<readonly PrincipalFacts[]>> {
    return readWhole({ what: 'the account', permission: 'iam:GetAccountAuthorizationDetails' }, async () => {
      const pages: GetAccountAuthorizationDetailsResponse[] = [];
      for await (const page of paginateGetAccountAuthorizationDetails({ client: this.iam, pageSize: 200 }, {}))
        pages.push(page);
      // As the text of a file: the SDK types every field as optional, and the reader of files is strict about each.
      const { principals } = readAuthorizationDetails(
        JSON.stringify({
          UserDetailList: pages.flatMap((page) => page.UserDetailList ?? []),
          GroupDetailList: pages.flatMap((page) => page.GroupDetailList ?? []),
          RoleDetailList: pages.flatMap((page) => page.RoleDetailList ?? []),
          Policies: pages.flatMap((page) => page.Policies ?? []),
        }),
      );
      return Promise.all(principals.map((facts) => this.completed(facts)));
    });
  }

  membersOf(groupName: string): Promise<Read<readonly PrincipalRef[]>> {
    return readWhole({ what: `group ${groupName}`, permission: 'iam:GetGroup' }, () =>
      this.limit(async () => {
        const members: PrincipalRef[] = [];
        for await (const page of paginateGetGroup({ client: this.iam }, { GroupName: groupName }))
          for (const user of required(page.Users, 'Users'))
            members.push({ kind: 'user', name: required(user.UserName, 'UserName') });
        return members;
      }),
    );
  }

  reachedBy(
    policyArn: string,
  ): Promise<Read<{ attached: readonly PrincipalRef[]; groups: readonly string[]; bounded: readonly PrincipalRef[] }>> {
    return readWhole({ what: `who is reached by ${policyArn}`, permission: 'iam:ListEntitiesForPolicy' }, async () => {
      const [permissions, boundaries] = await Promise.all([
        this.entities(policyArn, 'PermissionsPolicy'),
        this.entities(policyArn, 'PermissionsBoundary'),
      ]);
      return { attached: permissions.principals, groups: permissions.groups, bounded: boundaries.principals };
    });
  }

  rolesOfInstanceProfile(name: string): Promise<Read<readonly PrincipalRef[]>> {
    return readWhole({ what: `instance profile ${name}`, permission: 'iam:GetInstanceProfile' }, async () => {
      const answer = await this.limit(() =>
        this.iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name })),
      );
      return required(answer.InstanceProfile?.Roles, 'Roles').map((role) => ({
        kind: 'role' as const,
        name: required(role.RoleName, 'RoleName'),
      }));
    });
  }

  /** Each use is asked for by itself: an answer without a filter does not say which of the two it is (IAM API Reference, "ListEntitiesForPolicy"). */
  private entities(
    PolicyArn: string,
    PolicyUsageFilter: PolicyUsageType,
  ): Promise<{ principals: readonly PrincipalRef[]; groups: readonly string[] }> {
    return this.limit(async () => {
      const principals: PrincipalRef[] = [];
      const groups: string[] = [];
      for await (const page of paginateListEntitiesForPolicy({ client: this.iam }, { PolicyArn, PolicyUsageFilter })) {
        for (const role of page.PolicyRoles ?? [])
          principals.push({ kind: 'role', name: required(role.RoleName, 'RoleName') });
        for (const user of page.PolicyUsers ?? [])
          principals.push({ kind: 'user', name: required(user.UserName, 'UserName') });
        for (const group of page.PolicyGroups ?? []) groups.push(required(group.GroupName, 'GroupName'));
      }
      return { principals, groups };
    });
  }

  private async completed(facts: PrincipalFacts): Promise<PrincipalFacts> {
    const whole = await this.withDocuments(facts);
    if (whole.kind === 'role') return whole;
    const credentials = await readWhole(
      { what: `credentials of user ${facts.name}`, permission: 'iam:ListAccessKeys' },
      () => readCredentials(this.from, facts.name, undefined),
    );
    if (credentials.found === 'yes') return { ...whole, ...credentials.value };
    const missing = unknown(credentials.found === 'no' ? `user ${facts.name} is gone` : credentials.why);
    return { ...whole, accessKeys: missing, serviceCredentials: missing, lastUsedAt: missing };
  }

  /** The bulk answer holds the policies that are attached; a boundary may be one that it leaves out. */
  private async withDocuments(facts: PrincipalFacts): Promise<PrincipalFacts> {
    const { attachedPolicies: attached, permissionsBoundary: boundary } = facts;
    const filled = (document: PolicyDocument): Promise<PolicyDocument> =>
      document.unread === undefined || document.arn === undefined
        ? Promise.resolve(document)
        : this.documents.managed(document.arn);
    return {
      ...facts,
      attachedPolicies: attached.state === 'known' ? known(await Promise.all(attached.value.map(filled))) : attached,
      permissionsBoundary: boundary.state === 'known' ? known(await filled(boundary.value)) : boundary,
    };
  }
}

const settled = async <T>(read: () => Promise<T>, tries = readTries): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ChangedWhileRead) || tries <= 1) throw error;
    return settled(read, tries - 1);
  }
};
