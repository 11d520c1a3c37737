import { aFinding, aCause } from '../builders/a-finding.ts';
import { aPlan } from '../builders/a-plan.ts';
import { aRole } from '../builders/a-principal.ts';
import { aSaga } from '../builders/a-saga.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { GuardrailFacts } from '../../shared/facts/account-facts.ts';
import { entryHash } from '../../shared/history/chain.ts';
import type { EntryDraft } from '../../shared/history/entry.ts';
import { verifyHistory } from '../../shared/history/verify.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { sha256 } from '../../shared/response/canonical-json.ts';
import type { Notice } from '../../shared/response/notice.ts';
import { defaultBlastLimits, defaultSettings } from '../../shared/response/settings.ts';
import { found, type MakeWorld } from './contract-world.ts';

const draft = (note: string): EntryDraft => ({
  time: '2026-11-21T21:00:00.000Z',
  kind: 'evaluation',
  actor: { arn: 'arn:aws:iam::111122223333:role/ringfence/ringfence-sweep' },
  note,
});
const notice = (id: string): Notice => ({
  id,
  at: '2026-11-21T21:00:00.000Z',
  accountId: '111122223333',
  kind: 'incomplete',
  detail: 'a test',
});
const notes = async ({ history }: Ports): Promise<readonly unknown[]> => {
  const seen: unknown[] = [];
  for await (const line of history.read()) seen.push((JSON.parse(line) as EntryDraft).note);
  return seen;
};
const ids = async ({ outbox }: Ports): Promise<readonly string[]> => (await outbox.pending()).map(({ id }) => id);

export const historyContract = (make: MakeWorld): void => {
  describe('history log and content store', () => {
    it('append in order, link by hash, and can be verified', async () => {
      const { ports } = await make();
      const hash = await ports.documents.put('{"a":1}');
      expect(hash).toBe(sha256('{"a":1}'));
      expect(await ports.documents.get(hash)).toBe('{"a":1}');
      expect(await ports.documents.get('0'.repeat(64))).toBeUndefined();
      expect(await ports.history.head()).toEqual({ size: 0, hash: '0'.repeat(64) });

      await ports.history.append([draft('a'), { ...draft('b'), inputs: [hash] }], 'k-1');
      const [third] = await ports.history.append([draft('c')], 'k-2');
      expect(third).toMatchObject({ v: 1, seq: 2, note: 'c' });
      const lines: string[] = [];
      for await (const line of ports.history.read()) lines.push(line);
      expect(await ports.history.head()).toEqual({ size: 3, hash: entryHash(lines[2] ?? '') });
      const verified = await verifyHistory({
        lines,
        document: (sha) => ports.documents.get(sha),
        head: await ports.history.head(),
      });
      expect(verified).toMatchObject({ faults: [], lines: 3 });
      const rest: string[] = [];
      for await (const line of ports.history.read(2)) rest.push(line);
      expect(rest).toEqual(lines.slice(2));
    });

    it('appends the same key once', async () => {
      const { ports } = await make();
      const first = await ports.history.append([draft('a')], 'same');
      expect(await ports.history.append([draft('a')], 'same')).toEqual(first);
      expect(await notes(ports)).toEqual(['a']);
    });

    it('keeps every entry of writers who come at once, each number once', async () => {
      const { ports } = await make();
      await Promise.all(Array.from({ length: 6 }, (_, n) => ports.history.append([draft(`n${n}`)], `k-${n}`)));
      expect((await notes(ports)).toSorted()).toEqual(['n0', 'n1', 'n2', 'n3', 'n4', 'n5']);
      const { faults } = await verifyHistory({ lines: ports.history.read(), document: () => Promise.resolve('') });
      expect(faults).toEqual([]);
    });
  });
};

export const sagaStoreContract = (make: MakeWorld): void => {
  describe('saga store and outbox', () => {
    const subject = aPlan().subject.uniqueId;
    const step = (version: number, fence: number) => aSaga({ version, fence });

    it('create a saga with its history and its notice in one write', async () => {
      const { ports } = await make();
      expect(await ports.sagas.get(aSaga().id)).toEqual({ found: 'no' });
      expect(await ports.sagas.takeLease(subject, 'w1', 60_000)).toEqual({ fence: 1 });
      const write = { saga: step(1, 1), entries: [draft('plan')], notices: [notice('n-1')] };
      expect(await ports.sagas.advance(write)).toEqual({ advanced: true });
      expect(found(await ports.sagas.get(aSaga().id))).toEqual(step(1, 1));
      expect(await ports.sagas.ofSubject(subject)).toEqual([step(1, 1)]);
      expect(await ports.sagas.ofSubject('AROAOTHER')).toEqual([]);
      expect(await ports.sagas.list()).toEqual([step(1, 1)]);
      expect(await notes(ports)).toEqual(['plan']);
      expect(await ids(ports)).toEqual(['n-1']);
    });

    it('refuse a step that is not the next one, and write nothing of it', async () => {
      const { ports } = await make();
      await ports.sagas.takeLease(subject, 'w1', 60_000);
      await ports.sagas.advance({ saga: step(1, 1), entries: [draft('one')], notices: [] });
      for (const version of [1, 3]) {
        const write = { saga: step(version, 1), entries: [draft('bad')], notices: [notice('n-bad')] };
        expect(await ports.sagas.advance(write)).toEqual({ advanced: false });
      }
      expect(await ports.sagas.advance({ saga: step(2, 1), entries: [draft('two')], notices: [] })).toEqual({
        advanced: true,
      });
      expect(await notes(ports)).toEqual(['one', 'two']);
      expect(await ids(ports)).toEqual([]);
    });

    it('refuse a worker whose lease went to another', async () => {
      const { ports, wait } = await make();
      await ports.sagas.takeLease(subject, 'w1', 1_000);
      await ports.sagas.advance({ saga: step(1, 1), entries: [draft('one')], notices: [] });
      expect(await ports.sagas.takeLease(subject, 'w2', 1_000)).toBeUndefined();
      await wait(1_100);
      expect(await ports.sagas.takeLease(subject, 'w2', 60_000)).toEqual({ fence: 2 });
      expect(await ports.sagas.advance({ saga: step(2, 1), entries: [draft('old')], notices: [] })).toEqual({
        advanced: false,
      });
      expect(await ports.sagas.advance({ saga: step(2, 2), entries: [draft('new')], notices: [] })).toEqual({
        advanced: true,
      });
      expect(await notes(ports)).toEqual(['one', 'new']);
    });

    it('lets a lease go, and only to whom it belongs', async () => {
      const { ports } = await make();
      await ports.sagas.takeLease(subject, 'w1', 60_000);
      await ports.sagas.releaseLease(subject, 'w2');
      expect(await ports.sagas.takeLease(subject, 'w3', 60_000)).toBeUndefined();
      await ports.sagas.releaseLease(subject, 'w1');
      expect(await ports.sagas.takeLease(subject, 'w3', 60_000)).toEqual({ fence: 2 });
      expect(await ports.sagas.takeLease(subject, 'w3', 60_000)).toEqual({ fence: 3 });
    });

    it('keep a notice once, sent or not', async () => {
      const { ports } = await make();
      await ports.outbox.add([notice('n-1'), notice('n-2')]);
      await ports.outbox.add([notice('n-1')]);
      expect(await ids(ports)).toEqual(['n-1', 'n-2']);
      await ports.outbox.done('n-1');
      await ports.outbox.add([notice('n-1')]);
      expect(await ids(ports)).toEqual(['n-2']);
    });
  });
};

export const findingStoreContract = (make: MakeWorld): void => {
  describe('finding store', () => {
    it('writes the next version only, with its history and notices', async () => {
      const { ports } = await make();
      const first = aFinding();
      const alongside = { entries: [draft('found')], key: 'k-1', notices: [notice('n-1')] };
      expect(await ports.findings.get(first.id)).toEqual({ found: 'no' });
      expect(await ports.findings.save([first], alongside)).toEqual({ saved: true });
      expect(found(await ports.findings.get(first.id))).toEqual(first);
      expect(await ports.findings.ofSubject(first.subject.uniqueId)).toEqual([first]);
      expect(await notes(ports)).toEqual(['found']);
      expect(await ids(ports)).toEqual(['n-1']);

      const stale = { entries: [draft('stale')], key: 'k-2', notices: [notice('n-2')] };
      const other = aFinding({ questionName: 'bedrock:InvokeModel' });
      expect(await ports.findings.save([other, first], stale)).toEqual({ saved: false, stale: [first.id] });
      expect(await ports.findings.get(other.id)).toEqual({ found: 'no' });
      expect(await notes(ports)).toEqual(['found']);
      const second = { ...first, version: 2, status: 'resolved', cause: aCause({ eventId: 'e-2' }) } as const;
      expect(await ports.findings.save([second])).toEqual({ saved: true });
      expect(await ports.findings.open()).toEqual([]);
    });

    it('lists what is not resolved', async () => {
      const { ports } = await make();
      const one = aFinding({ questionName: 'bedrock:InvokeModel' });
      const two = aFinding({ questionName: 'bedrock:DeleteGuardrail', status: 'suppressed' });
      await ports.findings.save([one, two]);
      expect((await ports.findings.open()).map(({ id }) => id).toSorted()).toEqual([one.id, two.id].toSorted());
    });
  });
};

const guardrail: GuardrailFacts = {
  id: 'gr1',
  arn: 'arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1',
  region: 'us-east-1',
  version: 'DRAFT',
  name: 'support-bot',
  content: { topicPolicy: { topics: [] } },
};

export const memoryContract = (make: MakeWorld): void => {
  describe('memories and delivery log', () => {
    it('recall a principal by id and by name, the last one that had it', async () => {
      const { ports } = await make();
      const old = aRole({ uniqueId: 'AROAOLD' });
      const anew = aRole({ uniqueId: 'AROANEW' });
      expect(await ports.principalMemory.recall('AROAOLD')).toEqual({ found: 'no' });
      await ports.principalMemory.remember(old, '2026-11-20T00:00:00.000Z');
      await ports.principalMemory.remember(anew, '2026-11-21T00:00:00.000Z');
      expect(found(await ports.principalMemory.recall('AROAOLD'))).toEqual({
        facts: old,
        asOf: '2026-11-20T00:00:00.000Z',
      });
      expect(found(await ports.principalMemory.recallByName('role/ml-app')).facts.uniqueId).toBe('AROANEW');
      expect(await ports.principalMemory.recallByName('user/ml-app')).toEqual({ found: 'no' });
    });

    it('recall a guardrail', async () => {
      const { ports } = await make();
      expect(await ports.guardrailMemory.recall('gr1')).toEqual({ found: 'no' });
      await ports.guardrailMemory.remember(guardrail, '2026-11-21T00:00:00.000Z');
      expect(found(await ports.guardrailMemory.recall('gr1')).facts).toEqual(guardrail);
      expect(found(await ports.guardrailMemory.recall(guardrail.arn)).facts).toEqual(guardrail);
    });

    it('recall a guardrail with the state that it is held against, until that is replaced', async () => {
      const { guardrailMemory } = (await make()).ports;
      const heldAgainst = { facts: { ...guardrail, name: 'before' }, asOf: '2026-11-20T00:00:00.000Z' };
      await guardrailMemory.remember(guardrail, '2026-11-21T00:00:00.000Z', heldAgainst);
      expect(found(await guardrailMemory.recall('gr1'))).toEqual({
        facts: guardrail,
        asOf: '2026-11-21T00:00:00.000Z',
        heldAgainst,
      });
      await guardrailMemory.remember(guardrail, '2026-11-22T00:00:00.000Z');
      expect(found(await guardrailMemory.recall('gr1')).heldAgainst).toBeUndefined();
    });

    it('keep each published version of a guardrail as it was seen first, in the order of their numbers', async () => {
      const { guardrailMemory } = (await make()).ports;
      expect(found(await guardrailMemory.versions('gr1'))).toEqual([]);
      const asOf = '2026-11-21T00:00:00.000Z';
      for (const version of ['10', '9', '1']) await guardrailMemory.rememberVersion({ ...guardrail, version }, asOf);
      await guardrailMemory.rememberVersion({ ...guardrail, version: '9', name: 'later' }, '2026-11-22T00:00:00.000Z');
      await guardrailMemory.rememberVersion({ ...guardrail, id: 'gr10', version: '2' }, asOf);
      const seen = found(await guardrailMemory.versions(guardrail.arn));
      expect(seen.map(({ facts }) => [facts.version, facts.name])).toEqual(
        ['1', '9', '10'].map((version) => [version, guardrail.name]),
      );
      expect(await guardrailMemory.recall('gr1')).toEqual({ found: 'no' });
    });

    it('let an event be claimed once, and again after its handling failed', async () => {
      const { deliveries } = (await make()).ports;
      expect(await deliveries.claim('f', 'e-1')).toBe(true);
      expect(await deliveries.claim('f', 'e-1')).toBe(false);
      expect(await deliveries.claim('g', 'e-1')).toBe(true);
      await deliveries.release('f', 'e-1');
      expect(await deliveries.claim('f', 'e-1')).toBe(true);
      await deliveries.complete('f', 'e-1');
      expect(await deliveries.claim('f', 'e-1')).toBe(false);
    });

    it('recall of each Region when it was last heard', async () => {
      const { inputLog } = (await make()).ports;
      const [account, beatingSince] = ['111122223333', '2026-11-21T00:00:00.000Z'];
      expect(await inputLog.recall(account, 'us-east-1')).toEqual({ found: 'no' });
      await inputLog.remember({ accountId: account, region: 'us-east-1', beatingSince });
      await inputLog.remember({ accountId: account, region: 'us-east-1', beatingSince, lastHeardAt: beatingSince });
      await inputLog.remember({ accountId: account, region: 'eu-west-1', beatingSince });
      expect(found(await inputLog.recall(account, 'us-east-1'))).toMatchObject({ lastHeardAt: beatingSince });
      expect(found(await inputLog.recall(account, 'eu-west-1'))).not.toHaveProperty('lastHeardAt');
    });

    it('recall how far a sweep has come', async () => {
      const { ports } = await make();
      expect(await ports.sweepLog.recall('111122223333')).toEqual({ found: 'no' });
      const state = { accountId: '111122223333', completedAt: '2026-11-21T00:00:00.000Z' };
      await ports.sweepLog.remember(state);
      expect(found(await ports.sweepLog.recall('111122223333'))).toEqual(state);
    });
  });
};

export const limitsContract = (make: MakeWorld): void => {
  describe('blast slots', () => {
    const input = (sagaId: string) => ({
      accountId: '111122223333',
      checkIds: ['RF.SENSITIVE.4'],
      sagaId,
      principalCount: 0,
      limits: defaultBlastLimits,
    });

    it('count a saga once', async () => {
      const { slots } = (await make()).ports;
      for (let n = 0; n < 8; n += 1) expect(await slots.take(input('c-same'))).toEqual({ taken: true });
      expect(await slots.take(input('c-other'))).toEqual({ taken: true });
    });

    it('never give more than the limit to takers who come at once', async () => {
      const { slots } = (await make()).ports;
      const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => slots.take(input(`c-${n}`))));
      expect(answers.filter(({ taken }) => taken)).toHaveLength(5);
      expect(answers.find(({ taken }) => !taken)).toMatchObject({ limit: 'perAccountTenMinutes' });
    });

    it('count the attempts of one principal, each by itself', async () => {
      const { slots } = (await make()).ports;
      for (const saga of ['c-1', 'c-1', 'c-2']) await slots.recordAttempt('AROA1', saga);
      await slots.recordAttempt('AROA2', 'c-3');
      expect(await slots.attempts('AROA1')).toBe(3);
      expect(await slots.attempts('AROA2')).toBe(1);
      expect(await slots.attempts('AROA3')).toBe(0);
    });
  });
};

export const settingsContract = (make: MakeWorld): void => {
  describe('settings store and mode switch', () => {
    it('writes settings over the version before only', async () => {
      const { settings } = (await make()).ports;
      const first = { ...defaultSettings(defaultCheckSettings), version: 1 };
      expect(await settings.read()).toEqual({ found: 'no' });
      expect(await settings.write(first)).toEqual({ saved: true });
      expect(found(await settings.read())).toEqual(first);
      expect(await settings.write({ ...first, attemptsPerHour: 9 })).toEqual({ saved: false });
      const second = { ...first, version: 2, attemptsPerHour: 2, checkModes: { 'RF.SENSITIVE.4': 'approve' as const } };
      expect(await settings.write(second)).toEqual({ saved: true });
      expect(found(await settings.read())).toEqual(second);
    });

    it('stops and goes on without forgetting the mode', async () => {
      const { modeSwitch } = (await make()).ports;
      await modeSwitch.setMode('approve');
      await modeSwitch.setKillSwitch({ killSwitch: true });
      expect(found(await modeSwitch.read())).toEqual({ mode: 'approve', killSwitch: true, freeze: false });
      await modeSwitch.setKillSwitch({ killSwitch: true, freeze: true });
      expect(found(await modeSwitch.read())).toMatchObject({ freeze: true });
      await modeSwitch.setKillSwitch({ killSwitch: false, freeze: false });
      expect(found(await modeSwitch.read())).toEqual({ mode: 'approve', killSwitch: false, freeze: false });
      await modeSwitch.setKillSwitch({ killSwitch: true });
      expect(found(await modeSwitch.read())).toMatchObject({ killSwitch: true });
    });
  });
};
