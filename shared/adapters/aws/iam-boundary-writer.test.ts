import { createHash } from 'node:crypto';
import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { awsClients } from './aws-clients.ts';
import { IamBoundaryRemover } from './iam-boundary-remover.ts';
import { IamBoundaryWriter } from './iam-boundary-writer.ts';
import { SagaSessions } from './saga-sessions.ts';

const iam = mockClient(IAMClient);
const sts = mockClient(STSClient);
const clients = awsClients({ region: 'us-east-1', requestTimeout: 1_000 });
const roleArn = 'arn:aws:iam::111122223333:role/ringfence/ringfence-contain-boundary';
const document = '{"Version":"2012-10-17","Statement":[]}';
const hash = createHash('sha256').update(document).digest('hex').slice(0, 32);
const arn = `arn:aws:iam::111122223333:policy/ringfence/${hash}`;
const principal = { kind: 'role', name: 'app' } as const;
const failing = (name: string, httpStatusCode?: number): Error =>
  Object.assign(new Error('text'), { name, $metadata: { httpStatusCode } });

const writer = (role?: string) => new IamBoundaryWriter(new SagaSessions(clients, role, () => 0));

beforeEach(() => {
  iam.reset();
  sts.reset();
});

describe('writing boundaries', () => {
  it('creates a policy under the path of Ringfence, named by its content', async () => {
    iam.on(CreatePolicyCommand).resolves({ $metadata: { requestId: 'r-1' } });
    const result = await writer().createPolicy({ arn, document, description: 'c-1', sagaId: 'c-1' });
    expect(result).toEqual({ written: true, requestId: 'r-1' });
    expect(iam.commandCalls(CreatePolicyCommand)[0]?.args[0].input).toEqual({
      PolicyName: hash,
      Path: '/ringfence/',
      PolicyDocument: document,
      Description: 'c-1',
    });
  });

  it.each([
    ['another content', `arn:aws:iam::111122223333:policy/ringfence/${'0'.repeat(32)}`, 'NotContentNamed'],
    ['another path', `arn:aws:iam::111122223333:policy/other/${hash}`, 'NotOwnPolicy'],
    ['a deeper path', `arn:aws:iam::111122223333:policy/ringfence/x/${hash}`, 'NotOwnPolicy'],
  ])('sends nothing where the name is of %s', async (_, wrong, name) => {
    await expect(writer().createPolicy({ arn: wrong, document, description: '', sagaId: 'c-1' })).rejects.toMatchObject(
      { name },
    );
    expect(iam.calls()).toHaveLength(0);
  });

  it.each([
    ['both counts together', { AttachmentCount: 1, PermissionsBoundaryUsageCount: 2 }, { uses: 3 }],
    ['nothing uses it', { AttachmentCount: 0, PermissionsBoundaryUsageCount: 0 }, { uses: 0 }],
    ['not known where one count is missing', { AttachmentCount: 0 }, {}],
    ['not known where none is there', {}, {}],
  ])('reads a policy with its use: %s', async (_, counts, uses) => {
    iam.on(GetPolicyCommand).resolves({ Policy: { DefaultVersionId: 'v1', ...counts } });
    iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: encodeURIComponent(document) } });
    expect(await writer().readPolicy(arn)).toEqual({ found: 'yes', value: { document, versionId: 'v1', ...uses } });
  });

  it('sets nothing but a policy of Ringfence as a boundary', async () => {
    await expect(
      writer().putBoundary({ principal, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', sagaId: 'c-1' }),
    ).rejects.toThrow(/not under policy\/ringfence/);
    expect(iam.calls()).toHaveLength(0);
  });

  it.each([
    [{ kind: 'role', name: 'app' } as const, PutRolePermissionsBoundaryCommand],
    [{ kind: 'user', name: 'alice' } as const, PutUserPermissionsBoundaryCommand],
  ])('sets the boundary of $kind $name', async (whose, command) => {
    iam.onAnyCommand().resolves({ $metadata: { requestId: 'r-2' } });
    expect(await writer().putBoundary({ principal: whose, policyArn: arn, sagaId: 'c-1' })).toEqual({
      written: true,
      requestId: 'r-2',
    });
    expect(iam.calls()[0]?.args[0]).toBeInstanceOf(command);
  });

  it.each([
    ['AccessDenied', 403, { written: false, code: 'denied' }],
    ['NoSuchEntityException', 404, { written: false, code: 'gone' }],
    ['EntityAlreadyExistsException', 409, { written: false, code: 'exists' }],
    ['ConcurrentModificationException', 409, { written: false, code: 'conflict' }],
    ['LimitExceededException', 409, { written: false, code: 'limit' }],
    ['UnmodifiableEntityException', 400, { written: false, code: 'unmodifiable' }],
    ['MalformedPolicyDocumentException', 400, { written: false, code: 'denied' }],
    ['Throttling', 400, { written: 'unknown', code: 'throttled' }],
    ['TimeoutError', undefined, { written: 'unknown', code: 'answer-lost' }],
    ['ServiceFailureException', 500, { written: 'unknown', code: 'answer-lost' }],
    ['SyntaxError', 200, { written: 'unknown', code: 'answer-lost' }],
  ])('says what %s (status %s) means for the write', async (name, status, expected) => {
    iam.on(PutRolePermissionsBoundaryCommand).rejects(failing(name, status));
    expect(await writer().putBoundary({ principal, policyArn: arn, sagaId: 'c-1' })).toMatchObject(expected);
  });

  it('takes its role once a saga, in a session that bears the name of the saga', async () => {
    sts.on(AssumeRoleCommand).resolves({
      Credentials: { AccessKeyId: 'a', SecretAccessKey: 'b', SessionToken: 'c', Expiration: new Date() },
    });
    iam.onAnyCommand().resolves({});
    const one = writer(roleArn);
    await one.createPolicy({ arn, document, description: '', sagaId: 'c-1' });
    await one.putBoundary({ principal, policyArn: arn, sagaId: 'c-1' });
    await one.putBoundary({ principal, policyArn: arn, sagaId: 'c-2' });
    expect(sts.commandCalls(AssumeRoleCommand).map((call) => call.args[0].input.RoleSessionName)).toEqual([
      'c-1',
      'c-2',
    ]);
    expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input.RoleArn).toBe(roleArn);
  });

  it('writes nothing where its role cannot be taken', async () => {
    sts.on(AssumeRoleCommand).rejects(failing('AccessDenied', 403));
    expect(await writer(roleArn).putBoundary({ principal, policyArn: arn, sagaId: 'c-1' })).toMatchObject({
      written: false,
      code: 'denied',
    });
    expect(iam.calls()).toHaveLength(0);
  });
});

describe('taking boundaries off', () => {
  const remover = new IamBoundaryRemover(new SagaSessions(clients, undefined));

  it('deletes the boundary of a role, and a policy of Ringfence that is still in use stays with a conflict', async () => {
    iam.on(DeleteRolePermissionsBoundaryCommand).resolves({ $metadata: { requestId: 'r-3' } });
    iam.on(DeletePolicyCommand).rejects(failing('DeleteConflictException', 409));
    expect(await remover.deleteBoundary({ principal, sagaId: 'c-1' })).toEqual({ written: true, requestId: 'r-3' });
    expect(await remover.deletePolicy({ arn, sagaId: 'c-1' })).toMatchObject({ written: false, code: 'conflict' });
  });

  it('never deletes a policy that is not of Ringfence', async () => {
    await expect(
      remover.deletePolicy({ arn: 'arn:aws:iam::111122223333:policy/theirs', sagaId: 'c-1' }),
    ).rejects.toThrow(/not under policy\/ringfence/);
  });
});
