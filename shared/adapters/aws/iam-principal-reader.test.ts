import {
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListServiceSpecificCredentialsCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { IamPrincipalReader } from './iam-principal-reader.ts';

const iam = mockClient(IAMClient);
const reader = () => new IamPrincipalReader(new IAMClient({ region: 'us-east-1' }));
const created = new Date('2026-01-02T03:04:05.000Z');
const encoded = (document: object): string => encodeURIComponent(JSON.stringify(document));
const failing = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error('text'), { name, $metadata: { httpStatusCode } });

const trust = { Version: '2012-10-17', Statement: [] };
const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' }] };

const aRoleInIam = (shown: object = {}) => {
  iam.on(GetRoleCommand).resolves({
    Role: {
      RoleName: 'app',
      RoleId: 'AROAAPP',
      Arn: 'arn:aws:iam::111122223333:role/team/app',
      Path: '/team/',
      CreateDate: created,
      AssumeRolePolicyDocument: encoded(trust),
      Tags: [{ Key: 'team', Value: 'ml' }],
      ...shown,
    },
  });
  iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: [] });
  iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [] });
};

const aUserInIam = () => {
  iam.on(GetUserCommand).resolves({
    User: {
      UserName: 'alice',
      UserId: 'AIDAALICE',
      Arn: 'arn:aws:iam::111122223333:user/alice',
      Path: '/',
      CreateDate: created,
      PasswordLastUsed: new Date('2026-03-01T00:00:00.000Z'),
    },
  });
  iam.on(ListUserPoliciesCommand).resolves({ PolicyNames: [] });
  iam.on(ListAttachedUserPoliciesCommand).resolves({ AttachedPolicies: [] });
  iam.on(ListGroupsForUserCommand).resolves({ Groups: [] });
  iam.on(ListAccessKeysCommand).resolves({ AccessKeyMetadata: [] });
  iam.on(ListServiceSpecificCredentialsCommand).resolves({ ServiceSpecificCredentials: [] });
};

beforeEach(() => {
  iam.reset();
});

describe('reading a role from IAM', () => {
  it('knows how long its sessions may last, and leaves the time out where IAM does', async () => {
    aRoleInIam({ MaxSessionDuration: 43_200 });
    const read = await reader().readPrincipal({ kind: 'role', name: 'app' });
    expect(read).toMatchObject({ value: { maxSessionSeconds: { state: 'known', value: 43_200 } } });
    aRoleInIam();
    const without = await reader().readPrincipal({ kind: 'role', name: 'app' });
    expect(without.found === 'yes' && 'maxSessionSeconds' in without.value).toBe(false);
  });

  it('decodes its documents and reads every page of its inline policies', async () => {
    aRoleInIam();
    iam
      .on(ListRolePoliciesCommand, { RoleName: 'app' })
      .resolvesOnce({ PolicyNames: ['one'], IsTruncated: true, Marker: 'next' })
      .resolvesOnce({ PolicyNames: ['two'] });
    iam.on(GetRolePolicyCommand).callsFake((input: { PolicyName: string }) => ({
      PolicyDocument: input.PolicyName === 'one' ? encoded(allow) : JSON.stringify({ ...allow, Id: '100%25' }),
    }));

    const read = await reader().readPrincipal({ kind: 'role', name: 'app' });

    expect(read).toMatchObject({
      found: 'yes',
      value: {
        kind: 'role',
        uniqueId: 'AROAAPP',
        accountId: '111122223333',
        path: '/team/',
        createdAt: created.toISOString(),
        inlinePolicies: {
          state: 'known',
          value: [
            { name: 'inline:one', text: JSON.stringify(allow) },
            { name: 'inline:two', text: JSON.stringify({ ...allow, Id: '100%25' }) },
          ],
        },
        trustPolicy: { state: 'known', value: { text: JSON.stringify(trust) } },
        permissionsBoundary: { state: 'absent' },
        tags: { state: 'known', value: { team: 'ml' } },
        lastUsedAt: { state: 'absent' },
      },
    });
  });

  it('reports a missing role as absent, not as an error', async () => {
    iam.on(GetRoleCommand).rejects(failing('NoSuchEntityException', 404));
    expect(await reader().readPrincipal({ kind: 'role', name: 'gone' })).toEqual({ found: 'no' });
  });

  it('names the permission that would let it read the role', async () => {
    iam.on(GetRoleCommand).rejects(failing('AccessDenied', 403));
    expect(await reader().readPrincipal({ kind: 'role', name: 'app' })).toMatchObject({
      found: 'unreadable',
      why: expect.stringContaining('iam:GetRole') as string,
      code: 'AccessDenied',
    });
  });

  it('keeps what it may read and names the permission for what it may not', async () => {
    aRoleInIam();
    iam.on(ListRolePoliciesCommand).rejects(failing('AccessDenied', 403));
    expect(await reader().readPrincipal({ kind: 'role', name: 'app' })).toMatchObject({
      found: 'yes',
      value: {
        inlinePolicies: { state: 'unknown', why: expect.stringContaining('iam:ListRolePolicies') as string },
        attachedPolicies: { state: 'known', value: [] },
      },
    });
  });

  it('keeps a boundary whose document it may not read as a boundary that was not read', async () => {
    const arn = 'arn:aws:iam::111122223333:policy/limits';
    aRoleInIam({ PermissionsBoundary: { PermissionsBoundaryArn: arn } });
    iam.on(GetPolicyCommand).rejects(failing('AccessDenied', 403));
    expect(await reader().readPrincipal({ kind: 'role', name: 'app' })).toMatchObject({
      found: 'yes',
      value: {
        permissionsBoundary: {
          state: 'known',
          value: { arn, unread: expect.stringContaining('iam:GetPolicy') as string },
        },
      },
    });
  });

  it('reads again when a policy is gone between the list and the read, so that no half of another time is taken', async () => {
    aRoleInIam();
    iam
      .on(ListRolePoliciesCommand)
      .resolvesOnce({ PolicyNames: ['gone'] })
      .resolves({ PolicyNames: [] });
    iam.on(GetRolePolicyCommand).rejects(failing('NoSuchEntityException', 404));
    expect(await reader().readPrincipal({ kind: 'role', name: 'app' })).toMatchObject({
      found: 'yes',
      value: { inlinePolicies: { state: 'known', value: [] } },
    });
  });

  it('says that it could not read when the role keeps changing under it', async () => {
    aRoleInIam();
    iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['gone'] });
    iam.on(GetRolePolicyCommand).rejects(failing('NoSuchEntityException', 404));
    expect(await reader().readPrincipal({ kind: 'role', name: 'app' })).toMatchObject({
      found: 'unreadable',
      code: 'ChangedWhileRead',
    });
  });

  it.each([
    ['Throttling', 400],
    ['ServiceFailureException', 500],
  ])('takes no part for a fact when IAM answers %s', async (name, code) => {
    aRoleInIam();
    iam.on(ListAttachedRolePoliciesCommand).rejects(failing(name, code));
    expect(await reader().readPrincipal({ kind: 'role', name: 'app' })).toMatchObject({
      found: 'unreadable',
      code: name,
    });
  });
});

describe('reading a user from IAM', () => {
  it('reads groups with their policies, keys, service credentials and the latest use of any of them', async () => {
    aUserInIam();
    const arn = 'arn:aws:iam::111122223333:policy/ml';
    iam.on(ListGroupsForUserCommand).resolves({
      Groups: [
        { GroupName: 'ml', Arn: 'arn:aws:iam::111122223333:group/ml', GroupId: 'AGPA', Path: '/', CreateDate: created },
      ],
    });
    iam.on(ListGroupPoliciesCommand).resolves({ PolicyNames: ['inline'] });
    iam.on(GetGroupPolicyCommand).resolves({ PolicyDocument: encoded(allow) });
    iam.on(ListAttachedGroupPoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: arn, PolicyName: 'ml' }] });
    iam.on(GetPolicyCommand).resolves({ Policy: { DefaultVersionId: 'v3' } });
    iam.on(GetPolicyVersionCommand, { VersionId: 'v3' }).resolves({ PolicyVersion: { Document: encoded(allow) } });
    iam.on(ListAccessKeysCommand).resolves({
      AccessKeyMetadata: [{ UserName: 'alice', AccessKeyId: 'AKIAEXAMPLE', Status: 'Active', CreateDate: created }],
    });
    iam.on(GetAccessKeyLastUsedCommand).resolves({
      AccessKeyLastUsed: { LastUsedDate: new Date('2026-04-01T00:00:00.000Z'), ServiceName: 's3', Region: 'us-east-1' },
    });
    iam
      .on(ListServiceSpecificCredentialsCommand)
      .resolvesOnce({
        IsTruncated: true,
        Marker: 'next',
        ServiceSpecificCredentials: [
          {
            UserName: 'alice',
            ServiceSpecificCredentialId: 'ACCA1',
            ServiceName: 'bedrock.amazonaws.com',
            Status: 'Active',
            CreateDate: created,
          },
        ],
      })
      .resolvesOnce({
        ServiceSpecificCredentials: [
          {
            UserName: 'alice',
            ServiceSpecificCredentialId: 'ACCA2',
            ServiceName: 'bedrock.amazonaws.com',
            Status: 'Inactive',
            CreateDate: created,
            ExpirationDate: new Date('2027-01-01T00:00:00.000Z'),
          },
        ],
      });

    expect(await reader().readPrincipal({ kind: 'user', name: 'alice' })).toMatchObject({
      found: 'yes',
      value: {
        groups: {
          state: 'known',
          value: [
            {
              name: 'ml',
              inlinePolicies: { state: 'known', value: [{ name: 'inline:inline', text: JSON.stringify(allow) }] },
              attachedPolicies: { state: 'known', value: [{ arn, versionId: 'v3' }] },
            },
          ],
        },
        accessKeys: { state: 'known', value: [{ id: 'AKIAEXAMPLE', status: 'Active' }] },
        serviceCredentials: {
          state: 'known',
          value: [
            { id: 'ACCA1', status: 'Active' },
            { id: 'ACCA2', expiresAt: '2027-01-01T00:00:00.000Z' },
          ],
        },
        lastUsedAt: { state: 'known', value: '2026-04-01T00:00:00.000Z' },
        trustPolicy: { state: 'absent' },
      },
    });
  });
});

describe('reading many principals', () => {
  const refs = Array.from({ length: 21 }, (_, n) => ({ kind: 'role' as const, name: `app-${n}` }));

  it('reads more than twenty in bulk, in the order asked, and a name in other letters is the same role', async () => {
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({
      RoleDetailList: [
        {
          RoleName: 'APP-3',
          RoleId: 'AROA3',
          Arn: 'arn:aws:iam::111122223333:role/APP-3',
          Path: '/',
          CreateDate: created,
          AssumeRolePolicyDocument: encoded(trust),
        },
      ],
    });
    const reads = await reader().readPrincipals(refs);
    expect(reads[3]).toMatchObject({ found: 'yes', value: { uniqueId: 'AROA3' } });
    expect(reads.filter(({ found }) => found === 'no')).toHaveLength(20);
    expect(iam.commandCalls(GetRoleCommand)).toHaveLength(0);
  });

  it('reads one by one where the bulk read is refused', async () => {
    aRoleInIam();
    iam.on(GetAccountAuthorizationDetailsCommand).rejects(failing('AccessDenied', 403));
    const reads = await reader().readPrincipals(refs);
    expect(reads.every(({ found }) => found === 'yes')).toBe(true);
    expect(iam.commandCalls(GetRoleCommand)).toHaveLength(21);
  });

  it('reads the policy of a boundary that the bulk answer leaves out', async () => {
    const arn = 'arn:aws:iam::aws:policy/PowerUserAccess';
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({
      RoleDetailList: [
        {
          RoleName: 'app',
          RoleId: 'AROAAPP',
          Arn: 'arn:aws:iam::111122223333:role/app',
          Path: '/',
          CreateDate: created,
          AssumeRolePolicyDocument: encoded(trust),
          PermissionsBoundary: { PermissionsBoundaryArn: arn, PermissionsBoundaryType: 'PermissionsBoundaryPolicy' },
        },
      ],
      Policies: [],
    });
    iam.on(GetPolicyCommand).resolves({ Policy: { DefaultVersionId: 'v1' } });
    iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: encoded(allow) } });
    expect(await reader().readAccount()).toMatchObject({
      found: 'yes',
      value: [{ permissionsBoundary: { state: 'known', value: { arn, text: JSON.stringify(allow) } } }],
    });
  });

  it('asks for attachments and for boundaries, and reads every page of both', async () => {
    const PolicyArn = 'arn:aws:iam::111122223333:policy/ml';
    iam
      .on(ListEntitiesForPolicyCommand, { PolicyArn, PolicyUsageFilter: 'PermissionsPolicy' })
      .resolvesOnce({ PolicyRoles: [{ RoleName: 'one' }], IsTruncated: true, Marker: 'next' })
      .resolvesOnce({ PolicyUsers: [{ UserName: 'alice' }], PolicyGroups: [{ GroupName: 'ml' }] });
    iam
      .on(ListEntitiesForPolicyCommand, { PolicyArn, PolicyUsageFilter: 'PermissionsBoundary' })
      .resolves({ PolicyRoles: [{ RoleName: 'bounded' }] });
    expect(await reader().reachedBy(PolicyArn)).toEqual({
      found: 'yes',
      value: {
        attached: [
          { kind: 'role', name: 'one' },
          { kind: 'user', name: 'alice' },
        ],
        groups: ['ml'],
        bounded: [{ kind: 'role', name: 'bounded' }],
      },
    });
  });
});
