import type { TestWorld } from '../../../test/builders/a-world.ts';
import { killable, type Kill, untilKilled } from '../../../test/builders/killable.ts';
import { diffGuardrails } from '../../facts/guardrail/diff-guardrails.ts';
import { verifyHistory } from '../../history/verify.ts';
import { leaseMilliseconds } from '../saga-run.ts';
import { approveRestoration } from './approve-restoration.ts';
import { proposeRestoration, type ProposeRestorationPorts } from './propose-restoration.ts';
import { restore } from './restore.ts';
import type { Restoration } from './restoration.ts';
import {
  aDeletion,
  agent,
  approved,
  asked,
  draft,
  enforced,
  flow,
  noah,
  olga,
  portsOf,
  proposed,
  region,
} from '../../../test/builders/a-deletion.ts';
import { undoRestoration } from './undo-restoration.ts';

const kills = (calls: number): readonly Kill[] =>
  Array.from({ length: calls }, (_, index) => index + 1).flatMap((call) => [
    { call, when: 'before' } as const,
    { call, when: 'after' } as const,
  ]);

/** Each writing call, with the restoration as it was stored when it was made. */
type Effect = { call: string; state: string; begun: number; done: boolean };

const effectsOf = (world: TestWorld): Effect[] => {
  const effects: Effect[] = [];
  const writer = world.guardrailWriter;
  for (const name of ['create', 'update', 'publish', 'repoint', 'remove'] as const) {
    const call = writer[name] as (input: { sagaId: string }) => Promise<{ written: unknown }>;
    (writer as unknown as Record<string, unknown>)[name] = async (input: { sagaId: string }) => {
      const read = await world.restorations.get(input.sagaId);
      if (read.found !== 'yes') throw new Error('an effect without a restoration');
      const { state, steps } = read.value;
      const before = JSON.stringify(await guardrails(world)) + JSON.stringify(world.guardrailReferences.all(region));
      const answer = await call(input);
      const after = JSON.stringify(await guardrails(world)) + JSON.stringify(world.guardrailReferences.all(region));
      effects.push({
        call: name,
        state,
        begun: steps.filter((step) => step.state === 'begun').length,
        done: before !== after,
      });
      return answer;
    };
  }
  return effects;
};

const guardrails = async (world: TestWorld) => {
  const read = await world.bedrock.guardrails(region);
  return read.found === 'yes' ? read.value : [];
};

const restoreAll = async (ports: ProposeRestorationPorts): Promise<void> => {
  const answer = await proposeRestoration(ports)(asked);
  if (answer.proposed !== 'restoration') return;
  const { id, plan, state, approval } = answer.restoration;
  if (state === 'WAITING' && approval === undefined) {
    await approveRestoration(ports)({ id, planHash: plan.planHash, approver: noah });
  }
  await restore(ports)(id);
};

const first = async (world: TestWorld): Promise<Restoration | undefined> =>
  (await world.restorations.list()).find(({ plan }) => plan.kind === 'recreate');

const intact = async (world: TestWorld): Promise<void> => {
  const head = await world.history.head();
  const verified = await verifyHistory({
    lines: world.history.read(),
    document: (hash) => world.documents.get(hash),
    head,
  });
  expect(verified.faults).toEqual([]);
};

describe('a worker that dies at any port call', () => {
  it('leaves a restoration that the next one brings to its end, with exactly one create', async () => {
    const counted = killable(portsOf(await aDeletion({ enforcedToo: true })));
    await restoreAll(counted.ports);
    const calls = counted.calls().length;
    expect(calls).toBeGreaterThan(60);
    for (const kill of kills(calls)) {
      const world = await aDeletion({ enforcedToo: true });
      const effects = effectsOf(world);
      expect(await untilKilled(() => restoreAll(killable(portsOf(world), kill).ports))).toBe('died');

      world.clock.advance(leaseMilliseconds + 1);
      // What the function does with a message that comes again, and with what was left.
      const left = await first(world);
      if (left === undefined || left.state === 'WAITING' || left.state === 'PLANNED') await restoreAll(portsOf(world));
      else await restore(portsOf(world))(left.id);

      const now = await first(world);
      expect({ kill, state: now?.state, outcome: now?.outcome }).toEqual({
        kill,
        state: 'PARTIAL',
        outcome: 'RESTORE_PARTIAL',
      });
      const there = await guardrails(world);
      expect(there).toHaveLength(1);
      expect(diffGuardrails(draft.content, there[0]?.content ?? {}).verdict).toBe('same');
      expect(effects.filter(({ call }) => call === 'create')).toHaveLength(1);
      expect(effects.filter(({ call, done }) => call === 'repoint' && done)).toHaveLength(2);
      expect(await world.bedrock.guardrail(region, there[0]?.id ?? '', '3')).toEqual({ found: 'no' });
      // Intent before effect: the very step was stored as begun.
      for (const { state, begun } of effects) expect({ state, begun }).toEqual({ state: 'INTENT', begun: 1 });
      expect(world.guardrailReferences.get(agent)).toMatchObject({ identifier: now?.made?.arn, version: '2' });
      expect(world.guardrailReferences.get(flow)).toMatchObject({ identifier: now?.made?.arn });
      expect(world.guardrailReferences.get(enforced)).toMatchObject({ identifier: draft.arn });
      expect((await world.restorations.list()).filter(({ plan }) => plan.kind === 'enforcement')).toMatchObject([
        { state: 'WAITING' },
      ]);
      await intact(world);
    }
  }, 120_000);

  it('leaves an undo that the next one brings to the exact state before', async () => {
    const restoredWorld = async () => {
      const world = await aDeletion();
      const done = await approved(world, await proposed(world));
      return { world, id: done.id };
    };
    const undo = (ports: ProposeRestorationPorts, id: string) =>
      undoRestoration(ports)({ id, requestedBy: olga, reason: 'the old one is replaced by another' });
    const whole = await restoredWorld();
    const counted = killable(portsOf(whole.world));
    await undo(counted.ports, whole.id);
    const calls = counted.calls().length;
    expect(calls).toBeGreaterThan(15);
    const before = (await aDeletion()).guardrailReferences.all(region);
    for (const kill of kills(calls)) {
      const { world, id } = await restoredWorld();
      const effects = effectsOf(world);
      await untilKilled(() => undo(killable(portsOf(world), kill).ports, id));
      world.clock.advance(leaseMilliseconds + 1);
      await undo(portsOf(world), id);

      expect({ kill, state: (await first(world))?.state }).toEqual({ kill, state: 'UNDONE' });
      expect(await guardrails(world)).toEqual([]);
      expect(world.guardrailReferences.all(region)).toEqual(before);
      for (const { state } of effects) expect(state).toBe('UNDO_INTENT');
      await intact(world);
    }
  }, 120_000);

  it('looks before it writes where the answer of a call was lost', async () => {
    const world = await aDeletion();
    for (const name of ['create', 'update', 'publish', 'repoint'] as const) {
      const call = world.guardrailWriter[name] as (input: never) => Promise<unknown>;
      let lost = false;
      (world.guardrailWriter as unknown as Record<string, unknown>)[name] = async (input: never) => {
        const answer = await call(input);
        if (lost) return answer;
        lost = true;
        return { written: 'unknown', code: 'answer-lost', detail: 'TimeoutError' };
      };
    }
    expect(await approved(world, await proposed(world))).toMatchObject({
      state: 'RESTORED',
      outcome: 'GUARDRAIL_RESTORED',
    });
    expect(await guardrails(world)).toHaveLength(1);
  });
});
