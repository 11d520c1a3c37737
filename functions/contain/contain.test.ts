import type { LocalWorld } from '../../shared/adapters/local/local-world.ts';
import { contain, containmentFigures, type ContainmentResult } from './contain.ts';
import { containmentMessage, idOfContainmentMessage } from './containment-message.ts';
import { aGrant } from '../../test/builders/a-grant.ts';

const boundary = async (world: LocalWorld) => {
  const read = await world.principals.readPrincipal({ kind: 'role', name: 'app' });
  return read.found === 'yes' ? read.value.permissionsBoundary.state : read.found;
};
const sagaOf = (result: ContainmentResult) => (result.did === 'saga' ? result.saga : undefined);

describe('containing one principal', () => {
  it.each([
    ['observe', 'REFUSED', 'MODE_OBSERVE', 'absent'],
    ['approve', 'WAITING', 'AWAITING_APPROVAL', 'absent'],
    ['enforce', 'CONTAINED', 'CONTAINED_BOUNDARY', 'known'],
  ] as const)('in mode %s ends %s with %s', async (mode, state, outcome, expected) => {
    const { world, request } = await aGrant(mode);
    expect(sagaOf(await contain(world)(request))).toMatchObject({ state, outcome });
    expect(await boundary(world)).toBe(expected);
  });

  it('does the same request twice and writes once', async () => {
    const { world, request } = await aGrant('enforce');
    const writes: string[] = [];
    world.iam.onEvent((event) => writes.push(JSON.stringify(event)));
    const first = sagaOf(await contain(world)(request));
    const count = writes.length;
    await contain(world)(request);
    expect(writes).toHaveLength(count);
    expect(await world.sagas.list()).toEqual([expect.objectContaining({ id: first?.id, state: 'CONTAINED' })]);
  });

  it('does nothing about a finding that is over', async () => {
    const { world, request } = await aGrant('enforce');
    expect(await contain(world)({ ...request, findingIds: ['f-gone'] })).toEqual({
      did: 'nothing',
      because: 'no-open-finding',
    });
  });

  it('says by name why there is no plan, and who must act', async () => {
    const { world, request } = await aGrant('enforce');
    world.iam.call({ arn: 'arn:aws:iam::111122223333:user/x' }, 'DeleteRolePolicy', {
      roleName: 'app',
      policyName: 'ml',
    });
    expect(await contain(world)(request)).toMatchObject({ did: 'no-plan', noPlan: { outcome: 'ALREADY_SAFE' } });
  });

  it('is tried again while another worker is at the principal', async () => {
    const { world, request } = await aGrant('enforce');
    await world.sagas.takeLease(request.subjectUniqueId, 'another', 60_000);
    await expect(contain(world)(request)).rejects.toMatchObject({ name: 'NotContainedYet' });
    expect(await boundary(world)).toBe('absent');
  });

  it('writes nothing while the settings cannot be read, and is tried again', async () => {
    const { world, request } = await aGrant('enforce');
    const settings = { ...world.settings, read: () => Promise.resolve({ found: 'unreadable' as const, why: 'torn' }) };
    await expect(contain({ ...world, settings })(request)).rejects.toMatchObject({ name: 'NotContainedYet' });
    expect(await boundary(world)).toBe('absent');
  });
});

describe('no saga waits for ever', () => {
  it('goes on with what a worker left on the way', async () => {
    const { world, request, clock } = await aGrant('enforce');
    const dying = { ...world.boundaries, putBoundary: () => Promise.reject(new Error('it died')) };
    await expect(contain({ ...world, boundaries: dying })(request)).rejects.toThrow('it died');
    expect(await world.sagas.list()).toMatchObject([{ state: 'INTENT' }]);
    clock.advance(10 * 60_000);
    await contain(world)({ tend: true, eventId: 'clock-1' });
    expect(await world.sagas.list()).toMatchObject([{ state: 'CONTAINED' }]);
    expect(await boundary(world)).toBe('known');
  });

  it('settles what still holds after the time that events need', async () => {
    const { world, request, clock } = await aGrant('enforce');
    await contain(world)(request);
    clock.advance(60 * 60_000);
    expect(await contain(world)({ tend: true, eventId: 'clock-1' })).toMatchObject({
      did: 'tended',
      sagas: [{ state: 'SETTLED' }],
    });
    expect(await contain(world)({ tend: true, eventId: 'clock-2' })).toEqual({
      did: 'tended',
      sagas: [],
      reminded: 0,
    });
  });

  it('lets an approval that nobody gave expire', async () => {
    const { world, request, clock } = await aGrant('approve');
    await contain(world)(request);
    clock.advance(25 * 60 * 60_000);
    await contain(world)({ tend: true, eventId: 'clock-1' });
    expect(await world.sagas.list()).toMatchObject([{ state: 'REFUSED', outcome: 'APPROVAL_EXPIRED' }]);
    expect(await boundary(world)).toBe('absent');
    // The finding stays open, and people are told.
    expect(await world.findings.ofSubject(request.subjectUniqueId)).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ status: 'new' })]) as object,
    );
    expect(await world.outbox.pending()).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ kind: 'containment', stage: 'refused' })]) as object,
    );
  });

  it('reminds people of what waits, the next contact first, once each', async () => {
    const { world, request, clock } = await aGrant('approve');
    await contain(world)(request);
    const told = async () =>
      (await world.outbox.pending()).flatMap((notice) => (notice.kind === 'waiting' ? [notice.stage] : []));
    await contain(world)({ tend: true, eventId: 'clock-1' });
    expect(await told()).toEqual([]);
    for (const hours of [5, 1, 17]) {
      clock.advance(hours * 60 * 60_000);
      await contain(world)({ tend: true, eventId: `clock-${hours}` });
    }
    expect(await told()).toEqual(['escalated', 'last-call']);
    expect(await world.sagas.list()).toMatchObject([{ state: 'WAITING' }]);
  });

  it('contains what an exemption covered when it ends, once', async () => {
    const { world, request, clock } = await aGrant('enforce');
    const [finding] = await world.findings.ofSubject(request.subjectUniqueId);
    const read = await world.settings.read();
    if (read.found !== 'yes' || finding === undefined) throw new Error('not there');
    const exemption = {
      id: 'x-1',
      uniqueId: request.subjectUniqueId,
      arn: finding.subject.arn,
      scope: finding.checkId.split('.')[1] ?? '',
      owner: 'ml-team',
      reason: 'launch',
      ticket: 'T-1',
      requester: 'arn:aws:iam::111122223333:user/rita',
      approver: 'arn:aws:iam::111122223333:user/olga',
      from: clock.now(),
      expires: new Date(Date.parse(clock.now()) + 2 * 60 * 60_000).toISOString(),
    };
    await world.settings.write({ ...read.value, version: read.value.version + 1, exemptions: [exemption] });
    expect(await contain(world)(request)).toMatchObject({ saga: { state: 'REFUSED', outcome: 'EXEMPT' } });
    await contain(world)({ tend: true, eventId: 'clock-1' });
    expect(await boundary(world)).toBe('absent');
    clock.advance(3 * 60 * 60_000);
    expect(await contain(world)({ tend: true, eventId: 'clock-2' })).toMatchObject({ sagas: [{ state: 'CONTAINED' }] });
    expect(await boundary(world)).toBe('known');
    expect(await contain(world)({ tend: true, eventId: 'clock-3' })).toMatchObject({ sagas: [] });
  });
});

describe('the messages of the queue', () => {
  const request = {
    accountId: '111122223333',
    principal: { kind: 'role', name: 'app' },
    subjectUniqueId: 'AROAAPP',
    findingIds: ['f-abc'],
    eventId: 'e-1',
  };

  it.each([
    ['a plan for one principal', request, 'AROAAPP#e-1'],
    ['one containment that a person approved', { sagaId: 'c-1', eventId: 'e-2' }, 'c-1#e-2'],
    ['the clock', { tend: true, eventId: 'e-3' }, 'tend#e-3'],
  ])('are known: %s', (_, message, id) => {
    expect(idOfContainmentMessage(containmentMessage.parse(message))).toBe(id);
  });

  it.each([
    ['another kind of principal', { ...request, principal: { kind: 'group', name: 'app' } }],
    ['no finding', { ...request, findingIds: [] }],
    ['a decision of its own', { ...request, mode: 'enforce' }],
  ])('are refused with %s', (_, message) => {
    expect(containmentMessage.safeParse(message).success).toBe(false);
  });

  it('count what happened', async () => {
    const { world, request: asked } = await aGrant('enforce');
    expect(containmentFigures(await contain(world)(asked))).toMatchObject({ Contained: 1, ContainmentsFailed: 0 });
  });
});
