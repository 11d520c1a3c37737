import type { Listed } from '../policy/policy.ts';
import { opposite, type Width } from '../match/width.ts';
import { allActions, noActions, wordCount, type ActionBits } from './action-bits.ts';
import type { BitsRows } from './bits-rows.ts';
import { patternBits } from './pattern-bits.ts';

/**
 * One set of actions as it is put together, used again for the next one: a set of its own for each step of each policy of an
 * account would be most of the work.
 */
export class BitsBuilder {
  readonly words = new Uint32Array(wordCount);
  /** False only when no bit is set. */
  #any = false;

  get isEmpty(): boolean {
    return !this.#any;
  }

  clear(): void {
    if (this.#any) this.words.fill(0);
    this.#any = false;
  }

  /** Adds the bits of the words `from` to `to`, the last left out. */
  addWords(bits: ActionBits, from: number, to: number): void {
    const { words } = this;
    for (let at = from; at < to; at += 1) words[at] = (words[at] ?? 0) | (bits[at] ?? 0);
    this.#any ||= from < to;
  }

  add(bits: ActionBits): void {
    if (bits !== noActions) this.addWords(bits, 0, wordCount);
  }

  /** Leaves what both hold. */
  keep(bits: ActionBits): void {
    if (!this.#any || bits === allActions) return;
    if (bits === noActions) {
      this.clear();
      return;
    }
    const { words } = this;
    for (let at = 0; at < wordCount; at += 1) words[at] = (words[at] ?? 0) & (bits[at] ?? 0);
  }

  remove(bits: ActionBits): void {
    if (!this.#any || bits === noActions) return;
    const { words } = this;
    for (let at = 0; at < wordCount; at += 1) words[at] = (words[at] ?? 0) & ~(bits[at] ?? 0);
  }

  /** Adds what an Action or NotAction element matches, in one reading. */
  addActions({ negated, entries }: Listed<string>, width: Width): void {
    if (negated) {
      this.#addAllBut(entries, width);
      return;
    }
    for (const entry of entries) {
      const { wide, open, from, to } = patternBits(entry);
      if (!open || width !== 'narrow') this.addWords(wide, from, to);
    }
  }

  /** A statement matches least where its exceptions match most. */
  #addAllBut(exceptions: readonly string[], width: Width): void {
    const excepted = new BitsBuilder();
    excepted.addActions({ negated: false, entries: exceptions }, opposite(width));
    const { words } = this;
    for (let at = 0; at < wordCount; at += 1)
      words[at] = (words[at] ?? 0) | ((allActions[at] ?? 0) & ~(excepted.words[at] ?? 0));
    this.#any = true;
  }

  /** The set as it is now; `noActions` and `allActions` are themselves. */
  get bits(): ActionBits {
    return this.#common ?? this.words.slice();
  }

  /** The same, with the others of `rows` where it is a set of its own. */
  bitsIn(rows: BitsRows): ActionBits {
    return this.#common ?? rows.copy(this.words);
  }

  /** `undefined`: neither nothing nor everything. */
  get #common(): ActionBits | undefined {
    if (!this.#any) return noActions;
    const { words } = this;
    let none = true;
    let all = true;
    for (let at = 0; at < wordCount && (none || all); at += 1) {
      none &&= words[at] === 0;
      all &&= words[at] === allActions[at];
    }
    return none ? noActions : all ? allActions : undefined;
  }
}
