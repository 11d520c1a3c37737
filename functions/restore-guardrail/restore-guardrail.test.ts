import {
  aDeletion,
  agent,
  approved,
  asked,
  caller,
  draft,
  noah,
  olga,
  portsOf,
  proposed,
  region,
  storedRestoration,
} from '../../test/builders/a-deletion.ts';
import { approveRestoration } from '../../shared/response/guardrail/approve-restoration.ts';
import { idOfRestorationMessage, restorationMessage } from './restoration-message.ts';
import { restorationFigures, restoreGuardrail, type RestorationResult } from './restore-guardrail.ts';

const request = {
  accountId: '111122223333',
  region,
  guardrail: draft.arn,
  findingIds: asked.findingIds,
  cause: asked.cause,
  eventId: 'e-1',
};
const restorationOf = (result: RestorationResult) => (result.did === 'restoration' ? result.restoration : undefined);
const tend = { tend: true, eventId: 'clock-1' } as const;

describe('bringing one guardrail back', () => {
  it.each([
    ['observe', {}, 'REFUSED', 'MODE_OBSERVE'],
    ['approve', {}, 'WAITING', 'AWAITING_APPROVAL'],
    ['enforce', { 'RF.GUARD.1': 'enforce' }, 'RESTORED', 'GUARDRAIL_RESTORED'],
  ] as const)('in mode %s with %j ends %s with %s', async (mode, checkModes, state, outcome) => {
    const world = await aDeletion({ mode, settings: { checkModes } });
    expect(restorationOf(await restoreGuardrail(world)(request))).toMatchObject({ state, outcome });
  });

  it('goes on after an approval, and is taken back on request', async () => {
    const world = await aDeletion();
    const waiting = restorationOf(await restoreGuardrail(world)(request));
    const { id = '', plan } = waiting ?? {};
    await approveRestoration(portsOf(world))({ id, planHash: plan?.planHash ?? '', approver: noah });
    const done = await restoreGuardrail(world)({ restorationId: id, eventId: 'e-2' });
    expect(restorationFigures(done)).toMatchObject({ GuardrailsRestored: 1, RestorationsWaiting: 0 });
    const taken = await restoreGuardrail(world)({ undo: id, requestedBy: olga, reason: 'not needed', eventId: 'e-3' });
    expect(restorationFigures(taken)).toMatchObject({ RestorationsUndone: 1 });
    expect(world.guardrailReferences.get(agent)).toMatchObject({ identifier: draft.arn });
  });

  it('says by name why there is no plan', async () => {
    const world = await aDeletion();
    world.bedrock.setGuardrail({ ...draft, id: 'grhand', arn: draft.arn.replace(draft.id, 'grhand') });
    expect(await restoreGuardrail(world)(request)).toMatchObject({ did: 'nothing', outcome: 'RESTORE_REFUSED' });
  });

  it('is tried again while another worker is at the guardrail, and while it cannot be read', async () => {
    const world = await aDeletion();
    await world.restorations.takeLease(draft.arn, 'another', 60_000);
    await expect(restoreGuardrail(world)(request)).rejects.toMatchObject({ name: 'NotRestoredYet' });
    world.clock.advance(61_000);
    const accountState = {
      ...world.accountState,
      guardrail: () => Promise.resolve({ found: 'unreadable' as const, why: 'throttled' }),
    };
    await expect(restoreGuardrail({ ...world, accountState })(request)).rejects.toMatchObject({
      name: 'NotRestoredYet',
    });
  });

  const goesOn =
    'It goes on by itself: when the queue delivers this message again, and at the latest when the clock looks, every 5 minutes.';

  it('says what it waits for on its way, and when it goes on', async () => {
    const world = await aDeletion();
    const { id, plan } = await proposed(world);
    await approveRestoration(portsOf(world))({ id, planHash: plan.planHash, approver: noah });
    const goOn = (shown: Partial<typeof world>) =>
      restoreGuardrail({ ...world, ...shown })({ restorationId: id, eventId: 'e-2' });
    const lost = { written: 'unknown', code: 'answer-lost', detail: 'TimeoutError: no answer in 20 s' } as const;
    const create = () => Promise.resolve(lost);
    await expect(goOn({ guardrailWriter: { ...world.guardrailWriter, create } })).rejects.toThrow(
      `${id} is INTENT and waits for step 1 of 7, to create the guardrail: TimeoutError: no answer in 20 s. ${goesOn}`,
    );
    const guardrail: typeof world.accountState.guardrail = async (where, identifier, version) => {
      const read = await world.accountState.guardrail(where, identifier, version);
      return read.found === 'yes'
        ? { found: 'yes', value: { ...read.value, content: { ...read.value.content, status: 'CREATING' } } }
        : read;
    };
    await expect(goOn({ accountState: { ...world.accountState, guardrail } })).rejects.toThrow(
      /is INTENT and waits for step 2 of 7, to publish version 1, which was 1: guardrail gr\w+ is not READY yet\. It goes on/u,
    );
    const unread = { found: 'unreadable', why: 'ThrottlingException: slow down' } as const;
    const reads = { ...world.accountState, guardrail: () => Promise.resolve(unread) };
    await expect(goOn({ accountState: reads })).rejects.toThrow('ThrottlingException: slow down');
    expect(restorationOf(await goOn({}))).toMatchObject({ state: 'RESTORED' });

    const undo = { undo: id, requestedBy: olga, reason: 'not needed', eventId: 'e-3' };
    const remove = () => Promise.resolve(lost);
    await expect(
      restoreGuardrail({ ...world, guardrailWriter: { ...world.guardrailWriter, remove } })(undo),
    ).rejects.toThrow(`${id} is UNDO_INTENT and waits for the undo: TimeoutError: no answer in 20 s. ${goesOn}`);
    await expect(goOn({})).rejects.toThrow(`${id} is being taken back, which goes on first. ${goesOn}`);
  });
});

describe('no restoration waits for ever', () => {
  it('goes on with what a worker left, and lets an approval that nobody gave expire', async () => {
    const world = await aDeletion();
    const waiting = await proposed(world);
    await approveRestoration(portsOf(world))({ id: waiting.id, planHash: waiting.plan.planHash, approver: noah });
    const dying = { ...world.guardrailWriter, publish: () => Promise.reject(new Error('it died')) };
    await expect(
      restoreGuardrail({ ...world, guardrailWriter: dying })({ restorationId: waiting.id, eventId: 'e-2' }),
    ).rejects.toThrow('it died');
    world.clock.advance(10 * 60_000);
    expect(await restoreGuardrail(world)(tend)).toMatchObject({ did: 'tended', restorations: [{ state: 'RESTORED' }] });
    expect(await restoreGuardrail(world)(tend)).toEqual({ did: 'tended', restorations: [] });

    const other = await aDeletion();
    await proposed(other);
    other.clock.advance(25 * 3_600_000);
    expect(await restoreGuardrail(other)(tend)).toMatchObject({
      restorations: [{ state: 'REFUSED', outcome: 'APPROVAL_EXPIRED' }],
    });
  });

  it('is whole as soon as a person has pasted what was left', async () => {
    const world = await aDeletion({ namedInPolicy: true });
    const done = await approved(world, await proposed(world));
    expect(done.state).toBe('PARTIAL');
    expect(await restoreGuardrail(world)(tend)).toEqual({ did: 'tended', restorations: [] });
    world.iam.call({ arn: olga }, 'PutRolePolicy', {
      roleName: caller.name,
      policyName: 'test',
      policyDocument: (await world.documents.get(done.byHand[0]?.document ?? '')) ?? '',
    });
    await restoreGuardrail(world)(tend);
    expect(await storedRestoration(world, done.id)).toMatchObject({
      state: 'RESTORED',
      outcome: 'GUARDRAIL_RESTORED',
      byHand: [],
    });
  });
});

describe('the messages of the queue', () => {
  it.each([
    ['a plan for one guardrail', request, `${region}/${draft.arn}#e-1`],
    ['one that a person approved', { restorationId: 'r-1', eventId: 'e-2' }, 'r-1#e-2'],
    ['an undo', { undo: 'r-1', requestedBy: olga, reason: 'why not', eventId: 'e-3' }, 'undo-r-1#e-3'],
    ['the clock', tend, 'tend#clock-1'],
  ])('are known: %s', (_, message, id) => {
    expect(idOfRestorationMessage(restorationMessage.parse(message))).toBe(id);
  });

  it.each([
    ['a decision of its own', { ...request, mode: 'enforce' }],
    ['an approval in it', { restorationId: 'r-1', eventId: 'e-2', approver: noah }],
    ['an undo without a reason', { undo: 'r-1', requestedBy: olga, reason: '', eventId: 'e-3' }],
    ['no Region', { ...request, region: '' }],
  ])('are refused with %s', (_, message) => {
    expect(restorationMessage.safeParse(message).success).toBe(false);
  });
});
