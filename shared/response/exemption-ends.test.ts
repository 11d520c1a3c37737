import { aWorld } from '../../test/builders/a-world.ts';
import { tellExemptionEnds, warnsAt } from './exemption-ends.ts';
import type { Exemption } from './settings.ts';

const exemption = (from: string, expires: string): Exemption => ({
  id: `x-${expires.slice(0, 10)}`,
  uniqueId: 'AROAAPP',
  arn: 'arn:aws:iam::111122223333:role/app',
  scope: 'RF.SENSITIVE.4',
  owner: 'ml-team',
  reason: 'migration',
  ticket: 'T-1',
  requester: 'arn:aws:iam::111122223333:user/rita',
  approver: 'arn:aws:iam::111122223333:user/olga',
  from,
  expires,
});
const stages = async (world: Awaited<ReturnType<typeof aWorld>>) =>
  (await world.outbox.pending()).flatMap((notice) =>
    notice.kind === 'exemption' ? [`${notice.exemption.id} ${notice.stage}`] : [],
  );

describe('the end of an exemption', () => {
  it.each([
    ['two weeks before', '2026-09-01T00:00:00.000Z', '2026-11-30T00:00:00.000Z', '2026-11-16T00:00:00.000Z'],
    [
      'half way through a short one',
      '2026-11-01T00:00:00.000Z',
      '2026-11-05T00:00:00.000Z',
      '2026-11-03T00:00:00.000Z',
    ],
  ])('is told to its owner %s', (_, from, expires, expected) => {
    expect(warnsAt({ from, expires })).toBe(expected);
  });

  it('is told once before and once when it has come, and stands in history with the ticket', async () => {
    // The world begins at 2026-11-21T21:00.
    const world = await aWorld();
    const some = [
      exemption('2026-11-01T00:00:00.000Z', '2026-12-31T00:00:00.000Z'),
      exemption('2026-10-01T00:00:00.000Z', '2026-11-25T00:00:00.000Z'),
      exemption('2026-10-01T00:00:00.000Z', '2026-11-21T20:00:00.000Z'),
      exemption('2026-10-01T00:00:00.000Z', '2026-11-19T20:00:00.000Z'),
    ];
    for (const turn of ['first', 'again']) {
      const { soon, ended } = await tellExemptionEnds(world)(some);
      expect([turn, soon, ended].map((each) => (typeof each === 'string' ? each : each.map(({ id }) => id)))).toEqual([
        turn,
        ['x-2026-11-25'],
        ['x-2026-11-21'],
      ]);
    }
    expect(await stages(world)).toEqual(['x-2026-11-25 ends-soon', 'x-2026-11-21 ended']);
    const entries = (await Array.fromAsync(world.history.read())).map((line) => JSON.parse(line) as object);
    expect(entries).toMatchObject([
      { kind: 'exemption', outcome: 'ENDS_SOON', ticket: 'T-1' },
      { kind: 'exemption', outcome: 'ENDED', ticket: 'T-1' },
    ]);
  });

  it('is not told of one that never held', async () => {
    const world = await aWorld();
    const faulty = { ...exemption('2026-10-01T00:00:00.000Z', '2026-11-25T00:00:00.000Z'), owner: ' ' };
    expect(await tellExemptionEnds(world)([faulty])).toEqual({ soon: [], ended: [] });
  });
});
