import { readJson, type JsonFault } from '../change/read-json.ts';

/**
 * The first key that stands twice in one object, however deep; JSON.parse would keep the last of the two and hide what the
 * first one holds. The texts of the file are counted, and those of the value, keys among them: where both are as many, none
 * was lost. That takes a third of the time of JSON.parse; reading the text strictly takes several times as much, and is left
 * to find the place.
 * @param text JSON that JSON.parse takes
 * @param value what JSON.parse made of it
 */
export const duplicateKey = (text: string, value: unknown): JsonFault | undefined => {
  if (quotesIn(text) - escapedQuotesIn(text) === 2 * textsIn(value)) return undefined;
  const read = readJson(text, text.length);
  if (!read.ok && read.error.code === 'duplicate-key') return read.error;
  // Below the depth that is read strictly.
  return { code: 'duplicate-key', at: '', offset: 0, detail: 'A key stands twice in one object.' };
};

const QUOTE = 0x22;
const CHARACTERS_AT_ONCE = 65_536;
const encoder = new TextEncoder();
/** One character takes at most three bytes; a word more, so that the last one can be filled up. */
const room = new Uint8Array(3 * CHARACTERS_AT_ONCE + 4);
const words = new Uint32Array(room.buffer);

/** All quotation marks. In UTF-8 no other character holds their byte. */
const quotesIn = (text: string): number => {
  let quotes = 0;
  for (let from = 0; from < text.length; from += CHARACTERS_AT_ONCE) {
    const { written } = encoder.encodeInto(text.slice(from, from + CHARACTERS_AT_ONCE), room);
    room.fill(0, written, written + 4);
    for (let at = 0; 4 * at < written; at += 1) quotes += quotesInWord(words[at] ?? 0);
  }
  return quotes;
};

/**
 * How many of four bytes are quotation marks, without a branch, which nobody could foretell: a byte that is one becomes zero,
 * and a zero is the one byte whose first bit is set neither in itself nor in the sum of its other bits and 0x7f.
 */
const quotesInWord = (word: number): number => {
  const others = word ^ (QUOTE * 0x01010101);
  const bits = ~(((others & 0x7f7f7f7f) + 0x7f7f7f7f) | others);
  return Math.imul((bits >>> 7) & 0x01010101, 0x01010101) >>> 24;
};

/** Those that stand for themselves within a text: a backslash takes the character after it. */
const escapedQuotesIn = (text: string): number => {
  let escaped = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 2))
    if (text.charCodeAt(at + 1) === QUOTE) escaped += 1;
  return escaped;
};

/** Keys and values that are texts. JSON.parse takes any depth and the stack does not: what lies deeper is counted from there. */
const textsIn = (value: unknown): number => {
  const left: JsonObject[] = isObject(value) ? [value] : [];
  let texts = typeof value === 'string' ? 1 : 0;
  for (let next = left.pop(); next !== undefined; next = left.pop()) texts += textsWithin(next, 0, left);
  return texts;
};

const MOST_DEPTH = 64;

const textsWithin = (value: JsonObject, depth: number, left: JsonObject[]): number => {
  if (depth > MOST_DEPTH) {
    left.push(value);
    return 0;
  }
  let texts = 0;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    // Counted: an iterator is an object, and there is a list or an object for every second text of a file.
    for (let at = 0; at < list.length; at += 1) {
      const item = list[at];
      if (typeof item === 'string') texts += 1;
      else if (isObject(item)) texts += textsWithin(item, depth + 1, left);
    }
    return texts;
  }
  // A list of the keys or values would be another object for each.
  for (const key in value) {
    texts += 1;
    const member = value[key];
    if (typeof member === 'string') texts += 1;
    else if (isObject(member)) texts += textsWithin(member, depth + 1, left);
  }
  return texts;
};

type JsonObject = Readonly<Record<string, unknown>>;
/** A list counts: its places are its keys. */
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;
