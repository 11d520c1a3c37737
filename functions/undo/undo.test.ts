import { withGrantedRole } from '../../test/acceptance/granted-role.ts';
import { undo, undoFigures, undoMessage, type UndoMessage } from './undo.ts';

const request = (sagaId: string, more: object = {}): UndoMessage => ({
  sagaId,
  requestedBy: 'arn:aws:iam::111122223333:user/admin',
  reason: 'the pipeline needs it',
  requestId: 'r-1',
  ...more,
});

/** A role that was given a dangerous action and contained. */
const contained = async () => {
  const it = await withGrantedRole();
  await it.settle();
  const [saga] = await it.world.sagas.list();
  if (saga?.state !== 'CONTAINED') throw new Error(`the saga is ${saga?.state ?? 'missing'}`);
  return { it, saga };
};

describe('undoing a containment', () => {
  it('takes it back to what was there', async () => {
    const { it, saga } = await contained();
    const result = await undo(it.world)(request(saga.id));
    expect(result).toMatchObject({ did: 'undone', saga: { state: 'UNDONE', outcome: 'UNDONE' } });
    expect(undoFigures(result)).toEqual({ Undone: 1, PoliciesTidied: 0, UndosRefused: 0, UndosStopped: 0 });
  });

  it('is harmless the second time', async () => {
    const { it, saga } = await contained();
    await undo(it.world)(request(saga.id));
    const again = await undo(it.world)(request(saga.id, { requestId: 'r-2', reason: 'asked twice' }));
    // Not as if it had been done now, and its record stays as it is.
    expect(again).toMatchObject({ did: 'undone', saga: { state: 'UNDONE', outcome: 'ALREADY_RESTORED' } });
    expect(again.did === 'undone' ? again.saga.detail : '').toContain('the pipeline needs it');
    expect(await it.world.sagas.get(saga.id)).toMatchObject({ value: { outcome: 'UNDONE' } });
  });

  it('refuses by name what it does not know', async () => {
    const { it } = await contained();
    expect(await undo(it.world)(request('c-unknown'))).toMatchObject({ did: 'refused' });
  });

  it('is tried again while another worker is at the principal', async () => {
    const { it, saga } = await contained();
    await it.world.sagas.takeLease(saga.plan.subject.uniqueId, 'another', 60_000);
    await expect(undo(it.world)(request(saga.id))).rejects.toMatchObject({ name: 'NotUndoneYet' });
  });

  it('goes on when the clock asks, after a worker died on the way', async () => {
    const { it, saga } = await contained();
    const boundaryRemover = { ...it.world.boundaryRemover, deleteBoundary: () => Promise.reject(new Error('it died')) };
    await expect(undo({ ...it.world, boundaryRemover })(request(saga.id))).rejects.toThrow('it died');
    it.clock.advance(10 * 60_000);
    expect(await undo(it.world)({ tend: true, requestId: 'clock-1' })).toMatchObject({
      did: 'tended',
      sagas: [{ state: 'UNDONE' }],
    });
  });

  it('tidies up when the clock asks: the policy of a containment that somebody else took off is deleted', async () => {
    const { it, saga } = await contained();
    it.call('DeleteRolePermissionsBoundary', { roleName: 'app' });
    it.clock.advance(60_000);
    expect(await undo(it.world)(request(saga.id))).toMatchObject({ saga: { outcome: 'ALREADY_RESTORED' } });
    it.clock.advance(10 * 60_000);
    const tended = await undo(it.world)({ tend: true, requestId: 'clock-2' });
    expect(tended).toEqual({ did: 'tended', sagas: [], policies: [saga.plan.policyArn] });
    expect(undoFigures(tended)).toMatchObject({ Undone: 0, PoliciesTidied: 1 });
    // Its event is recognised as our own: the kill switch stays off.
    await it.settle();
    expect(await it.world.modeSwitch.read()).toMatchObject({ value: { killSwitch: false } });
  });

  it.each([
    ['no reason', { reason: '' }],
    ['nobody who asked', { requestedBy: '' }],
    ['no id of its own', { requestId: undefined }],
  ])('is not taken from the queue with %s', (_, wrong) => {
    expect(undoMessage.safeParse(request('c-1', wrong)).success).toBe(false);
  });
});
