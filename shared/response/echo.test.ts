import { localDeliveryLog } from '../adapters/local/local-delivery-log.ts';
import { manualClock } from '../adapters/local/local-clock.ts';
import { localIdentity } from '../adapters/local/local-world.ts';
import { localState } from '../adapters/local/local-state.ts';
import { aChange } from '../../test/builders/a-change.ts';
import { aPlan } from '../../test/builders/a-plan.ts';
import { aSaga } from '../../test/builders/a-saga.ts';
import type { Change } from '../change/change.ts';
import { claimEcho } from './claim-echo.ts';
import { recogniseEcho } from './echo.ts';
import type { Saga, SagaWrite } from './saga.ts';

const identity = localIdentity();
const plan = aPlan();
const session = `arn:aws:sts::111122223333:assumed-role/ringfence-contain/${plan.id}`;
const [create, put] = plan.calls;
if (create === undefined || put === undefined) throw new Error('the plan has two calls');

const written = (call: SagaWrite['call'], requestId?: string): SagaWrite => ({
  call,
  at: '2026-11-21T21:00:10.000Z',
  answer: requestId === undefined ? 'lost' : 'written',
  ...(requestId === undefined ? {} : { requestId }),
});
const saga = (shown: Partial<Saga> = {}): Saga =>
  aSaga({ state: 'CONTAINED', writes: [written(create, 'r-1'), written(put, 'r-2')], ...shown });

/** The event of our own put, as CloudTrail gives it. */
const putEvent = (shown: Partial<Change> = {}): Change =>
  aChange('iam.amazonaws.com:PutRolePermissionsBoundary', {
    actor: { type: 'AssumedRole', arn: session, accountId: '111122223333' },
    parameters: { roleName: 'ml-app', permissionsBoundary: plan.policyArn },
    requestId: 'r-2',
    ...shown,
  });

const answer = (change: Change, sagas: readonly Saga[] = [saga()]): string =>
  recogniseEcho(change, sagas, identity).echo;

describe('recognition of our own exact change', () => {
  it('takes the recorded call with its request id for ours, with nothing to claim', () => {
    expect(recogniseEcho(putEvent(), [saga()], identity)).toEqual({ echo: 'ours', sagaId: plan.id, claims: [] });
  });

  describe('of a call that IAM refused, whose record has no parameters', () => {
    const refusedPut = (shown: Partial<Change> = {}): Change =>
      putEvent({
        outcome: { result: 'failed', code: 'AccessDenied', refused: true },
        parameters: {},
        body: 'omitted',
        ...shown,
      });
    const tried = saga({ state: 'REFUSED', writes: [written(create, 'r-1'), { ...written(put), answer: 'refused' }] });

    it('takes it for ours by its name, where the saga recorded such an attempt', () => {
      expect(recogniseEcho(refusedPut({ requestId: 'r-9' }), [tried], identity)).toEqual({
        echo: 'ours',
        sagaId: plan.id,
        claims: [],
      });
    });

    it('is an anomaly where the saga recorded no such attempt, or has the answer of its own', () => {
      expect(answer({ ...refusedPut(), eventName: 'DeleteRole' }, [tried])).toBe('anomaly');
      expect(answer(refusedPut({ requestId: 'r-9' }))).toBe('anomaly');
    });

    it('does not make a call that succeeded without parameters ours', () => {
      expect(answer(putEvent({ body: 'omitted', parameters: {} }), [tried])).toBe('anomaly');
    });
  });

  it('compares a policy document as a value, whatever its white space is', () => {
    const event = aChange('iam.amazonaws.com:CreatePolicy', {
      actor: { type: 'AssumedRole', arn: session },
      parameters: {
        policyName: create.parameters['policy-name'],
        path: '/ringfence/',
        policyDocument: ' { } ',
        description: `Ringfence containment ${plan.id}`,
      },
      requestId: 'r-1',
    });
    expect(answer(event)).toBe('ours');
    expect(answer({ ...event, parameters: { ...event.parameters, policyDocument: '{"Version":"2012-10-17"}' } })).toBe(
      'anomaly',
    );
  });

  it('says no for everybody else, the administrator with the same call included', () => {
    const admin = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Admin/x' };
    expect(answer(putEvent({ actor: admin }))).toBe('no');
    expect(answer(putEvent({ actor: { type: 'AWSService' } }))).toBe('no');
  });

  it.each<[string, Partial<Change>]>([
    ['another boundary', { parameters: { roleName: 'ml-app', permissionsBoundary: 'arn:aws:iam::aws:policy/X' } }],
    ['another role', { parameters: { roleName: 'other', permissionsBoundary: plan.policyArn } }],
    ['one parameter more', { parameters: { ...putEvent().parameters, extra: true } }],
    ['another request id', { requestId: 'r-9' }],
    ['an omitted body', { body: 'omitted' }],
    ['another account', { accountId: '444455556666' }],
    ['a call that no saga recorded', { eventName: 'DetachRolePolicy' }],
    [
      'a session that is no saga',
      { actor: { type: 'AssumedRole', arn: session.replace(plan.id, 'c-bbbbbbbbbbbbbbbbbbbbbbbbbb') } },
    ],
  ])('is an anomaly for our role with %s', (_name, shown) => {
    expect(answer(putEvent(shown))).toBe('anomaly');
  });

  it('is an anomaly for our role once its saga has ended more than a day before', () => {
    const ended = saga({ state: 'UNDONE', changedAt: '2026-11-20T20:59:59.000Z' });
    expect(answer(putEvent(), [ended])).toBe('anomaly');
    expect(answer(putEvent(), [saga({ state: 'UNDONE', changedAt: '2026-11-20T21:00:00.000Z' })])).toBe('ours');
  });

  it('accepts a call whose answer was lost by its content, once a stored attempt', async () => {
    const lost = saga({ writes: [written(create), written(put)] });
    const echo = recogniseEcho(putEvent(), [lost], identity);
    expect(echo).toEqual({ echo: 'ours', sagaId: plan.id, claims: [`${plan.id}#1`] });

    const deliveries = localDeliveryLog(localState(), manualClock('2026-11-21T21:00:00.000Z'));
    expect((await claimEcho(deliveries, echo, 'event-1')).echo).toBe('ours');
    // The same delivery again is the same event; another one is one call too many.
    expect((await claimEcho(deliveries, echo, 'event-1')).echo).toBe('ours');
    expect((await claimEcho(deliveries, echo, 'event-2')).echo).toBe('anomaly');
  });

  it('is recognised by two functions that hear the same event at the same time', async () => {
    const pending = saga({ state: 'INTENT', writes: [written(create), written(put)] });
    const echo = recogniseEcho(putEvent({ requestId: 'r-9' }), [pending], identity);
    const deliveries = localDeliveryLog(localState(), manualClock('2026-11-21T21:00:00.000Z'));
    const both = await Promise.all([claimEcho(deliveries, echo, 'event-1'), claimEcho(deliveries, echo, 'event-1')]);
    expect(both.map((each) => each.echo)).toEqual(['ours', 'ours']);
  });
});
