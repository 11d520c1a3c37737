import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import { killable, Killed, untilKilled } from '../../test/builders/killable.ts';
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

const admin = { arn: 'arn:aws:iam::111122223333:user/admin' };
const olga = { requestedBy: 'arn:aws:iam::111122223333:user/olga', reason: 'the team needs it' };
const theirs = 'inline:theirs';

const worldOf = (given: MechanismCase): Promise<TestWorld> =>
  aWorld({
    mode: 'enforce',
    principals: [given.facts],
    settings: {
      levels: ['surgical', 'sensitive', 'quarantine'],
      ...(given.merge === undefined ? {} : { mergeBoundaries: true }),
    },
  });

const factsNow = async (world: TestWorld, { kind, name }: PrincipalFacts): Promise<PrincipalFacts> => {
  const read = await world.principals.readPrincipal({ kind, name });
  if (read.found !== 'yes') throw new Error(read.found);
  return read.value;
};

const proposed = async (world: TestWorld, { facts, ask }: MechanismCase): Promise<string> => {
  const { kind, name } = facts;
  const answer = await propose(world)({ principal: { kind, name }, findings: [aFindingOf(facts)], ...ask });
  if (answer.proposed !== 'saga') throw new Error(JSON.stringify(answer));
  const { id, state, plan } = answer.saga;
  if (state === 'WAITING') await approve(world)({ sagaId: id, planHash: plan.planHash, approver: olga.requestedBy });
  return id;
};

const storedSaga = async (world: TestWorld, id: string): Promise<Saga> => {
  const read = await world.sagas.get(id);
  if (read.found !== 'yes') throw new Error(read.found);
  return read.value;
};

/** Somebody gives the principal a policy of their own, whose name says nothing to Ringfence. */
const addTheirs = (world: TestWorld, { kind, name }: PrincipalFacts): void => {
  const [event, key] = kind === 'user' ? ['PutUserPolicy', 'userName'] : ['PutRolePolicy', 'roleName'];
  const policyDocument = '{"Version":"2012-10-17","Statement":[]}';
  world.iam.call(admin, event, { [key]: name, policyName: 'theirs', policyDocument });
};

/** IAM lists inline policies in no order of its own. */
const withoutTheirs = (facts: PrincipalFacts): PrincipalFacts =>
  facts.inlinePolicies.state === 'known'
    ? {
        ...facts,
        inlinePolicies: {
          state: 'known',
          value: facts.inlinePolicies.value
            .filter(({ name }) => name !== theirs)
            .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        },
      }
    : facts;

const isTheirsThere = ({ inlinePolicies }: PrincipalFacts): boolean =>
  inlinePolicies.state === 'known' && inlinePolicies.value.some(({ name }) => name === theirs);

const isWrite = (call: string): boolean =>
  /^(?:boundaries\.putBoundary|denies\.(?:putInline|attach)|credentials\.deactivate)$/u.test(call);

/** Calls of `contain` from its first write to the end. */
const callsAfterWrite = async (given: MechanismCase): Promise<readonly number[]> => {
  const world = await worldOf(given);
  const id = await proposed(world, given);
  const counted = killable(world);
  await contain(counted.ports)(id);
  const calls = counted.calls();
  const first = calls.findIndex(isWrite) + 1;
  return calls.flatMap((_, index) => (index + 1 > first ? [index + 1] : []));
};

/** One command takes back what is ours, to the state before, and leaves what is theirs. */
const comesBackByUndo = async (world: TestWorld, id: string, before: PrincipalFacts): Promise<void> => {
  expect(await undo(world)({ sagaId: id, ...olga })).toMatchObject({ ran: true, saga: { state: 'UNDONE' } });
  const after = await factsNow(world, before);
  expect(isTheirsThere(after)).toBe(true);
  expect(withoutTheirs(after)).toEqual(withoutTheirs(before));
  expect((await verifiedHistory(world)).faults).toEqual([]);
};

const cases: readonly MechanismCase[] = Object.values(mechanismCases);

describe.each(cases)('a change by somebody else after the write of $name', (given) => {
  it('at any call up to the verification keeps what was written, tells a person, and can be undone', async () => {
    const ends = new Set<string>();
    for (const at of await callsAfterWrite(given)) {
      const world = await worldOf(given);
      const id = await proposed(world, given);
      const before = await factsNow(world, given.facts);
      let calls = 0;
      const watched = killable(world, undefined, () => {
        calls += 1;
        if (calls === at) addTheirs(world, given.facts);
      });
      await contain(watched.ports)(id);
      const saga = await storedSaga(world, id);
      ends.add(`${saga.state} ${saga.outcome ?? ''}`);
      if (saga.state === 'FAILED') {
        expect(saga.detail).toContain(`${theirs} was added`);
        expect(saga.detail).toContain('undo it');
        const told = (await world.outbox.pending()).filter((each) => each.kind === 'containment');
        expect(told.map(({ stage }) => stage)).toContain('failed');
      } else expect(saga.state).toBe('CONTAINED');
      // Nothing is taken off because it could not be verified.
      expect(withoutTheirs(await factsNow(world, given.facts))).not.toEqual(withoutTheirs(before));
      await comesBackByUndo(world, id, before);
    }
    expect(ends).toContain('FAILED CONFLICT_CHANGED');
  }, 60_000);

  it('can be undone too where the worker died right after its first write', async () => {
    const world = await worldOf(given);
    const id = await proposed(world, given);
    const before = await factsNow(world, given.facts);
    let dies = false;
    const dying = killable(world, undefined, (call) => {
      if (dies) throw new Killed(call);
      dies = isWrite(call);
    });
    expect(await untilKilled(() => contain(dying.ports)(id))).toBe('died');
    addTheirs(world, given.facts);
    world.clock.advance(leaseMilliseconds + 1);
    await resume(world)(id);
    expect(await storedSaga(world, id)).toMatchObject({ state: 'FAILED', outcome: 'CONFLICT_CHANGED' });
    await comesBackByUndo(world, id, before);
  });
});

it('keeps a part that is in force undoable where the gate says no to the rest', async () => {
  const given: MechanismCase = mechanismCases.quarantine;
  const world = await worldOf(given);
  const id = await proposed(world, given);
  const before = await factsNow(world, given.facts);
  let dies = false;
  const dying = killable(world, undefined, (call) => {
    if (dies) throw new Killed(call);
    dies = call === 'denies.putInline';
  });
  await untilKilled(() => contain(dying.ports)(id));
  await world.modeSwitch.setKillSwitch({ killSwitch: true });
  world.clock.advance(leaseMilliseconds + 1);
  await resume(world)(id);
  expect(await storedSaga(world, id)).toMatchObject({ state: 'FAILED', outcome: 'KILL_SWITCH' });
  expect((await factsNow(world, before)).permissionsBoundary.state).toBe('known');
  expect(await undo(world)({ sagaId: id, ...olga })).toMatchObject({ saga: { state: 'UNDONE' } });
  expect(await factsNow(world, before)).toEqual(before);
});
