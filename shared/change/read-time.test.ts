import fc from 'fast-check';
import { readTime } from './read-time.ts';

describe('readTime', () => {
  it.each([
    ['2026-11-21T21:00:00Z', '2026-11-21T21:00:00.000Z'],
    ['2026-11-21T21:00:00.379877250Z', '2026-11-21T21:00:00.379Z'],
    ['2026-11-21 21:00:00', '2026-11-21T21:00:00.000Z'],
    ['2026-11-21 21:00:00.000000000', '2026-11-21T21:00:00.000Z'],
    ['2026-11-21 21:00:00.5', '2026-11-21T21:00:00.500Z'],
    ['2026-11-21 21:00:00Z', '2026-11-21T21:00:00.000Z'],
    ['20261121T210000Z', '2026-11-21T21:00:00.000Z'],
    ['2026-11-21T22:30:00+01:30', '2026-11-21T21:00:00.000Z'],
    ['2026-11-21T16:00:00-0500', '2026-11-21T21:00:00.000Z'],
    ['Nov 21, 2026 9:00:00 PM', '2026-11-21T21:00:00.000Z'],
    ['Nov 21, 2026, 9:00:00\u202fPM', '2026-11-21T21:00:00.000Z'],
    ['Jan 1, 2026 12:00:00 AM', '2026-01-01T00:00:00.000Z'],
    ['Jan 01, 2019 0:00:00 PM', '2019-01-01T12:00:00.000Z'],
    [1_795_294_800, '2026-11-21T21:00:00.000Z'],
    [1_795_294_800_000, '2026-11-21T21:00:00.000Z'],
  ])('reads %p as %s', (given, wanted) => {
    expect(readTime(given)).toBe(wanted);
  });

  it.each([
    [''],
    ['redacted'],
    ['...'],
    ['2026-02-31T00:00:00Z'],
    ['2026-13-01T00:00:00Z'],
    ['2026-11-21T25:00:00Z'],
    ['2026-11-21'],
    ['0000-00-00T00:00:00Z'],
    ['Foo 21, 2026 9:00:00 PM'],
    ['2026-11-21T21:00:00+99:00'],
    [-1],
    [Number.NaN],
    [Number.MAX_VALUE],
    [null],
    [undefined],
    [{}],
    ['9'.repeat(100_000)],
  ])('does not guess what %p means', (given) => {
    expect(readTime(given)).toBeUndefined();
  });

  it('reads every time that a date writes, and gives it back unchanged', () => {
    const years = { min: new Date('2000-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true };
    fc.assert(fc.property(fc.date(years), (date) => readTime(date.toISOString()) === date.toISOString()));
  });
});
