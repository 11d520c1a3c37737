import type { TestWorld } from '../../../test/builders/a-world.ts';
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
  olga,
  otherArn,
  portsOf,
  proposed,
  region,
  storedRestoration,
} from '../../../test/builders/a-deletion.ts';
import { proposeRestoration } from './propose-restoration.ts';
import { undoRestoration } from './undo-restoration.ts';

const reason = 'the team has a better one';
const undo = (world: TestWorld, id: string, more: { requestedBy?: string; approver?: string; reason?: string } = {}) =>
  undoRestoration(portsOf(world))({ id, requestedBy: olga, reason, ...more });
const there = async (world: TestWorld) => {
  const read = await world.bedrock.guardrails(region);
  return read.found === 'yes' ? read.value.map(({ id }) => id) : [];
};
const aRestored = async (shown: Parameters<typeof aDeletion>[0] = {}) => {
  const world = await aDeletion(shown);
  return { world, done: await approved(world, await proposed(world)) };
};

describe('taking a restoration back', () => {
  it('deletes the guardrail that it made, and lets whoever it repointed name the old one', async () => {
    const { world, done } = await aRestored();
    expect(await undo(world, done.id)).toMatchObject({
      ran: true,
      restoration: { state: 'UNDONE', outcome: 'UNDONE' },
    });
    expect(await there(world)).toEqual([]);
    expect(world.guardrailReferences.get(agent)).toEqual({ ...agent, identifier: draft.arn, version: '3' });
    expect(world.guardrailReferences.get(flow)).toEqual({ ...flow, identifier: draft.id, version: 'DRAFT' });
  });

  it.each([
    [
      'has changed the new guardrail',
      (world: TestWorld, id: string) => {
        world.bedrock.changeGuardrail(region, id, { wordPolicy: undefined });
      },
    ],
    [
      'lets another agent name it',
      (world: TestWorld, id: string) => {
        world.guardrailReferences.set({ ...agent, by: `${agent.by}2`, identifier: id });
      },
    ],
    [
      'has repointed the agent',
      (world: TestWorld) => {
        world.guardrailReferences.set({ ...agent, identifier: otherArn });
      },
    ],
  ] as const)('is refused by name, and deletes nothing, where somebody %s', async (_, meanwhile) => {
    const { world, done } = await aRestored();
    const { id = '' } = done.made ?? {};
    meanwhile(world, id);
    expect(await undo(world, done.id)).toMatchObject({
      restoration: { state: 'UNDO_CONFLICT', outcome: 'UNDO_CONFLICT' },
    });
    expect(await there(world)).toEqual([id]);
  });

  it('is refused where a person has pasted the new one into a policy', async () => {
    const { world, done } = await aRestored({ namedInPolicy: true });
    const [left] = done.byHand;
    world.iam.call({ arn: olga }, 'PutRolePolicy', {
      roleName: caller.name,
      policyName: 'test',
      policyDocument: (await world.documents.get(left?.document ?? '')) ?? '',
    });
    const answer = await undo(world, done.id);
    expect(answer).toMatchObject({ restoration: { state: 'UNDO_CONFLICT' } });
    expect(await there(world)).toHaveLength(1);
    expect(world.guardrailReferences.get(agent)).toMatchObject({ identifier: done.made?.arn });
  });

  it('waits until the enforcement that goes on from it is taken back', async () => {
    const { world, done } = await aRestored({ enforcedToo: true });
    expect(await undo(world, done.id)).toMatchObject({ ran: false, why: 'refused', outcome: 'UNDO_CONFLICT' });
    const next = await approved(world, await storedRestoration(world, done.followedBy ?? ''));
    expect(await undo(world, done.id)).toMatchObject({ ran: false, outcome: 'UNDO_CONFLICT' });
    expect(await undo(world, next.id)).toMatchObject({ restoration: { state: 'UNDONE' } });
    expect(world.guardrailReferences.get(enforced)).toEqual({ ...enforced, identifier: draft.arn, version: '1' });
    expect(await undo(world, done.id)).toMatchObject({ restoration: { state: 'UNDONE' } });
    expect(await there(world)).toEqual([]);
  });

  it('puts a guardrail back to what it was before its loss was put back', async () => {
    const world = await aDeletion();
    const weak = { ...draft, content: { ...draft.content, contextualGroundingPolicy: undefined } };
    world.bedrock.setGuardrail(weak);
    await world.guardrailMemory.remember(weak, '2026-11-21T20:00:00.000Z', {
      facts: draft,
      asOf: '2026-11-21T08:00:00.000Z',
    });
    const done = await approved(world, await proposed(world));
    expect(await undo(world, done.id)).toMatchObject({ restoration: { state: 'UNDONE' } });
    expect(await world.bedrock.guardrail(region, draft.id)).toMatchObject({
      value: { content: { wordPolicy: draft.content['wordPolicy'] } },
    });
    const now = await world.bedrock.guardrail(region, draft.id);
    expect(now.found === 'yes' && now.value.content['contextualGroundingPolicy']).toBeUndefined();
  });

  it('is not followed by a restoration of what it deleted, because of its own event', async () => {
    const { world, done } = await aRestored({ mode: 'enforce' });
    const { arn = '' } = done.made ?? {};
    const made = await world.bedrock.guardrail(region, arn);
    if (made.found === 'yes') await world.guardrailMemory.remember(made.value, '2026-11-21T21:30:00.000Z');
    await undo(world, done.id);
    const subject = { ...asked.subject, arn, uniqueId: arn };
    expect(await proposeRestoration(portsOf(world))({ ...asked, subject })).toMatchObject({
      proposed: 'nothing',
      outcome: 'UNDONE',
    });
    // The old one neither, until a person asks for it by name.
    expect(await proposeRestoration(portsOf(world))(asked)).toMatchObject({ proposed: 'nothing', outcome: 'UNDONE' });
    expect(await proposeRestoration(portsOf(world))({ ...asked, requestedBy: olga })).toMatchObject({
      proposed: 'restoration',
      restoration: { state: 'WAITING' },
    });
  });

  it.each([
    ['whoever deleted the guardrail', { requestedBy: mallory }, 'APPROVAL_REJECTED'],
    ['nobody', { requestedBy: ' ' }, 'APPROVAL_REJECTED'],
    ['somebody without a reason', { reason: ' ' }, 'AWAITING_APPROVAL'],
    ['one person as two', { approver: olga }, 'APPROVAL_REJECTED'],
  ])('is refused for %s', async (_, more, outcome) => {
    const { world, done } = await aRestored();
    expect(await undo(world, done.id, more)).toMatchObject({ ran: false, why: 'refused', outcome });
    expect(await there(world)).toHaveLength(1);
    // It keeps what it was: only the attempt is in history.
    expect(await storedRestoration(world, done.id)).toMatchObject({ state: 'RESTORED', outcome: 'GUARDRAIL_RESTORED' });
  });

  it('takes a second person after a day', async () => {
    const { world, done } = await aRestored();
    world.clock.advance(25 * 3_600_000);
    expect(await undo(world, done.id)).toMatchObject({ ran: false, outcome: 'AWAITING_APPROVAL' });
    expect(await undo(world, done.id, { approver: noah })).toMatchObject({ restoration: { state: 'UNDONE' } });
  });

  it('has nothing to take back of what was never written', async () => {
    const world = await aDeletion({ mode: 'observe' });
    const { id } = await proposed(world);
    expect(await undo(world, id)).toMatchObject({ ran: false, why: 'refused' });
  });
});
