import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aRole, aUser } from '../../test/builders/a-principal.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import {
  mechanismCases,
  teamBoundary as team,
  userWithKeys as user,
  type MechanismCase as Case,
} from '../../test/builders/mechanism-cases.ts';
import { readChange } from '../change/read-change.ts';
import { known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { verifiedHistory } from '../../test/builders/verified-history.ts';
import { contain } from './contain.ts';
import { recogniseEcho } from './echo.ts';
import { propose } from './propose.ts';
import type { Saga } from './saga.ts';
import { settle } from './settle.ts';
import { undo } from './undo.ts';

const admin = { arn: 'arn:aws:iam::111122223333:user/admin' };
const olga = { requestedBy: 'arn:aws:iam::111122223333:user/olga', reason: 'the team needs it' };
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
const cases: readonly Case[] = Object.values(mechanismCases);

const worldOf = (given: Case): Promise<TestWorld> =>
  aWorld({
    mode: 'enforce',
    principals: [given.facts],
    settings: {
      levels: ['surgical', 'sensitive', 'quarantine'],
      ...(given.merge === undefined ? {} : { mergeBoundaries: true }),
    },
  });
const refOf = ({ kind, name }: PrincipalFacts) => ({ kind, name });
const factsNow = async (w: TestWorld, facts: PrincipalFacts): Promise<PrincipalFacts> => {
  const read = await w.principals.readPrincipal(refOf(facts));
  if (read.found !== 'yes') throw new Error(read.found);
  return read.value;
};
const approveIt = async (w: TestWorld, saga: Saga): Promise<void> => {
  const { approve } = await import('./approve.ts');
  const decided = await approve(w)({ sagaId: saga.id, planHash: saga.plan.planHash, approver: olga.requestedBy });
  expect(decided).toMatchObject({ decided: true });
};
const proposeIn = async (w: TestWorld, { facts, ask }: Pick<Case, 'facts' | 'ask'>): Promise<Saga> => {
  const proposed = await propose(w)({ principal: refOf(facts), findings: [aFindingOf(facts)], ...ask });
  if (proposed.proposed !== 'saga') throw new Error(JSON.stringify(proposed));
  return proposed.saga;
};
/** Through the gate, with the approval of a person where the plan needs one. */
const containIn = async (w: TestWorld, given: Pick<Case, 'facts' | 'ask'>): Promise<Saga> => {
  const saga = await proposeIn(w, given);
  if (saga.state === 'WAITING') await approveIt(w, saga);
  const result = await contain(w)(saga.id);
  if (!result.ran) throw new Error(result.detail);
  return result.saga;
};
const intact = async (w: TestWorld): Promise<void> => {
  const verified = await verifiedHistory(w);
  expect(verified.faults).toEqual([]);
};
const listen = (w: TestWorld): { events: unknown[]; names: () => readonly unknown[] } => {
  const events: { detail: Record<string, unknown> }[] = [];
  w.iam.onEvent((event) => events.push(event));
  return { events, names: () => events.map(({ detail }) => detail['eventName']) };
};

describe.each(cases)('$name', (given) => {
  it('is written, verified and settled, and undone to the exact state before', async () => {
    const w = await worldOf(given);
    const before = await factsNow(w, given.facts);
    const heard = listen(w);
    const saga = await containIn(w, given);
    expect(saga).toMatchObject({
      state: 'CONTAINED',
      outcome: `CONTAINED_${given.mechanism.toUpperCase()}`,
      plan: { mechanism: given.mechanism },
    });
    expect(heard.names()).toEqual(given.calls);
    expect(saga.writes.map(({ answer }) => answer)).toEqual(given.calls.map(() => 'written'));
    expect(await factsNow(w, given.facts)).not.toEqual(before);
    w.clock.advance(15 * 60_000);
    expect(await settle(w)(saga.id)).toMatchObject({ saga: { state: 'SETTLED' } });

    expect(await undo(w)({ sagaId: saga.id, ...olga })).toMatchObject({ saga: { state: 'UNDONE', outcome: 'UNDONE' } });
    expect(heard.names().slice(given.calls.length)).toEqual(given.undoCalls);
    expect(await factsNow(w, given.facts)).toEqual(before);
    await intact(w);
  });

  it('comes back as events that are recognised as our own, one by one', async () => {
    const w = await worldOf(given);
    const heard = listen(w);
    const saga = await containIn(w, given);
    await undo(w)({ sagaId: saga.id, ...olga });
    const sagas = await w.sagas.list();
    for (const event of heard.events) {
      const change = readChange(event);
      if (change.kind !== 'change') throw new Error(JSON.stringify(change));
      expect([change.eventName, recogniseEcho(change, sagas, w.identity)]).toEqual([
        change.eventName,
        { echo: 'ours', sagaId: saga.id, claims: [] },
      ]);
    }
  });
});

describe('what IAM refuses on the way', () => {
  it('leaves the Deny in force when a credential cannot be made inactive, says so, and can be undone', async () => {
    const given = mechanismCases.quarantine;
    const w = await worldOf(given);
    const before = await factsNow(w, given.facts);
    const deactivate = () => Promise.resolve({ written: false, code: 'denied', detail: 'AccessDenied' } as const);
    const saga = await containIn({ ...w, credentials: { deactivate } }, given);
    expect(saga).toMatchObject({ state: 'FAILED', outcome: 'WRITE_DENIED' });
    expect(saga.detail).toContain('What was written stays in force');
    expect((await factsNow(w, given.facts)).permissionsBoundary).toMatchObject({ value: { arn: saga.plan.policyArn } });
    expect(await undo(w)({ sagaId: saga.id, ...olga })).toMatchObject({ saga: { state: 'UNDONE' } });
    expect(await factsNow(w, given.facts)).toEqual(before);
  });

  it('does not say that nothing was taken back where a part was', async () => {
    const given = mechanismCases.quarantine;
    const w = await worldOf(given);
    const saga = await containIn(w, given);
    const deleteBoundary = () => Promise.resolve({ written: false, code: 'denied', detail: 'AccessDenied' } as const);
    const refusing = { ...w, boundaryRemover: { ...w.boundaryRemover, deleteBoundary } };
    const undone = await undo(refusing)({ sagaId: saga.id, ...olga });
    expect(undone).toMatchObject({ saga: { state: 'UNDO_CONFLICT', outcome: 'UNDO_CONFLICT' } });
    expect(undone.ran && undone.saga.detail).toBe(
      'A part was taken back, and the rest is not as it was: IAM refused it: AccessDenied.',
    );
    expect((await factsNow(w, given.facts)).serviceCredentials).toEqual(user.serviceCredentials);
    expect(await undo(w)({ sagaId: saga.id, ...olga })).toMatchObject({ saga: { state: 'UNDONE' } });
  });

  it('takes back only what it made inactive and still is', async () => {
    const given = mechanismCases.quarantine;
    const w = await worldOf(given);
    const saga = await containIn(w, given);
    w.iam.call(admin, 'DeleteAccessKey', { userName: 'alex', accessKeyId: 'AKIAONE' });
    expect(await undo(w)({ sagaId: saga.id, ...olga })).toMatchObject({ saga: { state: 'UNDONE' } });
    const now = await factsNow(w, given.facts);
    expect(now.accessKeys).toEqual(known([]));
    expect(now.serviceCredentials).toEqual(user.serviceCredentials);
  });
});

describe('a boundary that ours took the place of', () => {
  const given = mechanismCases.merged;
  const merged = async () => {
    const w = await worldOf(given);
    return { w, saga: await containIn(w, given) };
  };

  it('is put back only as it was recorded: a new version of it is named, and nothing is written', async () => {
    const { w, saga } = await merged();
    const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...everything, Action: 's3:*' }] });
    w.iam.call(admin, 'CreatePolicyVersion', { policyArn: team, policyDocument, setAsDefault: true });
    const heard = listen(w);
    const undone = await undo(w)({ sagaId: saga.id, ...olga });
    expect(undone).toMatchObject({ saga: { state: 'UNDO_CONFLICT', outcome: 'PRIOR_CHANGED' } });
    expect(undone.ran && undone.saga.detail).toContain(`put-role-permissions-boundary --role-name ml-app`);
    expect(heard.names()).toEqual([]);
  });

  it('is named when it was deleted meanwhile', async () => {
    const { w, saga } = await merged();
    w.iam.call(admin, 'DeletePolicy', { policyArn: team });
    expect(await undo(w)({ sagaId: saga.id, ...olga })).toMatchObject({ saga: { outcome: 'PRIOR_MISSING' } });
  });
});

describe('an attached Deny policy', () => {
  it('that got another version is not taken for ours any more: drift, and no undo without a look', async () => {
    const given = mechanismCases.managed;
    const w = await worldOf(given);
    const saga = await containIn(w, given);
    const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [everything] });
    w.iam.call(admin, 'CreatePolicyVersion', { policyArn: saga.plan.policyArn, policyDocument, setAsDefault: true });
    expect(await undo(w)({ sagaId: saga.id, ...olga })).toMatchObject({ saga: { state: 'UNDO_CONFLICT' } });
  });
});

describe('a second containment of one principal', () => {
  const holder = aRole({ allows: ['bedrock:InvokeModel', 'bedrock:DeleteGuardrail'] });
  const both = async () => {
    const w = await aWorld({ mode: 'enforce', principals: [holder] });
    const before = await factsNow(w, holder);
    const first = await containIn(w, { facts: holder });
    const second = await containIn(w, {
      facts: holder,
      ask: { findings: [aFindingOf(holder), aFindingOf(holder, { can: 'bedrock:DeleteGuardrail' })] },
    });
    return { w, before, first, second };
  };

  it('merges into the boundary of Ringfence, and neither counts as drift', async () => {
    const { w, first, second } = await both();
    expect([first.outcome, second.outcome]).toEqual(['CONTAINED_BOUNDARY', 'CONTAINED_MERGED']);
    w.clock.advance(15 * 60_000);
    expect(await settle(w)(first.id)).toMatchObject({ saga: { state: 'SETTLED' } });
    expect(await settle(w)(second.id)).toMatchObject({ saga: { state: 'SETTLED' } });
    // The sweep looks again: nothing is open, nothing drifted.
    const again = await propose(w)({ principal: refOf(holder), findings: [aFindingOf(holder)] });
    expect(again).toMatchObject({ proposed: 'nothing', noPlan: { outcome: 'ALREADY_SAFE' } });
    expect((await w.sagas.list()).map(({ state }) => state)).toEqual(['SETTLED', 'SETTLED']);
  });

  it('is undone before the first one, and then the first one too, to the exact state before', async () => {
    const { w, before, first, second } = await both();
    expect(await undo(w)({ sagaId: first.id, ...olga })).toMatchObject({
      ran: false,
      outcome: 'UNDO_CONFLICT',
      detail: expect.stringContaining(`undo ${second.id} first`),
    });
    expect(await undo(w)({ sagaId: second.id, ...olga })).toMatchObject({ saga: { state: 'UNDONE' } });
    expect((await factsNow(w, holder)).permissionsBoundary).toMatchObject({ value: { arn: first.plan.policyArn } });
    expect(await undo(w)({ sagaId: first.id, ...olga })).toMatchObject({ saga: { state: 'UNDONE' } });
    expect(await factsNow(w, holder)).toEqual(before);
    await intact(w);
  });
});

describe('a user that is renamed', () => {
  const alex = aUser({ allows: 'bedrock:InvokeModel' });
  const rename = (w: TestWorld, facts: PrincipalFacts): void => {
    const stored = w.iam.store.principals.leader('user/alex');
    if (stored === undefined) throw new Error('there is no alex');
    w.iam.store.principals.write('user/alex', undefined);
    const renamed = { ...stored.facts, name: 'sam', arn: facts.arn.replace('/alex', '/sam') };
    w.iam.store.principals.write('user/sam', { ...stored, facts: renamed });
  };

  it('between plan and write is named, and nothing is written', async () => {
    const w = await aWorld({ mode: 'enforce', principals: [alex] });
    const saga = await proposeIn(w, { facts: alex });
    rename(w, alex);
    w.clock.advance(60_000);
    const heard = listen(w);
    const result = await contain(w)(saga.id);
    expect(result).toMatchObject({ saga: { state: 'CONFLICT', outcome: 'CONFLICT_CHANGED' } });
    expect(result.ran && result.saga.detail).toContain('renamed to arn:aws:iam::111122223333:user/sam');
    expect(heard.names()).toEqual([]);
  });

  it('takes its containment along: it settles, and an undo says under which name it is now', async () => {
    const w = await aWorld({ mode: 'enforce', principals: [alex] });
    const saga = await containIn(w, { facts: alex });
    rename(w, alex);
    w.clock.advance(15 * 60_000);
    const result = await settle(w)(saga.id);
    expect(result).toMatchObject({ saga: { state: 'SETTLED' } });
    expect(result.ran && result.saga.detail).toContain('renamed');
    const undone = await undo(w)({ sagaId: saga.id, ...olga });
    expect(undone).toMatchObject({ saga: { state: 'UNDO_CONFLICT' } });
    expect(undone.ran && undone.saga.detail).toContain('user/sam');
    expect(undone.ran && undone.saga.detail).toContain(
      `aws iam delete-user-permissions-boundary --user-name sam ; aws iam delete-policy --policy-arn ${saga.plan.policyArn ?? ''}`,
    );
  });

  it('and one that is deleted are told apart', async () => {
    const w = await aWorld({ mode: 'enforce', principals: [alex] });
    const saga = await proposeIn(w, { facts: alex });
    w.iam.store.principals.write('user/alex', undefined);
    w.clock.advance(60_000);
    expect(await contain(w)(saga.id)).toMatchObject({ saga: { state: 'SUBJECT_GONE', outcome: 'SUBJECT_GONE' } });
  });
});
