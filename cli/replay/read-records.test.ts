import { readRecords } from './read-records.ts';

describe('records as people have them', () => {
  const a = { eventID: 'a' };
  const b = { eventID: 'b' };

  it('reads a record a line, with the number of its line', () => {
    expect(readRecords(`${JSON.stringify(a)}\r\n\n${JSON.stringify(b)}\n`)).toEqual([
      { line: 1, record: a },
      { line: 3, record: b },
    ]);
  });

  it.each([
    ['a log file as CloudTrail delivers it', JSON.stringify({ Records: [a, b] })],
    ['a log file that somebody has formatted', JSON.stringify({ Records: [a, b] }, undefined, 2)],
    ['a list of records', JSON.stringify([a, b], undefined, 2)],
  ])('takes %s apart', (_, text) => {
    expect(readRecords(text)).toEqual([
      { line: 1, item: 1, record: a },
      { line: 1, item: 2, record: b },
    ]);
  });

  const looked = (...events: readonly unknown[]) => JSON.stringify({ Events: events, NextToken: 'n' }, undefined, 4);

  it('takes apart what "aws cloudtrail lookup-events" prints, the latest of which comes first', () => {
    const text = looked(
      { EventId: 'b', EventName: 'PutRolePolicy', CloudTrailEvent: JSON.stringify(b) },
      { EventId: 'a', EventName: 'CreateRole', CloudTrailEvent: JSON.stringify(a) },
    );
    expect(readRecords(text)).toEqual([
      { line: 1, item: 2, record: a },
      { line: 1, item: 1, record: b },
    ]);
    expect(readRecords(looked())).toEqual([]);
  });

  it.each([
    ['holds no record', { EventId: 'a' }, 'event 1 of "Events" has no "CloudTrailEvent"'],
    ['holds half a record', { CloudTrailEvent: '{"eventID":' }, 'the "CloudTrailEvent" of event 1 is not JSON'],
    ['is none', null, 'event 1 of "Events" has no "CloudTrailEvent"'],
  ])('names an event that %s and keeps the others', (_, broken, why) => {
    expect(readRecords(looked(broken, { CloudTrailEvent: JSON.stringify(a) }))).toEqual([
      { line: 1, item: 2, record: a },
      { line: 1, item: 1, unreadable: expect.stringContaining(why) },
    ]);
  });

  it('takes several log files apart that stand in one, a line each', () => {
    const file = JSON.stringify({ Records: [a] });
    expect(readRecords(`${file}\n${file}`).map(({ line, item }) => [line, item])).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  it('names a line that is not JSON and keeps the others', () => {
    const read = readRecords(`${JSON.stringify(a)}\n{"eventID":\n${JSON.stringify(b)}`);
    expect(read).toEqual([
      { line: 1, record: a },
      { line: 2, unreadable: expect.stringContaining('line 2 is not JSON') },
      { line: 3, record: b },
    ]);
  });

  it('keeps one record that was formatted over several lines', () => {
    expect(readRecords(JSON.stringify(a, undefined, 2))).toEqual([{ line: 1, record: a }]);
  });
});
