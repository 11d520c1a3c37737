import { canEver } from '../can-ever.ts';
import { allow, aPrincipal, deny, realistic, type Statement } from '../testing/a-world.ts';

const question = { actions: ['bedrock:InvokeModel'], resources: ['*'] };
const ask = (...statements: Statement[]) => canEver(aPrincipal(statements), question, realistic);
const when = (block: Record<string, Record<string, string>>) => allow('*', '*', block);
const seconds = (iso: string): string => String(Date.parse(iso) / 1000);

describe('The two clocks of a request', () => {
  it.each<[string, Statement[], string]>([
    ['a time that is over', [when({ NumericLessThan: { 'aws:EpochTime': seconds('2026-11-20') } })], 'no'],
    ['a time that is over, as a date', [when({ DateLessThan: { 'aws:EpochTime': '2026-11-20' } })], 'no'],
    ['a time to come', [when({ NumericGreaterThan: { 'aws:EpochTime': seconds('2030-01-01') } })], 'yes'],
    [
      'before one time by one clock, after it by the other',
      [
        when({
          NumericLessThan: { 'aws:EpochTime': seconds('2030-01-01') },
          DateGreaterThanEquals: { 'aws:CurrentTime': '2030-01-01' },
        }),
      ],
      'no',
    ],
    [
      'one second, by both clocks',
      [
        when({
          NumericEquals: { 'aws:EpochTime': seconds('2030-01-01') },
          DateEquals: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' },
        }),
      ],
      'yes',
    ],
    [
      'one second by the one clock, denied by the other',
      [
        when({ NumericEquals: { 'aws:EpochTime': seconds('2030-01-01') } }),
        deny('*', '*', { DateEquals: { 'aws:CurrentTime': '2030-01-01' } }),
      ],
      'no',
    ],
    [
      'between two milliseconds',
      [
        when({
          NumericGreaterThan: { 'aws:EpochTime': '1900000000.0001' },
          NumericLessThan: { 'aws:EpochTime': '1900000000.0009' },
        }),
      ],
      'no',
    ],
    [
      'one millisecond',
      [
        when({
          NumericGreaterThan: { 'aws:EpochTime': '1900000000.0009' },
          DateLessThan: { 'aws:CurrentTime': '1900000000.002' },
        }),
      ],
      'yes',
    ],
    [
      'any time but a span',
      [allow('*'), deny('*', '*', { NumericGreaterThan: { 'aws:EpochTime': '1900000000.5' } })],
      'yes',
    ],
  ])('show one time: %s', (_name, statements, word) => {
    const answer = ask(...statements);
    expect(answer.answer).toBe(word);
    if (answer.answer !== 'yes') return;
    const { 'aws:CurrentTime': current, 'aws:EpochTime': epoch } = answer.witness.request.context;
    expect(epoch).toMatch(/^[0-9]+(\.[0-9]{3})?$/);
    if (current !== undefined) expect(Math.abs(Number(epoch) - Date.parse(String(current)) / 1000)).toBe(0);
  });
});
