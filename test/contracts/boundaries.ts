import { createHash } from 'node:crypto';
import { aDocument, found, makeRole, type ContractWorld, type MakeWorld } from './contract-world.ts';

const sagaId = 'c-aaaaaaaaaaaaaaaaaaaaaaaaaa';

const ownArn = ({ ports }: ContractWorld, document: string): string =>
  `arn:aws:iam::${ports.identity.accountId}:policy/ringfence/${createHash('sha256').update(document).digest('hex').slice(0, 32)}`;

const ownPolicy = ({ ports, unique }: ContractWorld): { arn: string; document: string } => {
  const document = aDocument(`s3:Get${unique('x').replace(/[^A-Za-z0-9]/gu, '')}`);
  const name = createHash('sha256').update(document).digest('hex').slice(0, 32);
  return { arn: `arn:aws:iam::${ports.identity.accountId}:policy/ringfence/${name}`, document };
};

const denyDocument = (action: string, effect = 'Deny'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: action, Resource: '*' }] });
const inlineName = (document: string): string =>
  `RingfenceDeny-${createHash('sha256').update(document).digest('hex').slice(0, 16)}`;

/** Denies beside what a principal has, and credentials. */
export const deniesContract = (make: MakeWorld): void => {
  describe('deny writer', () => {
    it.each(['role', 'user'] as const)('puts an inline Deny on a %s and takes it off', async (kind) => {
      const world = await make();
      const { ports } = world;
      const name = kind === 'role' ? await makeRole(world) : await makeUser(world);
      const principal = { kind, name };
      const before = found(await ports.principals.readPrincipal(principal));
      const document = denyDocument('bedrock:InvokeModel');
      const policy = inlineName(document);

      expect(await ports.denies.putInline({ principal, name: policy, document, sagaId })).toMatchObject({
        written: true,
      });
      const denied = found(await ports.principals.readPrincipal(principal));
      expect(denied.inlinePolicies).toMatchObject({
        value: expect.arrayContaining([
          expect.objectContaining({ name: `inline:${policy}`, text: document }),
        ]) as unknown,
      });
      expect(await ports.boundaryRemover.deleteInline({ principal, name: policy, sagaId })).toMatchObject({
        written: true,
      });
      expect(found(await ports.principals.readPrincipal(principal))).toEqual(before);
      expect(await ports.boundaryRemover.deleteInline({ principal, name: policy, sagaId })).toMatchObject({
        written: false,
        code: 'gone',
      });
    });

    it.each(['role', 'user'] as const)('attaches a Deny policy to a %s and detaches it', async (kind) => {
      const world = await make();
      const { ports } = world;
      const principal = { kind, name: kind === 'role' ? await makeRole(world) : await makeUser(world) };
      const before = found(await ports.principals.readPrincipal(principal));
      const document = denyDocument(`bedrock:X${world.unique('x').replace(/[^A-Za-z0-9]/gu, '')}`);
      const arn = ownArn(world, document);
      await ports.boundaries.createPolicy({ arn, document, description: 'd', sagaId });
      expect(await ports.denies.attach({ principal, policyArn: arn, sagaId })).toMatchObject({ written: true });
      const attached = found(await ports.principals.readPrincipal(principal));
      expect(attached.attachedPolicies).toMatchObject({ value: [{ arn, versionId: 'v1', text: document }] });
      expect(await ports.boundaryRemover.detach({ principal, policyArn: arn, sagaId })).toMatchObject({
        written: true,
      });
      expect(await ports.boundaryRemover.deletePolicy({ arn, sagaId })).toMatchObject({ written: true });
      expect(found(await ports.principals.readPrincipal(principal))).toEqual(before);
    });

    it('sends nothing that could grant: no Allow, no foreign name, no boundary that would be attached', async () => {
      const world = await make();
      const { ports } = world;
      const principal = { kind: 'role', name: await makeRole(world) } as const;
      const before = found(await ports.principals.readPrincipal(principal));
      const grant = denyDocument('bedrock:*', 'Allow');
      const refused = { name: 'NotOwnInline' };
      const put = (name: string, document: string) => ports.denies.putInline({ principal, name, document, sagaId });
      await expect(put(inlineName(grant), grant)).rejects.toMatchObject(refused);
      await expect(put('ml', denyDocument('bedrock:*'))).rejects.toMatchObject(refused);
      await expect(put(inlineName('{}'), denyDocument('bedrock:*'))).rejects.toMatchObject(refused);
      await expect(ports.boundaryRemover.deleteInline({ principal, name: 'ml', sagaId })).rejects.toMatchObject(
        refused,
      );
      const { arn, document } = ownPolicy(world);
      await ports.boundaries.createPolicy({ arn, document, description: 'd', sagaId });
      await expect(ports.denies.attach({ principal, policyArn: arn, sagaId })).rejects.toMatchObject(refused);
      expect(found(await ports.principals.readPrincipal(principal))).toEqual(before);
    });
  });

  describe('credential writer', () => {
    it('makes an access key inactive and active again, and says that one is gone', async () => {
      const world = await make();
      const userName = await makeUser(world);
      await world.iam('CreateAccessKey', { UserName: userName });
      await expectSwitched(world, userName, 'access-key');
    });
  });
};

/** Apart from the suite above: the emulator has no service-specific credentials. */
export const serviceCredentialsContract = (make: MakeWorld): void => {
  describe('credential writer', () => {
    it('makes a service-specific credential inactive and active again, and says that one is gone', async () => {
      const world = await make();
      const userName = await makeUser(world);
      await world.iam('CreateServiceSpecificCredential', { UserName: userName, ServiceName: 'bedrock.amazonaws.com' });
      await expectSwitched(world, userName, 'service-credential');
    });
  });
};

const expectSwitched = async (
  { ports }: ContractWorld,
  userName: string,
  kind: 'access-key' | 'service-credential',
): Promise<void> => {
  const listed = async (): Promise<readonly { id: string; status: string }[]> => {
    const facts = found(await ports.principals.readPrincipal({ kind: 'user', name: userName }));
    const fact = kind === 'access-key' ? facts.accessKeys : facts.serviceCredentials;
    return fact.state === 'known' ? fact.value : [];
  };
  const [{ id } = { id: '' }] = await listed();
  const credential = { kind, id };
  expect(await ports.credentials.deactivate({ userName, credential, sagaId })).toMatchObject({ written: true });
  expect(await listed()).toMatchObject([{ id, status: 'Inactive' }]);
  expect(await ports.boundaryRemover.reactivate({ userName, credential, sagaId })).toMatchObject({ written: true });
  expect(await listed()).toMatchObject([{ id, status: 'Active' }]);
  const another = { kind, id: `${id.slice(0, 4)}IOSFODNN7EXAMPLE` };
  expect(await ports.credentials.deactivate({ userName, credential: another, sagaId })).toMatchObject({
    written: false,
    code: 'gone',
  });
};

const makeUser = async ({ iam, unique }: ContractWorld): Promise<string> => {
  const UserName = unique('user');
  await iam('CreateUser', { UserName });
  return UserName;
};

export const boundariesContract = (make: MakeWorld): void => {
  describe('boundary writer and remover', () => {
    it('create a policy, set it as boundary, take it off and delete it', async () => {
      const world = await make();
      const { ports } = world;
      const principal = { kind: 'role', name: await makeRole(world) } as const;
      const before = found(await ports.principals.readPrincipal(principal));
      const { arn, document } = ownPolicy(world);

      expect(await ports.boundaries.readPolicy(arn)).toEqual({ found: 'no' });
      expect(await ports.boundaries.createPolicy({ arn, document, description: 'd', sagaId })).toMatchObject({
        written: true,
      });
      expect(found(await ports.boundaries.readPolicy(arn))).toMatchObject({ document, versionId: 'v1' });
      // An emulator may not count; nothing else may be said.
      expect([0, undefined]).toContain(found(await ports.boundaries.readPolicy(arn)).uses);
      expect(await ports.boundaries.putBoundary({ principal, policyArn: arn, sagaId })).toMatchObject({
        written: true,
      });
      const bounded = found(await ports.principals.readPrincipal(principal));
      expect(bounded.permissionsBoundary).toMatchObject({
        state: 'known',
        value: { arn, versionId: 'v1', text: document },
      });
      // In use as a permissions policy: the emulator does not count its use as a boundary.
      await world.iam('AttachRolePolicy', { RoleName: principal.name, PolicyArn: arn });
      const kept = await ports.boundaryRemover.deletePolicy({ arn, sagaId });
      expect(kept).toMatchObject({ written: false, code: 'conflict' });
      await world.iam('DetachRolePolicy', { RoleName: principal.name, PolicyArn: arn });
      expect(await ports.boundaryRemover.deleteBoundary({ principal, sagaId })).toMatchObject({ written: true });
      expect(await ports.boundaryRemover.deletePolicy({ arn, sagaId })).toMatchObject({ written: true });
      expect(found(await ports.principals.readPrincipal(principal))).toEqual(before);
      expect(await ports.boundaries.readPolicy(arn)).toEqual({ found: 'no' });
    });

    it('put back a boundary that another one took the place of', async () => {
      const world = await make();
      const { ports } = world;
      const principal = { kind: 'role', name: await makeRole(world) } as const;
      const [first, second] = [ownPolicy(world), ownPolicy(world)];
      for (const policy of [first, second])
        await ports.boundaries.createPolicy({ ...policy, description: 'd', sagaId });
      await ports.boundaries.putBoundary({ principal, policyArn: first.arn, sagaId });
      await ports.boundaries.putBoundary({ principal, policyArn: second.arn, sagaId });
      expect(await ports.boundaryRemover.restoreBoundary({ principal, policyArn: first.arn, sagaId })).toMatchObject({
        written: true,
      });
      const restored = found(await ports.principals.readPrincipal(principal));
      expect(restored.permissionsBoundary).toMatchObject({ value: { arn: first.arn } });
    });

    it('say that a policy of the name exists', async () => {
      const world = await make();
      const policy = { ...ownPolicy(world), description: 'd', sagaId };
      await world.ports.boundaries.createPolicy(policy);
      expect(await world.ports.boundaries.createPolicy(policy)).toMatchObject({ written: false, code: 'exists' });
    });

    it('say that a principal or a policy is gone', async () => {
      const world = await make();
      const { ports, unique } = world;
      const { arn, document } = ownPolicy(world);
      await ports.boundaries.createPolicy({ arn, document, description: 'd', sagaId });
      const nobody = { kind: 'user', name: unique('nobody') } as const;
      const gone = { written: false, code: 'gone' };
      expect(await ports.boundaries.putBoundary({ principal: nobody, policyArn: arn, sagaId })).toMatchObject(gone);
      expect(await ports.boundaryRemover.deleteBoundary({ principal: nobody, sagaId })).toMatchObject(gone);
      await ports.boundaryRemover.deletePolicy({ arn, sagaId });
      expect(await ports.boundaryRemover.deletePolicy({ arn, sagaId })).toMatchObject(gone);
    });
  });
};
