import fc from 'fast-check';
import { DynamoBlastSlots } from '../../shared/adapters/aws/dynamo-blast-slots.ts';
import { localBlastSlots } from '../../shared/adapters/local/local-blast-slots.ts';
import { manualClock, type ManualClock } from '../../shared/adapters/local/local-clock.ts';
import { localState } from '../../shared/adapters/local/local-state.ts';
import type { BlastSlots } from '../../shared/ports/containment-ports.ts';
import { defaultBlastLimits } from '../../shared/response/settings.ts';
import { pretendedDynamo } from './pretended-dynamo.ts';

const minute = 60_000;
const start = '2026-11-21T21:00:00.000Z';

const input = (sagaId: string) => ({
  accountId: '111122223333',
  checkIds: ['RF.SENSITIVE.4'],
  sagaId,
  principalCount: 10_000,
  limits: defaultBlastLimits,
});

/** A store with a clock of its own. */
const local = (clock: ManualClock): BlastSlots => localBlastSlots(localState(), clock);
const aws = (clock: ManualClock): BlastSlots =>
  new DynamoBlastSlots(
    pretendedDynamo(() => clock.now()),
    'state',
  );

describe.each([
  ['local', local],
  ['aws (calls answered by a pretended DynamoDB)', aws],
] as const)('blast slots, %s', (_, make) => {
  it('give five in ten minutes, and a further one when the first is ten minutes old', async () => {
    const clock = manualClock(start);
    const slots = make(clock);
    for (let n = 0; n < 5; n += 1) {
      expect(await slots.take(input(`c-${n}`))).toEqual({ taken: true });
      clock.advance(minute);
    }
    clock.advance(5 * minute - 1);
    expect(await slots.take(input('c-5'))).toEqual({ taken: false, limit: 'perAccountTenMinutes' });
    // The answers of DynamoDB say seconds: one more is waited.
    clock.advance(1_001);
    expect(await slots.take(input('c-5'))).toEqual({ taken: true });
    expect(await slots.take(input('c-6'))).toMatchObject({ taken: false });
  });

  it('count the attempts of the last hour', async () => {
    const clock = manualClock(start);
    const slots = make(clock);
    await slots.recordAttempt('AROA1', 'c-1');
    clock.advance(30 * minute);
    await slots.recordAttempt('AROA1', 'c-1');
    clock.advance(30 * minute - 1);
    expect(await slots.attempts('AROA1')).toBe(2);
    clock.advance(1_001);
    expect(await slots.attempts('AROA1')).toBe(1);
  });

  it('are never more than the limit in any window of the true time', async () => {
    const taker = fc.integer({ min: 0, max: 4 * minute });
    await fc.assert(
      fc.asyncProperty(fc.array(taker, { minLength: 8, maxLength: 40 }), async (pauses) => {
        const clock = manualClock(start);
        const slots = make(clock);
        const taken: number[] = [];
        for (const [n, pause] of pauses.entries()) {
          clock.advance(pause);
          if ((await slots.take(input(`c-${n}`))).taken) taken.push(Date.parse(clock.now()));
        }
        for (const at of taken)
          expect(taken.filter((other) => other <= at && other > at - 10 * minute).length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 6 },
    );
  });
});

describe('a DynamoDB that does not say what time it is', () => {
  it('gives no slot: no other clock is taken for its own', async () => {
    const slots = new DynamoBlastSlots(
      pretendedDynamo(() => undefined),
      'state',
    );
    await expect(slots.take(input('c-1'))).rejects.toMatchObject({ name: 'NoAnswerTime' });
    await expect(slots.attempts('AROA1')).rejects.toMatchObject({ name: 'NoAnswerTime' });
  });
});

describe('a taker that others overtake between the limits that it reads', () => {
  it('names the limit of ten minutes, which all met first, not the one of a day that it read last', async () => {
    const dynamo = pretendedDynamo(() => start);
    const slots = new DynamoBlastSlots(dynamo, 'state');
    // Few principals: five in a day, too.
    const few = (sagaId: string) => ({ ...input(sagaId), principalCount: 0 });
    let answers = 0;
    dynamo.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        answers += 1;
        // The taker knows that it has no slot yet, and that the ten minutes have one.
        if (answers === 2) for (let n = 0; n < 5; n += 1) await slots.take(few(`c-${n}`));
        return answer;
      },
      { step: 'initialize' },
    );
    expect(await slots.take(few('c-late'))).toEqual({ taken: false, limit: 'perAccountTenMinutes' });
  });
});
