import { localWorld } from '../../shared/adapters/local/local-world.ts';
import type { Notice } from '../../shared/response/notice.ts';
import { notify } from './notify.ts';

const aNotice = (id: string): Notice => ({
  kind: 'incomplete',
  id,
  at: '2026-11-21T21:00:00.000Z',
  accountId: '111122223333',
  detail: 'x',
});

describe('sending what waits', () => {
  it('sends everything in the outbox and leaves it empty', async () => {
    const world = localWorld({ now: '2026-11-21T21:00:00.000Z' });
    await world.outbox.add([aNotice('n-1'), aNotice('n-2')]);
    expect(await notify(world)()).toEqual({ sent: ['n-1', 'n-2'], failed: [] });
    expect(await world.outbox.pending()).toEqual([]);
    expect(await notify(world)()).toEqual({ sent: [], failed: [] });
  });

  it('fails by name when one could not be sent, so that an alarm rings, and has sent the others', async () => {
    const world = localWorld({ now: '2026-11-21T21:00:00.000Z' });
    await world.outbox.add([aNotice('n-1'), aNotice('n-2')]);
    const { send } = world.notifier;
    const notifier = {
      send: (notice: Notice) => (notice.id === 'n-1' ? Promise.reject(new Error('no topic')) : send(notice)),
    };
    await expect(notify({ ...world, notifier })()).rejects.toMatchObject({
      name: 'NoticesWait',
      message: expect.stringContaining('n-1: no topic') as string,
    });
    expect((await world.outbox.pending()).map(({ id }) => id)).toEqual(['n-1']);
  });

  it('sends each notice once when two workers send at the same time', async () => {
    const world = localWorld({ now: '2026-11-21T21:00:00.000Z' });
    await world.outbox.add([aNotice('n-1'), aNotice('n-2'), aNotice('n-3')]);
    await Promise.all([notify(world)(), notify(world)()]);
    expect(world.notifier.sent.map(({ id }) => id).sort()).toEqual(['n-1', 'n-2', 'n-3']);
  });
});
