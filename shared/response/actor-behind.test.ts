import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aRole } from '../../test/builders/a-principal.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import type { Cause } from '../findings/finding.ts';
import { contain } from './contain.ts';
import { propose } from './propose.ts';

const roles = Array.from({ length: 6 }, (_, n) =>
  aRole({ name: `r${n}`, uniqueId: `AROA${n}`, allows: 'bedrock:InvokeModel' }),
);
const causeBy = (actorArn: string): Cause => ({
  eventId: 'e-1',
  eventSource: 'iam.amazonaws.com',
  eventName: 'PutRolePolicy',
  at: '2026-11-21T20:59:00.000Z',
  actorType: 'AssumedRole',
  actorArn,
});
const deploy = (session: string): Cause => causeBy(`arn:aws:sts::111122223333:assumed-role/Deploy/${session}`);

/** One after the other; how each ended. */
const containAll = async (world: TestWorld, which: readonly number[], cause: (n: number) => Cause) => {
  const states: string[] = [];
  for (const n of which) {
    const role = roles[n];
    if (role === undefined) throw new Error(`there is no role ${n}`);
    const request = { principal: { kind: 'role', name: role.name } as const, findings: [aFindingOf(role)] };
    const proposed = await propose(world)({ ...request, cause: cause(n) });
    if (proposed.proposed !== 'saga') throw new Error(JSON.stringify(proposed));
    const result = await contain(world)(proposed.saga.id);
    states.push(result.ran ? result.saga.state : result.why);
  }
  return states;
};
const told = async (world: TestWorld) => (await world.outbox.pending()).filter(({ kind }) => kind === 'actor');

describe('the actor behind contained principals', () => {
  it('is told of once its next case waits for a person, with everyone it is behind', async () => {
    const world = await aWorld({ mode: 'enforce', principals: roles });
    expect(await containAll(world, [0, 1, 2, 3], () => deploy('ci'))).toEqual([
      'CONTAINED',
      'CONTAINED',
      'CONTAINED',
      'WAITING',
    ]);
    expect(await told(world)).toMatchObject([
      {
        actorArn: deploy('ci').actorArn,
        contained: [0, 1, 2].map((n) => roles[n]?.arn),
        stopped: roles[3]?.arn,
      },
    ]);
  });

  it('is told of once a day, whatever its sessions are called', async () => {
    const world = await aWorld({ mode: 'enforce', principals: roles });
    await containAll(world, [0, 1, 2, 3, 4, 5], (n) => deploy(`session-${n}`));
    expect(await told(world)).toHaveLength(1);
  });

  it('is not told of while it is behind fewer', async () => {
    const world = await aWorld({ mode: 'enforce', principals: roles });
    await containAll(world, [0, 1, 2], () => deploy('ci'));
    await containAll(world, [3, 4], () => causeBy('arn:aws:iam::111122223333:user/else'));
    expect(await told(world)).toEqual([]);
  });
});
