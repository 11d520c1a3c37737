import { manualClock } from '../adapters/local/local-clock.ts';
import { localWorld } from '../adapters/local/local-world.ts';
import { once } from './once.ts';

const start = '2026-11-21T21:00:00.000Z';
const delivery = { function: 'evaluate-access-change', id: 'e-1' };

describe('handling a delivery once', () => {
  it('works the first time and drops the repeat', async () => {
    const { deliveries } = localWorld({ now: start });
    let worked = 0;
    const work = () => Promise.resolve((worked += 1));
    expect(await once(deliveries, delivery, work)).toEqual({ repeated: false, result: 1 });
    expect(await once(deliveries, delivery, work)).toEqual({ repeated: true });
    expect(worked).toBe(1);
  });

  it('lets another function handle the same event', async () => {
    const { deliveries } = localWorld({ now: start });
    await once(deliveries, delivery, () => Promise.resolve());
    expect(await once(deliveries, { ...delivery, function: 'watch-tampering' }, () => Promise.resolve(7))).toEqual({
      repeated: false,
      result: 7,
    });
  });

  it('gives a delivery free whose handling failed, and the failure is what is seen', async () => {
    const { deliveries } = localWorld({ now: start });
    await expect(once(deliveries, delivery, () => Promise.reject(new Error('first')))).rejects.toThrow('first');
    expect(await once(deliveries, delivery, () => Promise.resolve('second'))).toMatchObject({ result: 'second' });
  });

  it('shows the failure of the work also where the claim cannot be released', async () => {
    const { deliveries } = localWorld({ now: start });
    const broken = { ...deliveries, release: () => Promise.reject(new Error('the store is down')) };
    await expect(once(broken, delivery, () => Promise.reject(new Error('the work')))).rejects.toThrow('the work');
  });

  it('does not lose the event of a worker that died: its claim lapses', async () => {
    const clock = manualClock(start);
    const { deliveries } = localWorld({ clock });
    expect(await deliveries.claim(delivery.function, delivery.id)).toBe(true);
    clock.advance(16 * 60_000);
    expect(await once(deliveries, delivery, () => Promise.resolve('again'))).toMatchObject({ repeated: false });
  });
});
