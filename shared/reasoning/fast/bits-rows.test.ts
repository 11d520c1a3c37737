import { bitsAt, wordCount } from './action-bits.ts';
import { BitsRows } from './bits-rows.ts';

describe('copies of sets in common memory', () => {
  it('stay what they were, whatever is copied or written afterwards', () => {
    const rows = new BitsRows();
    const words = new Uint32Array(wordCount);
    const copies = Array.from({ length: 100 }, (_, n) => {
      words.fill(0);
      words.set(bitsAt([n, n + 500]));
      return rows.copy(words);
    });
    words.fill(0xffffffff);
    expect(copies.map((copy) => [...copy])).toEqual(Array.from({ length: 100 }, (_, n) => [...bitsAt([n, n + 500])]));
  });
});
