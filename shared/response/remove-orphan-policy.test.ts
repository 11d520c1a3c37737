import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import { killable, Killed, type Kill } from '../../test/builders/killable.ts';
import { mechanismCases } from '../../test/builders/mechanism-cases.ts';
import { verifiedHistory } from '../../test/builders/verified-history.ts';
import { contain } from './contain.ts';
import { orphanPolicyOf } from './orphan-policy.ts';
import { propose } from './propose.ts';
import { removeOrphanPolicy } from './remove-orphan-policy.ts';
import { resume } from './resume.ts';
import type { Saga } from './saga.ts';
import { undo } from './undo.ts';

const { facts } = mechanismCases.boundary;
const owner = { arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci' };
const olga = { requestedBy: 'arn:aws:iam::111122223333:user/olga', reason: 'the team needs it' };
const roleName = facts.name;

const call = (world: TestWorld, eventName: string, parameters: Record<string, unknown> = { roleName }): void => {
  const answer = world.iam.call(owner, eventName, parameters);
  if (!answer.ok) throw new Error(`${eventName}: ${answer.message}`);
};

const aGrant = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }],
});

const ownPolicies = (world: TestWorld): readonly string[] =>
  world.iam.store.policies
    .leaders()
    .map(({ arn }) => arn)
    .filter((arn) => arn.includes(':policy/ringfence/'));

const deletions = (world: TestWorld): { ours: string[]; refused: string[] } => {
  const seen = { ours: [] as string[], refused: [] as string[] };
  world.iam.onEvent(({ detail }) => {
    if (detail['eventName'] !== 'DeletePolicy') return;
    (detail['errorCode'] === undefined ? seen.ours : seen.refused).push(JSON.stringify(detail['userIdentity']));
  });
  return seen;
};

const onlySaga = async (world: TestWorld): Promise<Saga> => {
  const sagas = await world.sagas.list();
  if (sagas.length !== 1 || sagas[0] === undefined) throw new Error(`${sagas.length} sagas`);
  return sagas[0];
};

const plan = async (world: TestWorld): Promise<string> => {
  const proposed = await propose(world)({ principal: { kind: 'role', name: roleName }, findings: [aFindingOf(facts)] });
  if (proposed.proposed !== 'saga') throw new Error(proposed.proposed);
  return proposed.saga.id;
};

const contained = async (world: TestWorld): Promise<Saga> => {
  await contain(world)(await plan(world));
  return onlySaga(world);
};

/** Dies right after IAM made the policy and before it is anybody's boundary. */
const dyingAfterCreate = async (world: TestWorld): Promise<string> => {
  const id = await plan(world);
  const boundaries = {
    ...world.boundaries,
    createPolicy: async (input: Parameters<typeof world.boundaries.createPolicy>[0]) => {
      await world.boundaries.createPolicy(input);
      throw new Killed('boundaries.createPolicy');
    },
  };
  await expect(contain({ ...world, boundaries })(id)).rejects.toThrow(Killed);
  world.clock.advance(10 * 60_000);
  return id;
};

const endings = {
  'in CONFLICT, because somebody changed the role meanwhile': {
    ends: { state: 'CONFLICT', outcome: 'CONFLICT_CHANGED' },
    end: async (world: TestWorld) => {
      const id = await dyingAfterCreate(world);
      call(world, 'PutRolePolicy', { roleName, policyName: 'more', policyDocument: aGrant });
      await resume(world)(id);
    },
  },
  'REFUSED, because the kill switch was turned on meanwhile': {
    ends: { state: 'REFUSED', outcome: 'KILL_SWITCH' },
    end: async (world: TestWorld) => {
      const id = await dyingAfterCreate(world);
      await world.modeSwitch.setKillSwitch({ killSwitch: true });
      await resume(world)(id);
    },
  },
  'REFUSED, because IAM denies the boundary': {
    ends: { state: 'REFUSED', outcome: 'WRITE_DENIED' },
    end: async (world: TestWorld) => {
      const denied = { written: false, code: 'denied', detail: 'AccessDenied' } as const;
      const boundaries = { ...world.boundaries, putBoundary: () => Promise.resolve(denied) };
      await contain({ ...world, boundaries })(await plan(world));
    },
  },
  'SUBJECT_GONE, because the role was deleted meanwhile': {
    ends: { state: 'SUBJECT_GONE', outcome: 'SUBJECT_GONE' },
    end: async (world: TestWorld) => {
      const id = await dyingAfterCreate(world);
      call(world, 'DeleteRolePolicy', { roleName, policyName: 'test' });
      call(world, 'DeleteRole');
      await resume(world)(id);
    },
  },
  'UNDONE, because somebody else had taken the boundary off': {
    ends: { state: 'UNDONE', outcome: 'ALREADY_RESTORED' },
    end: async (world: TestWorld) => {
      const { id } = await contained(world);
      call(world, 'DeleteRolePermissionsBoundary');
      world.clock.advance(60_000);
      await undo(world)({ sagaId: id, ...olga });
    },
  },
  'UNDONE, and something used its policy then': {
    ends: { state: 'UNDONE', outcome: 'UNDO_POLICY_RETAINED' },
    end: async (world: TestWorld) => {
      const { id, plan: made } = await contained(world);
      call(world, 'CreateRole', { roleName: 'other', assumeRolePolicyDocument: aGrant });
      call(world, 'AttachRolePolicy', { roleName: 'other', policyArn: made.policyArn });
      await undo(world)({ sagaId: id, ...olga });
      call(world, 'DetachRolePolicy', { roleName: 'other', policyArn: made.policyArn });
    },
  },
} satisfies Record<string, { ends: Partial<Saga>; end: (world: TestWorld) => Promise<unknown> }>;

/** As the clock does; the functions cannot be imported from here. @returns the policies that are gone now. */
const tendAll = async (world: TestWorld): Promise<readonly string[]> => {
  const sagas = await world.sagas.list();
  const gone: string[] = [];
  for (const saga of sagas) {
    const policyArn = orphanPolicyOf(saga, sagas, world.clock.now());
    if (policyArn === undefined) continue;
    const result = await removeOrphanPolicy(world)(saga.id);
    if (result.ran && result.saga.version > saga.version && result.saga.policyGone === true) gone.push(policyArn);
  }
  return gone;
};

const cases = Object.entries(endings).map(([name, given]) => ({ name, ...given }));

const ended = async ({ end, ends }: (typeof cases)[number]): Promise<TestWorld> => {
  const world = await aWorld({ mode: 'enforce', principals: [facts] });
  await end(world);
  expect(await onlySaga(world)).toMatchObject(ends);
  expect(ownPolicies(world)).toHaveLength(1);
  // A day later also what IAM has refused is tried again.
  world.clock.advance(25 * 60 * 60_000);
  return world;
};

const historyIsWhole = async (world: TestWorld): Promise<void> => {
  const { faults } = await verifiedHistory(world);
  expect(faults).toEqual([]);
};

describe.each(cases)('the policy of a containment that ended $name', (given) => {
  it('is deleted by the clock, once, as a recorded call, and the containment stays as it ended', async () => {
    const world = await ended(given);
    const seen = deletions(world);
    expect(await tendAll(world)).toEqual([expect.stringContaining(':policy/ringfence/')]);
    expect(ownPolicies(world)).toEqual([]);
    const saga = await onlySaga(world);
    expect(saga).toMatchObject({ ...given.ends, policyGone: true });
    expect(saga.writes.at(-1)).toMatchObject({ call: { operation: 'delete-policy' }, answer: 'written' });
    await historyIsWhole(world);
    world.clock.advance(60 * 60_000);
    expect(await tendAll(world)).toEqual([]);
    expect((await onlySaga(world)).version).toBe(saga.version);
    expect(seen.ours).toEqual([expect.stringContaining(saga.id)]);
    expect(seen.refused).toEqual([]);
  });

  it.each([
    ['a boundary', 'PutRolePermissionsBoundary', 'permissionsBoundary'],
    ['an attached policy', 'AttachRolePolicy', 'policyArn'],
  ])('is left alone without a call while another role has it as %s', async (_, eventName, parameter) => {
    const world = await ended(given);
    const [arn] = ownPolicies(world);
    if (!world.iam.store.principals.leaders().some(({ facts: { name } }) => name === 'other')) {
      call(world, 'CreateRole', { roleName: 'other', assumeRolePolicyDocument: aGrant });
    }
    call(world, eventName, { roleName: 'other', [parameter]: arn });
    const seen = deletions(world);
    const { version } = await onlySaga(world);
    expect(await tendAll(world)).toEqual([]);
    expect(ownPolicies(world)).toEqual([arn]);
    expect(seen).toEqual({ ours: [], refused: [] });
    expect((await onlySaga(world)).version).toBe(version);
  });
});

/** What is done is the same for every end: one before anything was in force, and one after. */
describe.each([cases[0], cases[4]].flatMap((each) => each ?? []))('the policy left by an end $name', (given) => {
  it('is deleted when a process died at any call on the way', async () => {
    const counted = killable(await ended(given));
    await tendAll(counted.ports);
    const total = counted.calls().length;
    expect(total).toBeGreaterThan(8);
    for (let at = 1; at <= total; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const kill: Kill = { call: at, when };
        const world = await ended(given);
        const seen = deletions(world);
        await tendAll(killable(world, kill).ports).catch(() => {});
        world.clock.advance(10 * 60_000);
        await tendAll(world);
        const { policyGone, state } = await onlySaga(world);
        expect({ kill, policies: ownPolicies(world), policyGone, state, calls: seen.ours.length }).toEqual({
          kill,
          policies: [],
          policyGone: true,
          state: given.ends.state,
          calls: 1,
        });
        await historyIsWhole(world);
      }
    }
  }, 60_000);
});

describe('a policy that a containment left', () => {
  const conflict = cases[0] as (typeof cases)[number];

  it('is not touched in the minutes after its end, when a call may still be on its way', async () => {
    const world = await aWorld({ mode: 'enforce', principals: [facts] });
    await conflict.end(world);
    expect(await tendAll(world)).toEqual([]);
    expect(ownPolicies(world)).toHaveLength(1);
  });

  it('is left to people once it holds another version than the one that was made', async () => {
    const world = await ended(conflict);
    const [policyArn] = ownPolicies(world);
    call(world, 'CreatePolicyVersion', { policyArn, policyDocument: aGrant, setAsDefault: true });
    expect(await tendAll(world)).toEqual([]);
    expect(ownPolicies(world)).toEqual([policyArn]);
  });

  it('is not touched while the kill switch freezes undo, nor while the switch cannot be read', async () => {
    const world = await ended(conflict);
    await world.modeSwitch.setKillSwitch({ killSwitch: true, freeze: true });
    expect(await tendAll(world)).toEqual([]);
    const modeSwitch = { ...world.modeSwitch, read: () => Promise.resolve({ found: 'unreadable', why: 'x' } as const) };
    expect(await tendAll({ ...world, modeSwitch })).toEqual([]);
    expect(ownPolicies(world)).toHaveLength(1);
    await world.modeSwitch.setKillSwitch({ killSwitch: true, freeze: false });
    expect(await tendAll(world)).toHaveLength(1);
  });

  it('is not touched where IAM does not say how many use it', async () => {
    const world = await ended(conflict);
    const boundaries = {
      ...world.boundaries,
      readPolicy: async (arn: string) => {
        const read = await world.boundaries.readPolicy(arn);
        if (read.found !== 'yes') return read;
        const { document, versionId } = read.value;
        return { found: 'yes', value: { document, versionId } } as const;
      },
    };
    expect(await tendAll({ ...world, boundaries })).toEqual([]);
    expect(ownPolicies(world)).toHaveLength(1);
  });

  it('is tried once a day where IAM refuses, and the refusal is in history', async () => {
    const world = await ended(conflict);
    const refused = { written: false, code: 'conflict', detail: 'DeleteConflictException: in use' } as const;
    const boundaryRemover = { ...world.boundaryRemover, deletePolicy: () => Promise.resolve(refused) };
    const { version } = await onlySaga(world);
    for (let hour = 0; hour < 12; hour += 1) {
      expect(await tendAll({ ...world, boundaryRemover })).toEqual([]);
      world.clock.advance(60 * 60_000);
    }
    const saga = await onlySaga(world);
    expect(saga.version).toBe(version + 2);
    expect(saga.writes.at(-1)).toMatchObject({ call: { operation: 'delete-policy' }, answer: 'refused' });
    await historyIsWhole(world);
  });

  it('stays where a later containment of the same document is in force, and goes with its undo', async () => {
    const world = await ended(cases[2] as (typeof cases)[number]);
    await contain(world)(await plan(world));
    const later = (await world.sagas.list()).find(({ state }) => state === 'CONTAINED');
    expect(ownPolicies(world)).toEqual([later?.plan.policyArn]);
    expect(await tendAll(world)).toEqual([]);
    expect(ownPolicies(world)).toHaveLength(1);
    await undo(world)({ sagaId: later?.id ?? '', ...olga });
    expect(ownPolicies(world)).toEqual([]);
    world.clock.advance(60 * 60_000);
    const seen = deletions(world);
    await tendAll(world);
    expect(seen).toEqual({ ours: [], refused: [] });
  });
});
