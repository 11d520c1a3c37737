import { checks } from '../checks/catalogue.ts';
import { aPlan } from '../../test/builders/a-plan.ts';
import { aSaga } from '../../test/builders/a-saga.ts';
import { aWorld } from '../../test/builders/a-world.ts';
import { remindApprovers, remindersOf } from './approval-reminders.ts';
import { deadlineFrom } from './propose.ts';

const began = '2026-11-21T21:00:00.000Z';
const waiting = (checkId = 'RF.SENSITIVE.4') =>
  aSaga({
    state: 'WAITING',
    deadline: deadlineFrom(began),
    plan: aPlan({ questions: [{ ...aPlan().questions[0]!, checkId }] }),
  });
const hour = 3_600_000;

describe('a containment that waits for a person', () => {
  it('goes to the next contact after four hours, and to everybody two hours before it expires', () => {
    expect(remindersOf(waiting())).toEqual([
      { stage: 'escalated', at: '2026-11-22T01:00:00.000Z' },
      { stage: 'last-call', at: '2026-11-22T19:00:00.000Z' },
    ]);
  });

  it('goes to the next contact after a quarter of an hour where a question is critical', () => {
    const critical = checks.find(({ severity }) => severity === 'critical')!.id;
    expect(remindersOf(waiting(critical))[0]).toEqual({ stage: 'escalated', at: '2026-11-21T21:15:00.000Z' });
  });

  it.each([
    ['was answered', { approval: { planHash: aPlan().planHash, approver: 'x', at: began, expires: began } }],
    ['does not wait', { state: 'REFUSED' }],
  ] as const)('is not spoken of once it %s', (_, shown) => {
    expect(remindersOf({ ...waiting(), ...shown })).toEqual([]);
  });

  it('is spoken of once at each time, however often the clock asks, and history says so', async () => {
    const world = await aWorld();
    const saga = waiting();
    const notices = async () =>
      (await world.outbox.pending()).map((notice) => (notice.kind === 'waiting' ? notice.stage : notice.kind));
    expect(await remindApprovers(world)(saga)).toEqual([]);
    world.clock.advance(4 * hour);
    await remindApprovers(world)(saga);
    await remindApprovers(world)(saga);
    expect(await notices()).toEqual(['escalated']);
    world.clock.advance(18 * hour);
    await remindApprovers(world)(saga);
    expect(await notices()).toEqual(['escalated', 'last-call']);
    const entries = (await Array.fromAsync(world.history.read())).map((line) => JSON.parse(line) as { note: string });
    expect(entries.map(({ note }) => note)).toEqual([
      'Nobody answered: the next contact is told.',
      'It expires at 2026-11-22T21:00:00.000Z.',
    ]);
  });
});
