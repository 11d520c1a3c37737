import fc from 'fast-check';
import type { ParsedRecord } from './change.ts';
import { knownEvents } from './known-events.ts';
import { readChange } from './read-change.ts';
import { anEnvelope, aRecord } from './testing/a-record.ts';

/** What holds for every input, however wrong. */
const expectWellFormed = (parsed: ParsedRecord): void => {
  expect(['change', 'ignored', 'unreadable']).toContain(parsed.kind);
  if (parsed.kind === 'unreadable') {
    expect(parsed.reason.at).toMatch(/^(?:\/[^/]*)*$/);
    expect(parsed.reason.detail).not.toBe('');
  }
  if (parsed.kind !== 'change') return;
  expect(parsed.accountId).toMatch(/^\d{12}$/);
  expect(parsed.occurredAt).toBe(new Date(parsed.occurredAt).toISOString());
  expect(parsed.eventId).not.toBe('');
  for (const touched of parsed.touches) {
    for (const value of Object.values(touched)) expect(value).not.toBe('');
  }
  const activity = ['bedrock-inference', 'bedrock-data', 'agentcore-data', 'sts'].includes(parsed.group);
  if (parsed.outcome.result === 'succeeded' && !activity) expect(parsed.touches).not.toHaveLength(0);
};

/** Members of real records, with any value in place of a few of them. */
const members = Object.keys(aRecord());
const mutated = fc
  .record({
    event: fc.constantFrom(...knownEvents),
    changes: fc.dictionary(
      fc.constantFrom(...members, 'errorCode', 'resources', 'extra'),
      fc.jsonValue({ maxDepth: 4 }),
      { maxKeys: 3 },
    ),
    parameters: fc.oneof(
      fc.constant(null),
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
      fc.constant({ omitted: true }),
    ),
  })
  .map(({ event, changes, parameters }) =>
    aRecord({ eventSource: event.eventSource, eventName: event.eventName, requestParameters: parameters, ...changes }),
  );

describe('readChange, whatever it is given', () => {
  it('never throws on any JSON', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => expectWellFormed(readChange(value))));
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => expectWellFormed(readChange(text))),
    );
  });

  it('never throws on any value of the language', () => {
    const value = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
    });
    fc.assert(fc.property(value, (anything) => expectWellFormed(readChange(anything))));
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap');
        },
        ownKeys: () => {
          throw new Error('trap');
        },
      },
    );
    expectWellFormed(readChange(trap));
  });

  it('never throws on a record of which a part was replaced, bare or in an envelope', () => {
    fc.assert(
      fc.property(mutated, (record) => {
        expectWellFormed(readChange(record));
        expectWellFormed(readChange(anEnvelope(record, { source: 'aws.iam' })));
        expectWellFormed(readChange(anEnvelope(record, { 'detail-type': 'AWS Service Event via CloudTrail' })));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on a record cut anywhere', () => {
    const text = JSON.stringify(anEnvelope());
    fc.assert(fc.property(fc.nat({ max: text.length }), (end) => expectWellFormed(readChange(text.slice(0, end)))));
  });

  it('gives the same for the same', () => {
    fc.assert(fc.property(mutated, (record) => expect(readChange(record)).toEqual(readChange(JSON.stringify(record)))));
  });

  it('never takes a call with an error code for a success, nor one without for a failure', () => {
    const code = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(fc.constantFrom(...knownEvents), code, (event, errorCode) => {
        const record = aRecord({ eventSource: event.eventSource, eventName: event.eventName });
        expect(readChange({ ...record, errorCode })).toMatchObject({ outcome: { result: 'failed', code: errorCode } });
        expect(readChange(record)).toMatchObject({ outcome: { result: 'succeeded' } });
      }),
    );
  });

  it('touches something for every known event of which nothing but the name is left', () => {
    for (const { eventSource, eventName } of knownEvents) {
      expectWellFormed(readChange(aRecord({ eventSource, eventName, requestParameters: null, userIdentity: null })));
      expectWellFormed(readChange(aRecord({ eventSource, eventName, requestParameters: { omitted: true } })));
    }
  });
});
