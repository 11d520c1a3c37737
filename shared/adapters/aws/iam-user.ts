import {
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  ListServiceSpecificCredentialsCommand,
  paginateListAccessKeys,
  paginateListGroupsForUser,
  type IAMClient,
  type ServiceSpecificCredentialMetadata,
} from '@aws-sdk/client-iam';
import type { LimitFunction } from 'p-limit';
import { absent, known, type Known } from '../../facts/known.ts';
import type {
  AccessKeyFacts,
  GroupFacts,
  PrincipalFacts,
  ServiceCredentialFacts,
} from '../../facts/principal-facts.ts';
import type { IamDocuments } from './iam-documents.ts';
import { boundaryOf, commonFacts, tagsOf } from './iam-principal-parts.ts';
import { readPart, required } from './iam-read.ts';

type From = { iam: IAMClient; limit: LimitFunction; documents: IamDocuments };

/** GetUser and what hangs on the user (IAM API Reference, "GetUser"). A missing user is the caller's to tell. */
export const readUser = async (from: From, name: string): Promise<PrincipalFacts> => {
  const user = required(
    (await from.limit(() => from.iam.send(new GetUserCommand({ UserName: name })))).User,
    `user ${name}`,
  );
  const userName = required(user.UserName, `name of user ${name}`);
  const owner = { kind: 'user', name: userName } as const;
  const [inlinePolicies, attachedPolicies, groups, permissionsBoundary, credentials] = await Promise.all([
    from.documents.inline(owner),
    from.documents.attached(owner),
    groupsOf(from, userName),
    boundaryOf(user.PermissionsBoundary?.PermissionsBoundaryArn, from.documents),
    readCredentials(from, userName, user.PasswordLastUsed),
  ]);
  return {
    kind: 'user',
    name: userName,
    uniqueId: required(user.UserId, `UserId of user ${name}`),
    ...commonFacts({ arn: required(user.Arn, `Arn of user ${name}`), path: user.Path, createdAt: user.CreateDate }),
    inlinePolicies,
    attachedPolicies,
    groups,
    permissionsBoundary,
    trustPolicy: absent,
    tags: known(tagsOf(user.Tags)),
    ...credentials,
  };
};

export type Credentials = Pick<PrincipalFacts, 'accessKeys' | 'serviceCredentials' | 'lastUsedAt'>;

/** Keys, service-specific credentials (API keys of Bedrock among them) and the last use of any of them. */
export const readCredentials = async (
  from: Pick<From, 'iam' | 'limit'>,
  userName: string,
  passwordLastUsed: Date | undefined,
): Promise<Credentials> => {
  const [accessKeys, serviceCredentials] = await Promise.all([
    accessKeysOf(from, userName),
    serviceCredentialsOf(from, userName),
  ]);
  return { accessKeys, serviceCredentials, lastUsedAt: await lastUseOf(from, accessKeys, passwordLastUsed) };
};

const groupsOf = (from: From, userName: string): Promise<Known<readonly GroupFacts[]>> =>
  readPart({ what: `groups of user ${userName}`, permission: 'iam:ListGroupsForUser' }, async () => {
    const groups = await from.limit(async () => {
      const listed: { name: string; arn: string }[] = [];
      for await (const page of paginateListGroupsForUser({ client: from.iam }, { UserName: userName }))
        for (const group of required(page.Groups, 'Groups'))
          listed.push({ name: required(group.GroupName, 'GroupName'), arn: required(group.Arn, 'Arn') });
      return listed;
    });
    return Promise.all(
      groups.map(async (group): Promise<GroupFacts> => {
        const owner = { kind: 'group', name: group.name } as const;
        const [inlinePolicies, attachedPolicies] = await Promise.all([
          from.documents.inline(owner),
          from.documents.attached(owner),
        ]);
        return { ...group, inlinePolicies, attachedPolicies };
      }),
    );
  });

const accessKeysOf = (from: Pick<From, 'iam' | 'limit'>, userName: string): Promise<Known<readonly AccessKeyFacts[]>> =>
  readPart({ what: `access keys of user ${userName}`, permission: 'iam:ListAccessKeys' }, () =>
    from.limit(async () => {
      const keys: AccessKeyFacts[] = [];
      for await (const page of paginateListAccessKeys({ client: from.iam }, { UserName: userName }))
        for (const key of required(page.AccessKeyMetadata, 'AccessKeyMetadata'))
          keys.push({
            id: required(key.AccessKeyId, 'AccessKeyId'),
            status: activeOrNot(required(key.Status, 'Status')),
            createdAt: required(key.CreateDate, 'CreateDate').toISOString(),
          });
      return keys;
    }),
  );

const serviceCredentialsOf = (
  from: Pick<From, 'iam' | 'limit'>,
  userName: string,
): Promise<Known<readonly ServiceCredentialFacts[]>> =>
  readPart(
    { what: `service-specific credentials of user ${userName}`, permission: 'iam:ListServiceSpecificCredentials' },
    () =>
      from.limit(async () => {
        const credentials: ServiceCredentialFacts[] = [];
        let marker: string | undefined;
        do {
          const page = await from.iam.send(
            new ListServiceSpecificCredentialsCommand({ UserName: userName, Marker: marker }),
          );
          credentials.push(...(page.ServiceSpecificCredentials ?? []).map(serviceCredential));
          marker = page.IsTruncated === true ? required(page.Marker, 'Marker') : undefined;
        } while (marker !== undefined);
        return credentials;
      }),
  );

const serviceCredential = (credential: ServiceSpecificCredentialMetadata): ServiceCredentialFacts => ({
  id: required(credential.ServiceSpecificCredentialId, 'ServiceSpecificCredentialId'),
  serviceName: required(credential.ServiceName, 'ServiceName'),
  status: activeOrNot(required(credential.Status, 'Status')),
  createdAt: required(credential.CreateDate, 'CreateDate').toISOString(),
  ...(credential.ExpirationDate === undefined ? {} : { expiresAt: credential.ExpirationDate.toISOString() }),
});

/** The latest of the console sign-in and every key. Service-specific credentials do not say when they were used. */
const lastUseOf = async (
  from: Pick<From, 'iam' | 'limit'>,
  accessKeys: Known<readonly AccessKeyFacts[]>,
  passwordLastUsed: Date | undefined,
): Promise<Known<string>> => {
  if (accessKeys.state === 'unknown') return accessKeys;
  const keys = accessKeys.state === 'known' ? accessKeys.value : [];
  const uses = await readPart({ what: 'last use of access keys', permission: 'iam:GetAccessKeyLastUsed' }, () =>
    Promise.all(
      keys.map(async ({ id }) => {
        const answer = await from.limit(() => from.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id })));
        return answer.AccessKeyLastUsed?.LastUsedDate;
      }),
    ),
  );
  if (uses.state === 'unknown') return uses;
  const times = [...(uses.state === 'known' ? uses.value : []), passwordLastUsed]
    .filter((time) => time !== undefined)
    .map((time) => time.toISOString())
    .sort();
  const last = times.at(-1);
  return last === undefined ? absent : known(last);
};

/** Newer statuses (`Expired`) cannot be used either. */
const activeOrNot = (status: string): 'Active' | 'Inactive' => (status === 'Active' ? 'Active' : 'Inactive');
