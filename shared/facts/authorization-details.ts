import { z } from 'zod';
import { absent, known, outOfScope } from './known.ts';
import type { GroupFacts, PolicyDocument, PrincipalFacts } from './principal-facts.ts';

/** Why an account file cannot be read: where, and what to do. */
export class AccountFileError extends Error {
  readonly code: 'not-json' | 'wrong-shape';
  /** JSON Pointer to the place; `''` is the whole file. */
  readonly at: string;

  constructor(code: AccountFileError['code'], at: string, detail: string) {
    super(detail);
    this.name = 'AccountFileError';
    this.code = code;
    this.at = at;
  }
}

// Only what is used. A document is an object in files of the AWS CLI and URL-encoded text in the API's own answers.
const document = z.union([z.string(), z.record(z.string(), z.unknown())]);
/** An absent list and one that is null are empty. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);

const inline = z.object({ PolicyName: z.string(), PolicyDocument: document });
const attachment = z.object({ PolicyName: z.string().optional(), PolicyArn: z.string() });
const boundary = z.object({ PermissionsBoundaryArn: z.string() });
const tag = z.object({ Key: z.string(), Value: z.string().nullish() });
const when = z.union([z.string(), z.date(), z.number()]).transform((value) => new Date(value));

const role = z.object({
  RoleName: z.string(),
  Path: z.string().default('/'),
  RoleId: z.string(),
  Arn: z.string(),
  CreateDate: when.optional(),
  AssumeRolePolicyDocument: document.optional(),
  RolePolicyList: listOf(inline),
  AttachedManagedPolicies: listOf(attachment),
  PermissionsBoundary: boundary.nullish(),
  Tags: listOf(tag),
  RoleLastUsed: z.object({ LastUsedDate: when.nullish() }).nullish(),
});
const user = z.object({
  UserName: z.string(),
  Path: z.string().default('/'),
  UserId: z.string(),
  Arn: z.string(),
  CreateDate: when.optional(),
  UserPolicyList: listOf(inline),
  AttachedManagedPolicies: listOf(attachment),
  GroupList: listOf(z.string()),
  PermissionsBoundary: boundary.nullish(),
  Tags: listOf(tag),
});
const group = z.object({
  GroupName: z.string(),
  Arn: z.string(),
  GroupPolicyList: listOf(inline),
  AttachedManagedPolicies: listOf(attachment),
});
const managed = z.object({
  Arn: z.string(),
  DefaultVersionId: z.string().optional(),
  PolicyVersionList: z
    .array(
      z.object({ VersionId: z.string(), IsDefaultVersion: z.boolean().default(false), Document: document.optional() }),
    )
    .default([]),
});
const details = z
  .object({
    UserDetailList: z.array(user).optional(),
    GroupDetailList: z.array(group).optional(),
    RoleDetailList: z.array(role).optional(),
    Policies: z.array(managed).optional(),
    IsTruncated: z.boolean().optional(),
  })
  // Another JSON file would pass as an account without principals, and that would read as compliant.
  .refine(({ IsTruncated: _page, ...lists }) => Object.values(lists).some((list) => list !== undefined), {
    message: 'none of UserDetailList, GroupDetailList, RoleDetailList, Policies',
  })
  // A page would pass as the whole account, and whoever stands on another page as compliant.
  .refine(({ IsTruncated }) => IsTruncated !== true, {
    path: ['IsTruncated'],
    message: 'this is one page of several; let the AWS CLI page by itself (without --no-paginate or --max-items)',
  });
export type AuthorizationDetails = z.input<typeof details>;

/**
 * GetAccountAuthorizationDetails, as the API or the AWS CLI gives it, as plain facts (IAM API Reference,
 * "GetAccountAuthorizationDetails"). What such a file cannot hold (organisation policies, session policies, resource
 * policies, keys) is declared out of scope, so that every answer lists it.
 *
 * @throws AccountFileError where the input is not what it should be; nothing is guessed.
 */
export const readAuthorizationDetails = (
  input: string | AuthorizationDetails,
): { principals: readonly PrincipalFacts[] } => {
  const parsed = details.safeParse(typeof input === 'string' ? parseJson(input) : input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const at = issue
      ? `/${issue.path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`
      : '';
    throw new AccountFileError(
      'wrong-shape',
      at === '/' ? '' : at,
      `${issue?.message ?? 'unreadable'} at ${at === '/' ? 'the top' : at}; expected the output of "aws iam get-account-authorization-details"`,
    );
  }
  const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] } = parsed.data;
  const policies = new Map(Policies.map((policy) => [policy.Arn, policy]));

  const attached = (list: readonly z.output<typeof attachment>[]): readonly PolicyDocument[] =>
    list.map(({ PolicyArn }) => managedDocument(PolicyArn, policies.get(PolicyArn)));
  const groups = new Map<string, GroupFacts>(
    GroupDetailList.map((g) => [
      g.GroupName,
      {
        name: g.GroupName,
        arn: g.Arn,
        inlinePolicies: known(g.GroupPolicyList.map(inlineDocument)),
        attachedPolicies: known(attached(g.AttachedManagedPolicies)),
      },
    ]),
  );
  const common = (p: z.output<typeof role> | z.output<typeof user>) => ({
    arn: p.Arn,
    path: p.Path,
    accountId: p.Arn.split(':')[4] ?? '',
    ...(p.CreateDate && isDate(p.CreateDate) ? { createdAt: p.CreateDate.toISOString() } : {}),
    attachedPolicies: known(attached(p.AttachedManagedPolicies)),
    permissionsBoundary: p.PermissionsBoundary
      ? known(
          managedDocument(
            p.PermissionsBoundary.PermissionsBoundaryArn,
            policies.get(p.PermissionsBoundary.PermissionsBoundaryArn),
          ),
        )
      : absent,
    tags: known(Object.fromEntries(p.Tags.map(({ Key, Value }) => [Key, Value ?? '']))),
    serviceControlPolicies: outOfScope,
    resourceControlPolicies: outOfScope,
    resourcePolicies: outOfScope,
    inManagementAccount: outOfScope,
    organisation: outOfScope,
  });

  const roles = RoleDetailList.map(
    (r): PrincipalFacts => ({
      kind: 'role',
      name: r.RoleName,
      uniqueId: r.RoleId,
      ...common(r),
      inlinePolicies: known(r.RolePolicyList.map(inlineDocument)),
      groups: absent,
      trustPolicy:
        r.AssumeRolePolicyDocument === undefined
          ? outOfScope
          : known({ name: 'trust policy', text: documentText(r.AssumeRolePolicyDocument) }),
      accessKeys: absent,
      serviceCredentials: absent,
      lastUsedAt:
        (r.RoleLastUsed ?? undefined) === undefined
          ? outOfScope
          : r.RoleLastUsed?.LastUsedDate && isDate(r.RoleLastUsed.LastUsedDate)
            ? known(r.RoleLastUsed.LastUsedDate.toISOString())
            : absent,
    }),
  );
  const users = UserDetailList.map(
    (u): PrincipalFacts => ({
      kind: 'user',
      name: u.UserName,
      uniqueId: u.UserId,
      ...common(u),
      inlinePolicies: known(u.UserPolicyList.map(inlineDocument)),
      groups: known(u.GroupList.map((name) => groups.get(name) ?? unreadGroup(name, u.Arn))),
      trustPolicy: absent,
      accessKeys: outOfScope,
      serviceCredentials: outOfScope,
      lastUsedAt: outOfScope,
    }),
  );
  return { principals: [...roles, ...users] };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    throw new AccountFileError('not-json', '', `not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
};

const isDate = (date: Date): boolean => !Number.isNaN(date.getTime());

const inlineDocument = (policy: z.output<typeof inline>): PolicyDocument => ({
  name: `inline:${policy.PolicyName}`,
  text: documentText(policy.PolicyDocument),
});

/** A raw policy may hold a literal percent sign: only text that begins with an encoded brace is decoded. */
const documentText = (value: z.output<typeof document>): string => {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (!value.startsWith('%7B')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    // Left as it is: the policy reader refuses it by name, and the question answers unknown.
    return value;
  }
};

const managedDocument = (arn: string, policy: z.output<typeof managed> | undefined): PolicyDocument => {
  const version =
    policy?.PolicyVersionList.find((v) => v.VersionId === policy.DefaultVersionId) ??
    policy?.PolicyVersionList.find((v) => v.IsDefaultVersion);
  const unread = (why: string): PolicyDocument => ({ name: arn, arn, text: '', unread: why });
  if (!policy) return unread(`the input names ${arn} and does not hold its document`);
  if (version?.Document === undefined) return unread(`the input holds no default version of ${arn}`);
  return { name: arn, arn, versionId: version.VersionId, text: documentText(version.Document) };
};

const unreadGroup = (name: string, userArn: string): GroupFacts => {
  const why = `${userArn} is in group ${name}, which the input does not hold`;
  const missing = { state: 'unknown', why } as const;
  return {
    name,
    arn: `${userArn.split(':user/')[0] ?? ''}:group/${name}`,
    inlinePolicies: missing,
    attachedPolicies: missing,
  };
};
