import { localWorld } from '../../shared/adapters/local/local-world.ts';
import { sweepAge } from './sweep-age.ts';

const accountId = '111122223333';

describe('how long ago the last sweep ended', () => {
  it('is not known before one has ended', async () => {
    const world = localWorld({ now: '2026-11-21T21:00:00.000Z' });
    expect(await sweepAge(world)).toBeUndefined();
    await world.sweepLog.remember({ accountId });
    expect(await sweepAge(world)).toBeUndefined();
  });

  it('is told in whole minutes, and never below zero by a clock that is behind', async () => {
    const world = localWorld({ now: '2026-11-21T21:00:00.000Z' });
    await world.sweepLog.remember({ accountId, completedAt: '2026-11-21T18:29:30.000Z' });
    expect(await sweepAge(world)).toBe(150);
    await world.sweepLog.remember({ accountId, completedAt: '2026-11-21T21:00:10.000Z' });
    expect(await sweepAge(world)).toBe(0);
  });
});
