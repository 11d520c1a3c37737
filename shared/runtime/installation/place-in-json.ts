import { pointer } from '../../change/read-json.ts';

/** A place in a text as an editor shows it, both from one; and the line itself. */
export type TextPlace = { line: number; column: number; text: string };

/** @param offset in UTF-16 units; one behind the end is the end */
export const placeAt = (text: string, offset: number): TextPlace => {
  const before = text.slice(0, offset).split('\n');
  return {
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    text: (text.split('\n')[before.length - 1] ?? '').trimEnd(),
  };
};

/**
 * Where each key and each item of a list begins, by JSON Pointer.
 * @param text well-formed JSON without keys that stand twice
 */
export const offsetsIn = (text: string): ReadonlyMap<string, number> => {
  const offsets = new Map<string, number>();
  // Strings first: what stands in them is no brace.
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;
  type Level = { list: boolean; next: string | number };
  const levels: Level[] = [];
  const note = (offset: number): void => {
    const path = pointer(levels.map(({ next }) => next));
    if (!offsets.has(path)) offsets.set(path, offset);
  };
  let isKey = false;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const level = levels.at(-1);
    switch (token) {
      case '{':
      case '[':
        if (level?.list === true) note(index);
        levels.push({ list: token === '[', next: token === '[' ? 0 : '' });
        isKey = token === '{';
        break;
      case '}':
      case ']':
        levels.pop();
        isKey = false;
        break;
      case ',':
        if (level !== undefined && typeof level.next === 'number') level.next += 1;
        isKey = level?.list === false;
        break;
      case ':':
        isKey = false;
        break;
      default:
        if (isKey && level !== undefined) {
          const key: unknown = JSON.parse(token);
          level.next = String(key);
          note(index);
        } else if (level?.list === true) note(index);
    }
  }
  return offsets;
};
