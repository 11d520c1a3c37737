import { wordCount, type ActionBits } from './action-bits.ts';

/** As many as may outlive the others of their slab without being much. */
const ROWS_A_SLAB = 32;

/**
 * Copies of sets, some of them in one piece of memory: a piece for each would cost more than what is made of it, where there are
 * two for every principal of an account.
 */
export class BitsRows {
  #slab = new Uint32Array(0);
  #next = 0;

  copy(words: ActionBits): ActionBits {
    if (this.#next === this.#slab.length) {
      this.#slab = new Uint32Array(ROWS_A_SLAB * wordCount);
      this.#next = 0;
    }
    const from = this.#next;
    this.#next += wordCount;
    const row = this.#slab.subarray(from, this.#next);
    row.set(words);
    return row;
  }
}
