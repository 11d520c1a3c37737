import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import { killable, type Kill, untilKilled } from '../../test/builders/killable.ts';
import { mechanismCases, type MechanismCase } from '../../test/builders/mechanism-cases.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { verifiedHistory } from '../../test/builders/verified-history.ts';
import { approve } from './approve.ts';
import { contain } from './contain.ts';
import { propose } from './propose.ts';
import { resume } from './resume.ts';
import type { Saga } from './saga.ts';
import { leaseMilliseconds } from './saga-run.ts';
import { undo } from './undo.ts';

/** A process may die twice, and the one after that has to end it. */
const retries = 2;
const olga = { requestedBy: 'arn:aws:iam::111122223333:user/olga', reason: 'the team needs it' };

const worldOf = async (given: MechanismCase, lag: number): Promise<TestWorld> => {
  const world = await aWorld({
    mode: 'enforce',
    principals: [given.facts],
    settings: {
      levels: ['surgical', 'sensitive', 'quarantine'],
      ...(given.merge === undefined ? {} : { mergeBoundaries: true }),
    },
  });
  // Always the oldest state that may still be seen: the worst that lagging can do.
  world.iam.setLag({ milliseconds: lag, pick: () => 0 });
  return world;
};

const factsNow = async (world: TestWorld, { kind, name }: PrincipalFacts): Promise<PrincipalFacts> => {
  const read = await world.principals.readPrincipal({ kind, name });
  if (read.found !== 'yes') throw new Error(read.found);
  return read.value;
};

/** What the queue brings again, and a person's approval where the plan needs one. */
const askAndContain = async (world: TestWorld, { facts, ask }: MechanismCase): Promise<void> => {
  const { kind, name } = facts;
  const proposed = await propose(world)({ principal: { kind, name }, findings: [aFindingOf(facts)], ...ask });
  if (proposed.proposed !== 'saga') return;
  const { id, state, plan } = proposed.saga;
  if (state === 'WAITING') await approve(world)({ sagaId: id, planHash: plan.planHash, approver: olga.requestedBy });
  await contain(world)(id);
};

const inForce = async (world: TestWorld): Promise<readonly Saga[]> =>
  (await world.sagas.list()).filter(({ state }) => state === 'CONTAINED');

const askAndUndo = async (world: TestWorld): Promise<void> => {
  for (const { id, state } of await world.sagas.list()) {
    if (state === 'CONTAINED') await undo(world)({ sagaId: id, ...olga });
    else await resume(world)(id);
  }
};

/** Mutations that IAM took from a role of ours, in order; a refused one changed nothing. */
const effectsOf = (world: TestWorld): string[] => {
  const effects: string[] = [];
  world.iam.onEvent(({ detail }) => {
    const isOurs = JSON.stringify(detail['userIdentity']).includes('assumed-role/ringfence-');
    if (isOurs && detail['errorCode'] === undefined) effects.push(String(detail['eventName']));
  });
  return effects;
};

const ownPolicies = (world: TestWorld): readonly string[] =>
  world.iam.store.policies
    .leaders()
    .map(({ arn }) => arn)
    .filter((arn) => arn.includes(':policy/ringfence/'));

/** Every link of the chain is there, and every step that a saga took stands in it. */
const historyIsWhole = async (world: TestWorld): Promise<void> => {
  const { faults } = await verifiedHistory(world);
  expect(faults).toEqual([]);
  const entries: { saga?: string; kind: string }[] = [];
  for await (const line of world.history.read()) entries.push(JSON.parse(line) as { kind: string });
  for (const { id, version } of await world.sagas.list()) {
    expect(entries.filter(({ saga }) => saga === id)).toHaveLength(version);
  }
};

/** The process dies at `first`, the next one at a call of its own, and the last one ends it. */
const withDeaths = async (
  world: TestWorld,
  first: Kill,
  work: (world: TestWorld) => Promise<unknown>,
): Promise<void> => {
  const second: Kill = { call: 1 + ((first.call * 7) % 23), when: first.when === 'before' ? 'after' : 'before' };
  for (const kill of [first, second].slice(0, retries)) {
    await untilKilled(() => work(killable(world, kill).ports));
    world.clock.advance(leaseMilliseconds + 1);
  }
  await work(world);
};

/** Every call; of the ones with a lag every ninth, because crash.test.ts tries each of them there. */
const kills = (calls: number, lag: number): readonly Kill[] =>
  Array.from({ length: calls }, (_, index) => index + 1)
    .filter((call) => lag === 0 || call % 9 === 0)
    .flatMap((call) => [{ call, when: 'before' } as const, { call, when: 'after' } as const]);

const callsOf = async (world: TestWorld, work: (world: TestWorld) => Promise<unknown>): Promise<number> => {
  const counted = killable(world);
  await work(counted.ports);
  return counted.calls().length;
};

const cases: readonly MechanismCase[] = Object.values(mechanismCases);
const lags = [0, 8_000];

describe.each(cases)('a process that dies at any port call, before it or after it, with $name', (given) => {
  it.each(lags)(
    'is contained within two retries, by one write each, with IAM %i ms behind',
    async (lag) => {
      const total = await callsOf(await worldOf(given, lag), (world) => askAndContain(world, given));
      expect(total).toBeGreaterThan(20);
      for (const kill of kills(total, lag)) {
        const world = await worldOf(given, lag);
        const effects = effectsOf(world);
        await withDeaths(world, kill, (each) => askAndContain(each, given));
        const sagas = await world.sagas.list();
        const [saga, ...more] = await inForce(world);
        expect({ kill, states: sagas.map(({ state }) => state).filter((state) => state !== 'REFUSED'), more }).toEqual({
          kill,
          states: ['CONTAINED'],
          more: [],
        });
        expect({ kill, effects: effects.toSorted() }).toEqual({ kill, effects: given.calls.toSorted() });
        // Nothing of ours lies about that is not in force.
        expect({ kill, policies: ownPolicies(world) }).toEqual({
          kill,
          policies: saga?.plan.policyArn === undefined ? [] : [saga.plan.policyArn],
        });
        await historyIsWhole(world);
      }
    },
    300_000,
  );

  it.each(lags)(
    'is undone within two retries to the exact state before, with IAM %i ms behind',
    async (lag) => {
      const contained = async (): Promise<{ world: TestWorld; before: PrincipalFacts }> => {
        const world = await worldOf(given, lag);
        const before = await factsNow(world, given.facts);
        await askAndContain(world, given);
        expect(await inForce(world)).toHaveLength(1);
        world.clock.advance(60_000);
        return { world, before };
      };
      const total = await callsOf((await contained()).world, askAndUndo);
      expect(total).toBeGreaterThan(15);
      for (const kill of kills(total, lag)) {
        const { world, before } = await contained();
        const effects = effectsOf(world);
        await withDeaths(world, kill, askAndUndo);
        expect({ kill, states: (await world.sagas.list()).map(({ state }) => state) }).toEqual({
          kill,
          states: ['UNDONE'],
        });
        expect({ kill, effects: effects.toSorted() }).toEqual({ kill, effects: given.undoCalls.toSorted() });
        world.clock.advance(60_000);
        expect({ kill, facts: await factsNow(world, given.facts), policies: ownPolicies(world) }).toEqual({
          kill,
          facts: before,
          policies: [],
        });
        await historyIsWhole(world);
      }
    },
    300_000,
  );
});
