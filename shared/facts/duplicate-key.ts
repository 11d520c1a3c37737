import { readJson, type JsonFault } from '../change/read-json.ts';

/**
 * The first key that stands twice in one object, however deep; JSON.parse would keep the last of the two and hide what the
 * first one holds. The keys of the text are counted, and those of the value: where both are as many, no key was lost. That
 * takes half the time of JSON.parse; reading the text strictly takes several times as much, and is left to find the place.
 * @param text JSON that JSON.parse takes
 * @param value what JSON.parse made of it
 */
export const duplicateKey = (text: string, value: unknown): JsonFault | undefined => {
  if (keysInText(text) === keysInValue(value)) return undefined;
  const read = readJson(text, text.length);
  if (!read.ok && read.error.code === 'duplicate-key') return read.error;
  // Below the depth that is read strictly.
  return { code: 'duplicate-key', at: '', offset: 0, detail: 'A key stands twice in one object.' };
};

const quote = '"';
const backslash = 92;
const colon = 58;

/** Every text that a colon follows is a key: in JSON nothing else stands before one. */
const keysInText = (text: string): number => {
  let keys = 0;
  let from = text.indexOf(quote);
  while (from >= 0) {
    let end = endOfText(text, from);
    if (end < 0) return keys;
    do end += 1;
    while (isSpace(text.charCodeAt(end)));
    if (text.charCodeAt(end) === colon) keys += 1;
    from = text.indexOf(quote, end);
  }
  return keys;
};

/** Where the text that begins at `from` ends: at the next quotation mark that no backslash stands for. */
const endOfText = (text: string, from: number): number => {
  for (let end = text.indexOf(quote, from + 1); end >= 0; end = text.indexOf(quote, end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return -1;
};

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

/** JSON.parse takes any depth and the stack does not: what lies deeper is left to be counted from there. */
const keysInValue = (value: unknown): number => {
  const left: JsonObject[] = isObject(value) ? [value] : [];
  let keys = 0;
  for (let next = left.pop(); next !== undefined; next = left.pop()) keys += keysWithin(next, 0, left);
  return keys;
};

const MOST_DEPTH = 64;

const keysWithin = (value: JsonObject, depth: number, left: JsonObject[]): number => {
  if (depth > MOST_DEPTH) {
    left.push(value);
    return 0;
  }
  let keys = 0;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    // Counted: an iterator is an object, and there is a list or an object for every second text of a file.
    for (let at = 0; at < list.length; at += 1) {
      const item = list[at];
      if (isObject(item)) keys += keysWithin(item, depth + 1, left);
    }
    return keys;
  }
  // A list of the keys or values would be another object for each.
  for (const key in value) {
    keys += 1;
    const member = value[key];
    if (isObject(member)) keys += keysWithin(member, depth + 1, left);
  }
  return keys;
};

type JsonObject = Readonly<Record<string, unknown>>;
/** A list counts: its places are its keys. */
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;
