import { randomBytes } from 'node:crypto';
import { DamagedItem, pack, rowWith, TooLargeToStore, unpack } from './stored.ts';

type Row = { id: string; text: string };
const row = rowWith<Row>('id', 'text');

describe('what is stored', () => {
  it.each([10, 200_000])('is the same when it is read: %d characters', (length) => {
    const value: Row = { id: 'a', text: 'x'.repeat(length) };
    const body = pack(value, 'row');
    expect(unpack({ body }, row, 'row')).toEqual(value);
    expect(typeof body).toBe(length > 16_384 ? 'object' : 'string');
  });

  it('is refused by name when it does not fit into one item, and never cut', () => {
    const noise = randomBytes(500_000).toString('base64');
    expect(() => pack({ id: 'a', text: noise }, 'notice n-1')).toThrow(TooLargeToStore);
  });

  it.each([
    ['nothing', {}],
    ['no text', { body: 7 }],
    ['another row', { body: '{"id":"a"}' }],
  ])('is damaged by name when it holds %s', (_, item) => {
    expect(() => unpack(item, row, 'row a')).toThrow(DamagedItem);
  });
});
