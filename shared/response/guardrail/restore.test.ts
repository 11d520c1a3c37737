import { aGuardrail } from '../../../test/builders/a-guardrail.ts';
import type { TestWorld } from '../../../test/builders/a-world.ts';
import { diffGuardrails } from '../../facts/guardrail/diff-guardrails.ts';
import { verifyHistory } from '../../history/verify.ts';
import { sha256 } from '../canonical-json.ts';
import { approveRestoration } from './approve-restoration.ts';
import { proposeRestoration } from './propose-restoration.ts';
import { restore } from './restore.ts';
import {
  aDeletion,
  agent,
  approved,
  asked,
  caller,
  draft,
  enforced,
  flow,
  mallory,
  noah,
  otherArn,
  portsOf,
  proposed,
  region,
  restored,
  storedRestoration,
  versions,
} from '../../../test/builders/a-deletion.ts';

const creations = (world: TestWorld): (() => number) => {
  let count = 0;
  const { create } = world.guardrailWriter;
  world.guardrailWriter.create = (input) => {
    count += 1;
    return create(input);
  };
  return () => count;
};
const held = async (world: TestWorld, id: string, version?: string) => {
  const read = await world.bedrock.guardrail(region, id, version);
  if (read.found !== 'yes') throw new Error('it is not there');
  return read.value.content;
};
const guardrailsNow = async (world: TestWorld) => {
  const read = await world.bedrock.guardrails(region);
  return read.found === 'yes' ? read.value.map(({ id }) => id) : [];
};

describe('a guardrail that was deleted', () => {
  it('comes back with every version, and whoever Ringfence may repoint names it, after one approval', async () => {
    const world = await aDeletion();
    const created = creations(world);
    const waiting = await proposed(world);
    expect(waiting).toMatchObject({ state: 'WAITING', outcome: 'AWAITING_APPROVAL' });
    expect(await guardrailsNow(world)).toEqual([]);

    const done = await approved(world, waiting);

    // Version 2 was gone before, and numbers have no gaps: what was 3 is 2 now.
    expect(done).toMatchObject({
      state: 'RESTORED',
      outcome: 'GUARDRAIL_RESTORED',
      made: { versions: { 1: '1', 3: '2' } },
    });
    const { id = '', arn = '' } = done.made ?? {};
    expect(created()).toBe(1);
    expect(id).not.toBe(draft.id);
    expect(diffGuardrails(draft.content, await held(world, id)).verdict).toBe('same');
    for (const [index, { content }] of versions.entries()) {
      expect(diffGuardrails(content, await held(world, id, String(index + 1))).verdict).toBe('same');
    }
    expect(world.guardrailReferences.get(agent)).toMatchObject({ identifier: arn, version: '2' });
    expect(world.guardrailReferences.get(flow)).toMatchObject({ identifier: arn, version: 'DRAFT' });
    expect(world.guardrailReferences.get(enforced)).toMatchObject({ identifier: otherArn });
    expect(
      (
        await verifyHistory({
          lines: world.history.read(),
          document: world.documents.get,
          head: await world.history.head(),
        })
      ).faults,
    ).toEqual([]);
  });

  it('is nothing to do when it is asked about again, and no stranger is said to have made what Ringfence made', async () => {
    const world = await aDeletion({ namedInPolicy: true });
    const done = await approved(world, await proposed(world));
    const before = (await world.outbox.pending()).length;
    expect(await proposeRestoration(portsOf(world))(asked)).toMatchObject({
      proposed: 'nothing',
      outcome: 'ALREADY_SAFE',
      detail: `${done.id} brought it back as ${done.made?.id ?? ''}: PARTIAL`,
    });
    expect(await world.outbox.pending()).toHaveLength(before);
  });

  it('leaves each policy to a person, with the exact text that takes its place', async () => {
    const world = await aDeletion({ namedInPolicy: true });
    const done = await approved(world, await proposed(world));
    expect(done).toMatchObject({ state: 'PARTIAL', outcome: 'RESTORE_PARTIAL' });
    expect(done.byHand).toEqual([
      {
        use: { kind: 'policy', by: caller.arn, policy: 'inline:test' },
        document: expect.any(String) as string,
      },
    ]);
    const text = await world.documents.get(done.byHand[0]?.document ?? '');
    const before = caller.inlinePolicies.state === 'known' ? caller.inlinePolicies.value[0]?.text : undefined;
    expect(text).toBe(before?.replace(`${draft.arn}:3`, `${done.made?.arn ?? ''}:2`));
    // The role is as it was: nothing of IAM is written.
    expect(await world.principals.readPrincipal({ kind: 'role', name: 'support' })).toMatchObject({
      value: { inlinePolicies: caller.inlinePolicies },
    });
  });

  it('asks for an approval of its own before the account enforces the new one', async () => {
    const world = await aDeletion({
      enforcedToo: true,
      mode: 'enforce',
      settings: { checkModes: { 'RF.GUARD.1': 'enforce' } },
    });
    const first = await restored(world, (await proposed(world)).id);
    expect(first).toMatchObject({ state: 'PARTIAL', outcome: 'RESTORE_PARTIAL' });
    expect(world.guardrailReferences.get(enforced)).toMatchObject({ identifier: draft.arn });

    const second = await storedRestoration(world, first.followedBy ?? '');
    expect(second).toMatchObject({
      state: 'WAITING',
      plan: { kind: 'enforcement', steps: [{ step: 'repoint', by: 'config1' }] },
    });
    expect((await restored(world, second.id)).state).toBe('WAITING');

    expect(await approved(world, second)).toMatchObject({ state: 'RESTORED', outcome: 'GUARDRAIL_RESTORED' });
    expect(world.guardrailReferences.get(enforced)).toEqual({ ...enforced, identifier: first.made?.arn, version: '1' });
  });

  it.each([
    ['observe', {}, 'REFUSED', 'MODE_OBSERVE'],
    ['approve', {}, 'WAITING', 'AWAITING_APPROVAL'],
    // The account's mode alone is not enough: an admin names the check.
    ['enforce', {}, 'WAITING', 'AWAITING_APPROVAL'],
    ['enforce', { 'RF.GUARD.1': 'approve' }, 'WAITING', 'AWAITING_APPROVAL'],
    ['enforce', { 'RF.GUARD.1': 'enforce' }, 'RESTORED', 'GUARDRAIL_RESTORED'],
  ] as const)('in mode %s with %j ends %s', async (mode, checkModes, state, outcome) => {
    const world = await aDeletion({ mode, settings: { checkModes } });
    const { id } = await proposed(world);
    expect(await restored(world, id)).toMatchObject({ state, outcome });
    expect(await guardrailsNow(world)).toHaveLength(state === 'RESTORED' ? 1 : 0);
  });

  it('is planned once however often it is asked for', async () => {
    const world = await aDeletion();
    const first = await proposed(world);
    expect((await proposed(world)).id).toBe(first.id);
    expect(await world.restorations.list()).toHaveLength(1);
  });

  it('waits for nobody for ever', async () => {
    const world = await aDeletion();
    const { id } = await proposed(world);
    world.clock.advance(25 * 3_600_000);
    expect(await restored(world, id)).toMatchObject({ state: 'REFUSED', outcome: 'APPROVAL_EXPIRED' });
  });

  it('is not approved by whoever deleted it, by a role of Ringfence, or for another plan', async () => {
    const world = await aDeletion();
    const { id, plan } = await proposed(world);
    const { planHash } = plan;
    for (const approver of [mallory, world.identity.restoreRoleArn ?? '', ' ']) {
      expect(await approveRestoration(world)({ id, planHash, approver })).toMatchObject({
        decided: false,
        outcome: 'AWAITING_APPROVAL',
      });
    }
    expect(await approveRestoration(world)({ id, planHash: 'other', approver: noah })).toMatchObject({
      outcome: 'CONFLICT_CHANGED',
    });
    expect(await restored(world, id)).toMatchObject({ state: 'WAITING' });
  });

  it.each([
    [
      'the kill switch is on',
      'KILL_SWITCH',
      (world: TestWorld) => world.modeSwitch.setKillSwitch({ killSwitch: true }),
    ],
    ['the mode went down', 'MODE_OBSERVE', (world: TestWorld) => world.modeSwitch.setMode('observe')],
  ] as const)('is not written when, after the approval, %s', async (_, outcome, meanwhile) => {
    const world = await aDeletion();
    const waiting = await proposed(world);
    await approveRestoration(world)({ id: waiting.id, planHash: waiting.plan.planHash, approver: noah });
    await meanwhile(world);
    expect(await restored(world, waiting.id)).toMatchObject({ state: 'REFUSED', outcome });
    expect(await guardrailsNow(world)).toEqual([]);
  });

  it('is a plan for a person where no role that writes guardrails is installed', async () => {
    const world = await aDeletion();
    const { restoreRoleArn: _, ...identity } = world.identity;
    const answer = await proposeRestoration({ ...portsOf(world), identity })(asked);
    expect(answer).toMatchObject({ restoration: { state: 'REFUSED', outcome: 'RESTORE_REFUSED' } });
  });
});

describe('a restoration that meets somebody else', () => {
  const byHand = aGuardrail({ guardrailId: 'grbyhand', guardrailArn: draft.arn.replace(draft.id, 'grbyhand') });

  it('plans nothing where a guardrail of that name is there again, and tells a person', async () => {
    const world = await aDeletion();
    world.bedrock.setGuardrail(byHand);
    expect(await proposeRestoration(portsOf(world))(asked)).toMatchObject({
      proposed: 'nothing',
      outcome: 'RESTORE_REFUSED',
    });
    expect(await world.outbox.pending()).toMatchObject([{ kind: 'routed', noPlan: { outcome: 'RESTORE_REFUSED' } }]);
  });

  it.each([
    ['made one of that name by hand', byHand],
    ['has the old one back', draft],
  ])('writes nothing where, after the plan, somebody %s', async (_, there) => {
    const world = await aDeletion();
    const waiting = await proposed(world);
    world.bedrock.setGuardrail(there);
    expect(await approved(world, waiting)).toMatchObject({ state: 'REFUSED', outcome: 'RESTORE_REFUSED' });
    expect(await guardrailsNow(world)).toEqual([there.id]);
    expect(await held(world, there.id)).toEqual(there.content);
  });

  it('leaves an agent that somebody has repointed meanwhile, and restores the rest', async () => {
    const world = await aDeletion();
    const waiting = await proposed(world);
    world.guardrailReferences.set({ ...agent, identifier: otherArn, version: '7' });
    const done = await approved(world, waiting);
    expect(done).toMatchObject({ state: 'PARTIAL', outcome: 'RESTORE_PARTIAL' });
    expect(done.detail).toContain(otherArn);
    expect(world.guardrailReferences.get(agent)).toMatchObject({ identifier: otherArn, version: '7' });
    expect(world.guardrailReferences.get(flow)).toMatchObject({ identifier: done.made?.arn });
  });

  it('leaves an agent that names a version which nobody remembers', async () => {
    const world = await aDeletion();
    world.guardrailReferences.set({ ...agent, identifier: draft.arn, version: '2' });
    const done = await approved(world, await proposed(world));
    expect(done).toMatchObject({ state: 'PARTIAL' });
    expect(done.detail).toContain('version 2');
    expect(world.guardrailReferences.get(agent)).toMatchObject({ identifier: draft.arn, version: '2' });
  });

  it('says by name what AWS refuses, and what was already written', async () => {
    const world = await aDeletion();
    world.guardrailWriter.publish = () =>
      Promise.resolve({ written: false, code: 'denied', detail: 'AccessDeniedException' });
    const done = await approved(world, await proposed(world));
    expect(done).toMatchObject({ state: 'FAILED', outcome: 'WRITE_DENIED', detail: 'AccessDeniedException' });
    expect(done.made).toBeDefined();
  });

  it('never calls restored what does not read back as it was', async () => {
    const world = await aDeletion();
    const { update } = world.guardrailWriter;
    world.guardrailWriter.update = (input) =>
      update({ ...input, request: { ...input.request, contextualGroundingPolicyConfig: undefined } });
    expect(await approved(world, await proposed(world))).toMatchObject({ state: 'FAILED', outcome: 'VERIFY_FAILED' });
  });

  it('does not know who else names it where nobody could look', async () => {
    const world = await aDeletion();
    world.principals.readAccount = () =>
      Promise.resolve({ found: 'unreadable', why: 'iam:GetAccountAuthorizationDetails' });
    const waiting = await proposed(world);
    expect(waiting.plan.unread).toEqual(['policies: iam:GetAccountAuthorizationDetails']);
    expect(await approved(world, waiting)).toMatchObject({ state: 'PARTIAL', outcome: 'RESTORE_PARTIAL' });
  });
});

describe('what is remembered', () => {
  it('is asked for by name where there is nothing', async () => {
    const world = await aDeletion();
    const subject = { ...asked.subject, arn: otherArn, uniqueId: otherArn };
    expect(await proposeRestoration(portsOf(world))({ ...asked, subject })).toMatchObject({
      proposed: 'nothing',
      outcome: 'NO_SNAPSHOT',
    });
  });

  it.each([
    ['is damaged in storage', { found: 'unreadable', why: 'the row is torn' } as const],
    [
      'is of another guardrail',
      {
        found: 'yes',
        value: { asOf: 'x', facts: { ...draft, content: { ...draft.content, guardrailId: 'grother' } } },
      } as const,
    ],
    [
      'has lost its name',
      {
        found: 'yes',
        value: { asOf: 'x', facts: { ...draft, content: { ...draft.content, name: undefined } } },
      } as const,
    ],
  ])('brings nothing back where it %s', async (_, recalled) => {
    const world = await aDeletion();
    world.guardrailMemory.recall = () => Promise.resolve(recalled);
    expect(await proposeRestoration(portsOf(world))(asked)).toMatchObject({
      proposed: 'nothing',
      outcome: 'NO_SNAPSHOT',
    });
    expect(await world.restorations.list()).toEqual([]);
  });

  it.each([
    ['was changed', (text: string) => text.replace('HIGH', 'NONE')],
    ['is gone', () => undefined],
  ])('is not used where a document %s after the plan', async (_, damage) => {
    const world = await aDeletion();
    const waiting = await proposed(world);
    const { get } = world.documents;
    const wanted = sha256(JSON.stringify(draft.content));
    world.documents.get = async (hash) => {
      const text = await get(hash);
      return hash === wanted && text !== undefined ? damage(text) : text;
    };
    expect(await approved(world, waiting)).toMatchObject({ state: 'REFUSED', outcome: 'NO_SNAPSHOT' });
    expect(await guardrailsNow(world)).toEqual([]);
  });

  it('comes back as far as this version knows it, and says what it left out', async () => {
    const world = await aDeletion();
    const later = { ...draft, content: { ...draft.content, novelPolicy: { mode: 'STRICT' } } };
    await world.guardrailMemory.remember(later, '2026-11-21T08:30:00.000Z');
    const waiting = await proposed(world);
    expect(waiting.plan.leftOut).toEqual(['novelPolicy']);
    const done = await approved(world, waiting);
    expect(done).toMatchObject({ state: 'PARTIAL', outcome: 'RESTORE_PARTIAL' });
    expect(done.detail).toContain('novelPolicy');
  });

  it('is the state before a loss, where it was weakened first and deleted then', async () => {
    const world = await aDeletion();
    const weak = { ...draft, content: { ...draft.content, contextualGroundingPolicy: undefined } };
    await world.guardrailMemory.remember(weak, '2026-11-21T20:00:00.000Z', {
      facts: draft,
      asOf: '2026-11-21T08:00:00.000Z',
    });
    const waiting = await proposed(world);
    expect(waiting.plan.lost.join(' ')).toMatch(/grounding/iu);
    const done = await approved(world, waiting);
    expect(diffGuardrails(draft.content, await held(world, done.made?.id ?? '')).verdict).toBe('same');
  });
});

describe('a guardrail that was weakened', () => {
  const weakened = async () => {
    const world = await aDeletion();
    const weak = {
      ...draft,
      content: { ...draft.content, contextualGroundingPolicy: undefined, description: 'new words' },
    };
    world.bedrock.setGuardrail(weak);
    await world.guardrailMemory.remember(weak, '2026-11-21T20:00:00.000Z', {
      facts: draft,
      asOf: '2026-11-21T08:00:00.000Z',
    });
    return world;
  };

  it('gets back what it lost, and keeps its identifier', async () => {
    const world = await weakened();
    const waiting = await proposed(world);
    expect(waiting).toMatchObject({
      state: 'WAITING',
      plan: { kind: 'put-back', checkId: 'RF.GUARD.2', steps: [{ step: 'update' }] },
    });
    expect(waiting.plan.lost.join(' ')).toMatch(/grounding/iu);
    expect(await approved(world, waiting)).toMatchObject({ state: 'RESTORED', outcome: 'GUARDRAIL_RESTORED' });
    const now = await held(world, draft.id);
    expect(diffGuardrails(draft.content, now).verdict).toBe('same');
    expect(now['description']).toBe('new words');
  });

  it('is left as it is where somebody has changed it after the plan', async () => {
    const world = await weakened();
    const waiting = await proposed(world);
    world.bedrock.changeGuardrail(region, draft.id, { blockedInputMessaging: 'somebody was here' });
    const before = await held(world, draft.id);
    expect(await approved(world, waiting)).toMatchObject({ state: 'REFUSED', outcome: 'RESTORE_REFUSED' });
    expect(await held(world, draft.id)).toEqual(before);
  });

  it('has a new plan when it is weakened again, or deleted, and the old one ends by name', async () => {
    const world = await weakened();
    const first = await proposed(world);
    world.bedrock.changeGuardrail(region, draft.id, { wordPolicy: undefined });
    const second = await proposed(world);
    expect(second.id).not.toBe(first.id);
    expect((await proposed(world)).id).toBe(second.id);
    world.bedrock.deleteGuardrail(region, draft.id);
    const third = await proposed(world);
    expect(third.plan.kind).toBe('recreate');
    for (const { id } of [first, second]) {
      expect(await storedRestoration(world, id)).toMatchObject({ state: 'REFUSED', outcome: 'SUPERSEDED' });
    }
    expect(await approved(world, third)).toMatchObject({ state: 'RESTORED' });
  });

  it('is no plan where nothing of it is weaker', async () => {
    const world = await weakened();
    world.bedrock.setGuardrail(draft);
    expect(await proposeRestoration(portsOf(world))(asked)).toMatchObject({
      proposed: 'nothing',
      outcome: 'ALREADY_SAFE',
    });
    expect(await world.outbox.pending()).toEqual([]);
  });
});

describe('two workers', () => {
  it('do not restore one guardrail at once', async () => {
    const world = await aDeletion();
    const { id } = await proposed(world);
    await world.restorations.takeLease(draft.arn, 'another', 60_000);
    expect(await restore(portsOf(world))(id)).toMatchObject({ ran: false, why: 'busy' });
    expect(await proposeRestoration(portsOf(world))(asked)).toMatchObject({ proposed: 'later' });
  });
});
