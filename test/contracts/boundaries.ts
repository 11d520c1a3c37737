import { createHash } from 'node:crypto';
import { aDocument, found, makeRole, type ContractWorld, type MakeWorld } from './contract-world.ts';

const sagaId = 'c-aaaaaaaaaaaaaaaaaaaaaaaaaa';

const ownPolicy = ({ ports, unique }: ContractWorld): { arn: string; document: string } => {
  const document = aDocument(`s3:Get${unique('x').replace(/[^A-Za-z0-9]/gu, '')}`);
  const name = createHash('sha256').update(document).digest('hex').slice(0, 32);
  return { arn: `arn:aws:iam::${ports.identity.accountId}:policy/ringfence/${name}`, document };
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
      expect(found(await ports.boundaries.readPolicy(arn))).toEqual({ document, versionId: 'v1' });
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
