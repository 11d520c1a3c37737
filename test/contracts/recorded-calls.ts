import type { RecordedCalls } from '../../shared/ports/recorded-calls.ts';
import { anyTrust } from './contract-world.ts';

/** One account whose calls are recorded. */
export type RecordedWorld = {
  recordedCalls: RecordedCalls;
  /** A call of `arn:aws:iam::111122223333:user/admin`, at the time that it is now. It may be refused. */
  iam: (eventName: string, parameters: Readonly<Record<string, unknown>>) => void;
  now: () => string;
  wait: (milliseconds: number) => void;
};

const boundaryCalls = ['PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary'];
const boundary = (name: string): string => `arn:aws:iam::111122223333:policy/${name}`;

export const recordedCallsContract = (make: () => RecordedWorld): void => {
  const account = () => {
    const world = make();
    world.iam('CreateRole', { roleName: 'app', assumeRolePolicyDocument: anyTrust });
    for (const policyName of ['one', 'two'])
      world.iam('CreatePolicy', { policyName, policyDocument: '{"Version":"2012-10-17","Statement":[]}' });
    const from = world.now();
    const put = (name: string): void => {
      world.iam('PutRolePermissionsBoundary', { roleName: 'app', permissionsBoundary: boundary(name) });
      world.wait(2_000);
    };
    const read = async (more: object = {}) => {
      const found = await world.recordedCalls.calls({ eventNames: boundaryCalls, from, to: world.now(), ...more });
      if (found.found !== 'yes') throw new Error(found.found);
      return found.value;
    };
    return { world, put, read, from };
  };

  describe('recorded calls', () => {
    it('gives the calls of the names that were asked for, oldest first, with caller and parameters', async () => {
      const { world, put, read } = account();
      put('one');
      world.iam('DeleteRolePermissionsBoundary', { roleName: 'app' });
      world.wait(2_000);
      put('two');
      world.iam('TagRole', { roleName: 'app', tags: [{ key: 'a', value: 'b' }] });
      expect(await read()).toMatchObject([
        {
          eventName: 'PutRolePermissionsBoundary',
          actor: { arn: 'arn:aws:iam::111122223333:user/admin' },
          body: 'present',
          parameters: { roleName: 'app', permissionsBoundary: boundary('one') },
          outcome: { result: 'succeeded' },
        },
        { eventName: 'DeleteRolePermissionsBoundary', parameters: { roleName: 'app' } },
        { eventName: 'PutRolePermissionsBoundary', parameters: { permissionsBoundary: boundary('two') } },
      ]);
    });

    it('gives a call that was refused as refused', async () => {
      const { put, read } = account();
      put('missing');
      expect(await read()).toMatchObject([{ outcome: { result: 'failed' } }]);
    });

    it('leaves out what came before and after the time that was asked for', async () => {
      const { world, put, read } = account();
      put('one');
      const from = world.now();
      put('two');
      const to = new Date(Date.parse(world.now()) - 1_000).toISOString();
      put('one');
      expect(await read({ from, to })).toMatchObject([{ parameters: { permissionsBoundary: boundary('two') } }]);
    });

    it('gives all of many', async () => {
      const { put, read } = account();
      for (let turn = 0; turn < 60; turn += 1) put(turn % 2 === 0 ? 'one' : 'two');
      expect(await read()).toHaveLength(60);
    });

    it('says nothing of a quiet account', async () => {
      const { read } = account();
      expect(await read()).toEqual([]);
    });
  });
};
