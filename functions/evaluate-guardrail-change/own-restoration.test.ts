import { aChange } from '../../test/builders/a-change.ts';
import {
  aDeletion,
  approved,
  draft,
  mallory,
  olga,
  portsOf,
  proposed,
  region,
  storedRestoration,
} from '../../test/builders/a-deletion.ts';
import type { TestWorld } from '../../test/builders/a-world.ts';
import type { Change } from '../../shared/change/change.ts';
import { undoRestoration } from '../../shared/response/guardrail/undo-restoration.ts';
import type { Restoration } from '../../shared/response/guardrail/restoration.ts';
import { evaluateGuardrailChange } from './evaluate-guardrail-change.ts';

const role = 'arn:aws:sts::111122223333:assumed-role/ringfence-restore-guardrail';
const told = async (world: TestWorld) =>
  (await world.outbox.pending()).flatMap((notice) => (notice.kind === 'findings' ? notice.tell : []));
const asked = (world: TestWorld) => world.restorationRequests.waiting().length;
const undo = (world: TestWorld, { id }: Restoration) =>
  undoRestoration(portsOf(world))({ id, requestedBy: olga, reason: 'the team has a better one' });
const weaker = { wordPolicy: undefined };

/** Restored and taken back, and the deletion that this made comes back as an event. */
const takenBack = async (shown: Partial<Change> = {}) => {
  const world = await aDeletion();
  const done = await approved(world, await proposed(world));
  const made = done.made?.id ?? '';
  const read = await world.bedrock.guardrail(region, made);
  if (read.found === 'yes') await world.guardrailMemory.remember(read.value, '2026-11-21T21:00:00.000Z');
  await undo(world, done);
  const stored = await storedRestoration(world, done.id);
  const { requestId } = stored.undo ?? {};
  const change = aChange('bedrock.amazonaws.com:DeleteGuardrail', {
    eventId: 'e-undo',
    actor: { type: 'AssumedRole', arn: `${role}/${done.id}`, accountId: '111122223333' },
    touches: [{ kind: 'guardrail', identifier: made }],
    ...(requestId === undefined ? {} : { requestId }),
    ...shown,
  });
  return { world, change, stored };
};

describe('what Ringfence itself wrote, come back as an event', () => {
  it('is no finding and no new plan when it is the deletion that an undo recorded', async () => {
    const { world, change, stored } = await takenBack();
    expect(stored.undo?.requestId).toEqual(expect.any(String));
    expect(await evaluateGuardrailChange(world)(change)).toMatchObject({ did: 'evaluated', findings: [] });
    expect([await told(world), asked(world)]).toEqual([[], 0]);
  });

  it.each([
    ['another request id', { requestId: 'r-of-somebody' }],
    ['no request id, where one was recorded', { requestId: undefined as unknown as string }],
    ['another guardrail', { touches: [{ kind: 'guardrail', identifier: 'grother' }] }],
    ['another session of the same role', { actor: { type: 'AssumedRole', arn: `${role}/somebody` } }],
    ['another caller', { actor: { type: 'AssumedRole', arn: mallory } }],
    ['another Region', { region: 'eu-west-1' }],
    ['another time', { occurredAt: '2026-12-21T21:00:00.000Z' }],
  ] satisfies readonly (readonly [string, Partial<Change>])[])(
    'is told as anybody else’s with %s',
    async (_, shown) => {
      const { world, change } = await takenBack(shown);
      expect(await evaluateGuardrailChange(world)(change)).toMatchObject({ findings: [{ checkId: 'RF.GUARD.1' }] });
      expect(await told(world)).toHaveLength(1);
    },
  );

  it('is accepted once where the answer of the call was lost, and told from then on', async () => {
    const world = await aDeletion();
    const done = await approved(world, await proposed(world));
    const made = done.made?.id ?? '';
    const { remove } = world.guardrailWriter;
    world.guardrailWriter.remove = async (input) => {
      await remove(input);
      return { written: 'unknown', code: 'answer-lost', detail: 'no answer' };
    };
    await undo(world, done);
    const event = (eventId: string) =>
      aChange('bedrock.amazonaws.com:DeleteGuardrail', {
        eventId,
        actor: { type: 'AssumedRole', arn: `${role}/${done.id}`, accountId: '111122223333' },
        touches: [{ kind: 'guardrail', identifier: made }],
        requestId: `request-of-${eventId}`,
      });
    const findings = [];
    for (const eventId of ['e-1', 'e-1', 'e-2']) {
      const result = await evaluateGuardrailChange(world)(event(eventId));
      findings.push(result.did === 'evaluated' ? result.findings.length : -1);
    }
    expect(findings).toEqual([0, 0, 1]);
  });

  it('is kept and told to nobody when an undo makes a guardrail weaker again', async () => {
    const world = await aDeletion();
    world.bedrock.setGuardrail({ ...draft, content: { ...draft.content, ...weaker } });
    const done = await approved(world, await proposed(world));
    expect(done).toMatchObject({ state: 'RESTORED', plan: { kind: 'put-back' } });
    await undo(world, done);
    const { requestId = '' } = (await storedRestoration(world, done.id)).undo ?? {};
    const event = aChange('bedrock.amazonaws.com:UpdateGuardrail', {
      eventId: 'e-undo',
      actor: { type: 'AssumedRole', arn: `${role}/${done.id}`, accountId: '111122223333' },
      touches: [{ kind: 'guardrail', identifier: draft.id, version: 'DRAFT' }],
      requestId,
    });
    await evaluateGuardrailChange(world)(event);
    expect([await told(world), asked(world)]).toEqual([[], 0]);
    expect(await world.findings.open()).toMatchObject([{ checkId: 'RF.GUARD.2' }]);
  });
});

describe('an update as CloudTrail tells it', () => {
  it('names the version DRAFT, and what it took away is asked to be put back', async () => {
    const world = await aDeletion();
    world.bedrock.setGuardrail({ ...draft, content: { ...draft.content, ...weaker } });
    await evaluateGuardrailChange(world)(
      aChange('bedrock.amazonaws.com:UpdateGuardrail', {
        touches: [{ kind: 'guardrail', identifier: draft.id, version: 'DRAFT' }],
      }),
    );
    expect(asked(world)).toBe(1);
  });
});
