import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aRole } from '../../test/builders/a-principal.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import { killable, type Kill, untilKilled } from '../../test/builders/killable.ts';
import { verifiedHistory } from '../../test/builders/verified-history.ts';
import type { Read } from '../ports/read.ts';
import { contain } from './contain.ts';
import { propose, type ProposePorts } from './propose.ts';
import { resume } from './resume.ts';
import type { Saga } from './saga.ts';
import { leaseMilliseconds } from './saga-run.ts';
import { undo, type UndoPorts } from './undo.ts';

const role = aRole({ allows: ['bedrock:InvokeModel', 's3:GetObject'] });
const finding = aFindingOf(role, { can: 'bedrock:InvokeModel' });
const request = { principal: { kind: 'role', name: role.name }, findings: [finding] } as const;
const olga = { requestedBy: 'arn:aws:iam::111122223333:user/olga', reason: 'the team needs it until Monday' };

/** Only what a saga may touch: a stray use of another port is a type error. */
const portsOf = (world: TestWorld): ProposePorts & UndoPorts => ({
  identity: world.identity,
  clock: world.clock,
  principals: world.principals,
  sagas: world.sagas,
  slots: world.slots,
  settings: world.settings,
  modeSwitch: world.modeSwitch,
  documents: world.documents,
  history: world.history,
  outbox: world.outbox,
  boundaries: world.boundaries,
  denies: world.denies,
  credentials: world.credentials,
  boundaryRemover: world.boundaryRemover,
  recordedCalls: world.recordedCalls,
});

const factsNow = async (world: TestWorld) => {
  const read = await world.principals.readPrincipal(role);
  if (read.found !== 'yes') throw new Error('the role is gone');
  return read.value;
};

/** Each mutating call of IAM, with the saga as it was stored when the call was made. */
type Effect = { event: string; refused: boolean; saga: Promise<Read<Saga>> };

const effectsOf = (world: TestWorld): Effect[] => {
  const effects: Effect[] = [];
  world.iam.onEvent(({ detail }) => {
    const session = /assumed-role\/[^/]+\/([^"]+)/.exec(JSON.stringify(detail['userIdentity']))?.[1] ?? '';
    effects.push({
      event: String(detail['eventName']),
      refused: detail['errorCode'] !== undefined,
      // The local store looks at once: this is the state at the moment of the call.
      saga: world.sagas.get(session),
    });
  });
  return effects;
};

const sagaAt = async ({ saga }: Effect): Promise<Saga> => {
  const read = await saga;
  if (read.found !== 'yes') throw new Error('an effect without a saga');
  return read.value;
};

const intact = async (world: TestWorld): Promise<void> => {
  const verified = await verifiedHistory(world);
  expect(verified.faults).toEqual([]);
};

const applyAll = async (ports: ProposePorts & UndoPorts): Promise<void> => {
  const proposed = await propose(ports)(request);
  if (proposed.proposed === 'saga') await contain(ports)(proposed.saga.id);
};

const kills = (calls: number): readonly Kill[] =>
  Array.from({ length: calls }, (_, index) => index + 1).flatMap((call) => [
    { call, when: 'before' } as const,
    { call, when: 'after' } as const,
  ]);

const pick = (count: number): number => Math.floor(count / 2);
const lags = [
  { name: 'IAM that answers at once', lag: { milliseconds: 0, pick } },
  { name: 'IAM that lags by eight seconds', lag: { milliseconds: 8_000, pick: () => 0 } },
];

describe.each(lags)('a worker that dies at any port call, with $name', ({ lag }) => {
  it('leaves an apply that the next worker brings to its end, with one effective write', async () => {
    const counted = killable(portsOf(await aWorld({ mode: 'enforce', principals: [role] })));
    await applyAll(counted.ports);
    const calls = counted.calls().length;
    expect(calls).toBeGreaterThan(20);
    for (const kill of kills(calls)) {
      const world = await aWorld({ mode: 'enforce', principals: [role] });
      world.iam.setLag(lag);
      const effects = effectsOf(world);
      const died = await untilKilled(() => applyAll(killable(portsOf(world), kill).ports));
      if (lag.milliseconds === 0) expect(died).toBe('died');

      world.clock.advance(leaseMilliseconds + 1);
      // What a handler does with a redelivered request: ask again, then go on.
      await applyAll(portsOf(world));

      const [saga] = await world.sagas.list();
      expect({ kill, state: saga?.state, outcome: saga?.outcome }).toEqual({
        kill,
        state: 'CONTAINED',
        outcome: 'CONTAINED_BOUNDARY',
      });
      const puts = effects.filter(({ event, refused }) => event === 'PutRolePermissionsBoundary' && !refused);
      expect(puts).toHaveLength(1);
      for (const effect of effects) {
        // Intent before effect: the very call was stored before it was made.
        const at = await sagaAt(effect);
        expect(at.state).toBe('INTENT');
        expect(at.writes.map(({ call }) => call.operation.replaceAll('-', ''))).toContain(effect.event.toLowerCase());
      }
      world.clock.advance(60_000);
      const now = await factsNow(world);
      expect(now).toEqual({ ...(await original()), permissionsBoundary: now.permissionsBoundary });
      await intact(world);
    }
  }, 120_000);

  it('leaves an undo that the next worker brings to the exact prior state', async () => {
    const undoAll = (ports: ProposePorts & UndoPorts, sagaId: string) => undo(ports)({ sagaId, ...olga });
    const whole = await contained(lag);
    const counted = killable(portsOf(whole.world));
    await undoAll(counted.ports, whole.id);
    const total = counted.calls().length;
    expect(total).toBeGreaterThan(15);

    for (const kill of kills(total)) {
      const { world, id } = await contained(lag);
      const effects = effectsOf(world);
      await untilKilled(() => undoAll(killable(portsOf(world), kill).ports, id));
      world.clock.advance(leaseMilliseconds + 1);
      // The person asks again, or the queue delivers the request once more.
      await undoAll(portsOf(world), id);
      await resume(portsOf(world))(id);

      const stored = await world.sagas.get(id);
      const state = stored.found === 'yes' ? stored.value.state : 'missing';
      expect({ kill, state }).toEqual({ kill, state: 'UNDONE' });
      expect(
        effects.filter(({ event, refused }) => event === 'DeleteRolePermissionsBoundary' && !refused),
      ).toHaveLength(1);
      for (const effect of effects) expect(['UNDO_INTENT', 'UNDO_WRITTEN']).toContain((await sagaAt(effect)).state);
      world.clock.advance(60_000);
      expect(await factsNow(world)).toEqual(await original());
      await intact(world);
    }
  }, 120_000);
});

const original = async () => factsNow(await aWorld({ principals: [role] }));

const contained = async (lag: (typeof lags)[number]['lag']): Promise<{ world: TestWorld; id: string }> => {
  const world = await aWorld({ mode: 'enforce', principals: [role] });
  world.iam.setLag(lag);
  await applyAll(portsOf(world));
  world.clock.advance(60_000);
  const [saga] = await world.sagas.list();
  return { world, id: saga?.id ?? '' };
};
