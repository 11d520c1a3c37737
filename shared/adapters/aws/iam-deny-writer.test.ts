import { createHash } from 'node:crypto';
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
  UpdateServiceSpecificCredentialCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { awsClients } from './aws-clients.ts';
import { IamBoundaryRemover } from './iam-boundary-remover.ts';
import { IamCredentialWriter } from './iam-credential-writer.ts';
import { IamDenyWriter } from './iam-deny-writer.ts';
import { SagaSessions } from './saga-sessions.ts';

const iam = mockClient(IAMClient);
const clients = awsClients({ region: 'us-east-1', requestTimeout: 1_000 });
const sessions = new SagaSessions(clients, undefined);
const sagaId = 'c-1';
const role = { kind: 'role', name: 'app' } as const;
const user = { kind: 'user', name: 'alice' } as const;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const statement = (effect: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: 'bedrock:*', Resource: '*' }] });
const deny = statement('Deny');
const name = `RingfenceDeny-${hash(deny).slice(0, 16)}`;
const arn = `arn:aws:iam::111122223333:policy/ringfence/${hash(deny).slice(0, 32)}`;
const showing = (document: string, version = 'v1') => {
  iam.on(GetPolicyCommand).resolves({ Policy: { DefaultVersionId: version } });
  iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: encodeURIComponent(document) } });
};
const failing = (error: string, httpStatusCode: number): Error =>
  Object.assign(new Error('text'), { name: error, $metadata: { httpStatusCode } });
const sent = () => iam.calls().map((call) => call.args[0]);

beforeEach(() => {
  iam.reset();
});

describe('writing Denies', () => {
  const writer = new IamDenyWriter(sessions);

  it.each([
    [role, PutRolePolicyCommand],
    [user, PutUserPolicyCommand],
  ])('puts an inline Deny on %j', async (principal, command) => {
    iam.onAnyCommand().resolves({ $metadata: { requestId: 'r-1' } });
    expect(await writer.putInline({ principal, name, document: deny, sagaId })).toEqual({
      written: true,
      requestId: 'r-1',
    });
    expect(sent()).toHaveLength(1);
    expect(sent()[0]).toBeInstanceOf(command);
    expect(sent()[0]?.input).toMatchObject({ PolicyName: name, PolicyDocument: deny });
  });

  const grant = statement('Allow');
  const mixed = JSON.stringify({
    Statement: [
      { Effect: 'Deny', Action: '*', Resource: '*' },
      { Effect: 'Allow', Action: '*', Resource: '*' },
    ],
  });
  it.each([
    ['a grant', grant],
    ['a Deny with a grant behind it', mixed],
    ['a single statement that grants', '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'],
    ['no statement', '{"Statement":[]}'],
    ['no policy', '[]'],
    ['no JSON', 'Deny'],
  ])('sends nothing for %s', async (_, document) => {
    const named = `RingfenceDeny-${hash(document).slice(0, 16)}`;
    await expect(writer.putInline({ principal: role, name: named, document, sagaId })).rejects.toMatchObject({
      name: 'NotOwnInline',
    });
    expect(sent()).toEqual([]);
  });

  it.each(['app', 'RingfenceDeny-0123456789abcdef', `ringfencedeny-${hash(deny).slice(0, 16)}`])(
    'sends nothing under the name %s',
    async (wrong) => {
      await expect(writer.putInline({ principal: role, name: wrong, document: deny, sagaId })).rejects.toMatchObject({
        name: 'NotOwnInline',
      });
      expect(sent()).toEqual([]);
    },
  );

  it.each([
    [role, AttachRolePolicyCommand],
    [user, AttachUserPolicyCommand],
  ])('attaches a Deny policy to %j once it has read it', async (principal, command) => {
    iam.onAnyCommand().resolves({ $metadata: {} });
    showing(deny);
    expect(await writer.attach({ principal, policyArn: arn, sagaId })).toEqual({ written: true });
    expect(sent().at(-1)).toBeInstanceOf(command);
  });

  it.each([
    ['grants', grant, 'v1'],
    ['got another version', deny, 'v2'],
  ])('never attaches a policy that %s', async (_, document, version) => {
    showing(document, version);
    await expect(writer.attach({ principal: role, policyArn: arn, sagaId })).rejects.toMatchObject({
      name: 'NotOwnInline',
    });
    expect(iam.commandCalls(AttachRolePolicyCommand)).toHaveLength(0);
  });

  it.each([
    ['is not there', failing('NoSuchEntityException', 404), 'gone'],
    ['may not be read', failing('AccessDenied', 403), 'conflict'],
  ])('attaches nothing where the policy %s', async (_, error, code) => {
    iam.on(GetPolicyCommand).rejects(error);
    expect(await writer.attach({ principal: role, policyArn: arn, sagaId })).toMatchObject({ written: false, code });
    expect(iam.commandCalls(AttachRolePolicyCommand)).toHaveLength(0);
  });

  it('attaches nothing that is not of Ringfence', async () => {
    const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await expect(writer.attach({ principal: role, policyArn, sagaId })).rejects.toMatchObject({ name: 'NotOwnPolicy' });
    expect(sent()).toEqual([]);
  });

  it('is refused by name where its role is not installed', async () => {
    const none = new IamDenyWriter(undefined);
    const refused = { written: false, code: 'denied' };
    expect(await none.putInline({ principal: role, name, document: deny, sagaId })).toMatchObject(refused);
    expect(await none.attach({ principal: role, policyArn: arn, sagaId })).toMatchObject(refused);
    expect(sent()).toEqual([]);
  });
});

describe('credentials', () => {
  const key = { kind: 'access-key', id: 'AKIAONE' } as const;
  const service = { kind: 'service-credential', id: 'ACCAONE' } as const;

  it.each([
    [key, UpdateAccessKeyCommand, { AccessKeyId: 'AKIAONE' }],
    [service, UpdateServiceSpecificCredentialCommand, { ServiceSpecificCredentialId: 'ACCAONE' }],
  ])('%j become inactive, and active again by the undo role alone', async (credential, command, named) => {
    iam.onAnyCommand().resolves({ $metadata: {} });
    const given = { userName: 'alice', credential, sagaId };
    expect(await new IamCredentialWriter(sessions).deactivate(given)).toEqual({ written: true });
    expect(await new IamBoundaryRemover(sessions).reactivate(given)).toEqual({ written: true });
    expect(sent().map(({ input }) => input)).toEqual([
      { UserName: 'alice', ...named, Status: 'Inactive' },
      { UserName: 'alice', ...named, Status: 'Active' },
    ]);
    for (const each of sent()) expect(each).toBeInstanceOf(command);
  });

  it('stay as they are where the role for them is not installed', async () => {
    const none = new IamCredentialWriter(undefined);
    expect(await none.deactivate({ userName: 'alice', credential: key, sagaId })).toMatchObject({
      written: false,
      code: 'denied',
    });
    expect(sent()).toEqual([]);
  });
});

describe('taking back', () => {
  const remover = new IamBoundaryRemover(sessions);

  it.each([
    [role, DeleteRolePolicyCommand, DetachRolePolicyCommand, PutRolePermissionsBoundaryCommand],
    [user, DeleteUserPolicyCommand, DetachUserPolicyCommand, PutUserPermissionsBoundaryCommand],
  ])('of %j is the call for it and no other', async (principal, inline, detach, boundary) => {
    iam.onAnyCommand().resolves({ $metadata: {} });
    await remover.deleteInline({ principal, name, sagaId });
    await remover.detach({ principal, policyArn: arn, sagaId });
    await remover.restoreBoundary({ principal, policyArn: 'arn:aws:iam::111122223333:policy/team', sagaId });
    const [first, second, third] = sent();
    expect(first).toBeInstanceOf(inline);
    expect(second).toBeInstanceOf(detach);
    expect(third).toBeInstanceOf(boundary);
  });

  it('leaves alone what is not of Ringfence', async () => {
    const foreign = { principal: role, sagaId };
    await expect(remover.deleteInline({ ...foreign, name: 'app' })).rejects.toMatchObject({ name: 'NotOwnInline' });
    await expect(
      remover.detach({ ...foreign, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    ).rejects.toMatchObject({ name: 'NotOwnPolicy' });
    expect(sent()).toEqual([]);
  });
});
