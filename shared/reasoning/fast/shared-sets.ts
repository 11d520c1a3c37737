import { wordCount, type ActionBits } from './action-bits.ts';

const ROWS_A_SLAB = 512;

/**
 * Sets of actions, each kept once: by its number, which is the same for equal sets. Many principals are allowed the same, and
 * a set that stands in a common slab takes a third of the room of one by itself.
 */
export class SharedSets {
  readonly #slabs: Uint32Array[] = [];
  #size = 0;
  /** Places of numbers by hash, one more than the number; open addressing. */
  #table = new Int32Array(1024);

  /** The number of the set that `words` holds now; they are copied where they are new. */
  numberOf(words: ActionBits): number {
    const table = this.#table;
    const mask = table.length - 1;
    let place = hashOf(words) & mask;
    for (;;) {
      const entry = table[place] ?? 0;
      if (entry === 0) break;
      if (this.#equals(entry - 1, words)) return entry - 1;
      place = (place + 1) & mask;
    }
    const number = this.#append(words);
    table[place] = number + 1;
    if (this.#size * 2 > table.length) this.#grow();
    return number;
  }

  /** The set itself, as it was given. */
  at(number: number): ActionBits {
    const slab = this.#slabs[Math.floor(number / ROWS_A_SLAB)];
    if (slab === undefined || number >= this.#size) throw new RangeError(`there is no set ${number}`);
    const from = (number % ROWS_A_SLAB) * wordCount;
    return slab.subarray(from, from + wordCount);
  }

  /** How many sets differ. */
  get size(): number {
    return this.#size;
  }

  #append(words: ActionBits): number {
    const number = this.#size;
    const row = number % ROWS_A_SLAB;
    if (row === 0) this.#slabs.push(new Uint32Array(ROWS_A_SLAB * wordCount));
    this.#slabs.at(-1)?.set(words, row * wordCount);
    this.#size += 1;
    return number;
  }

  #equals(number: number, words: ActionBits): boolean {
    const slab = this.#slabs[Math.floor(number / ROWS_A_SLAB)];
    const from = (number % ROWS_A_SLAB) * wordCount;
    for (let at = 0; at < wordCount; at += 1) if (slab?.[from + at] !== words[at]) return false;
    return true;
  }

  #grow(): void {
    const table = new Int32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let number = 0; number < this.#size; number += 1) {
      let place = hashOf(this.at(number)) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = number + 1;
    }
    this.#table = table;
  }
}

/** Most words are zero and are passed over: the place of a word counts with it. */
const hashOf = (words: ActionBits): number => {
  let hash = 0;
  for (let at = 0; at < wordCount; at += 1) {
    const word = words[at] ?? 0;
    if (word !== 0) hash = Math.imul(hash ^ Math.imul(word, 0x9e3779b1) ^ at, 0x85ebca6b) ^ (hash >>> 15);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};
