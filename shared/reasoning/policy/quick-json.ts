import type { PolicyError } from '../types.ts';
import { NumberText } from './number-text.ts';
import { MAX_DEPTH, MAX_LENGTH, readJson, type JsonValue } from '../../change/read-json.ts';

export type PlainJson = { ok: true; value: unknown } | { ok: false; error: PolicyError };

/**
 * JSON text as plain values, as strictly as `readJson`: the engine's own parser reads it, and one walk over the text shows
 * whether that parser could have hidden anything (two equal keys, depth, a number that is no double). Where it could, or
 * refuses, `readJson` reads the text again, and names each error with its place.
 */
export const readPlainJson = (text: string): PlainJson => {
  const quick = text.length > MAX_LENGTH ? undefined : readQuickly(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (quick !== undefined) return quick;
  const read = readJson(text);
  return read.ok ? { ok: true, value: plainJson(read.value) } : read;
};

const readQuickly = (text: string): { ok: true; value: unknown } | undefined => {
  const members = membersIn(text);
  if (members === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    // Of two equal keys the parser keeps one.
    return countMembers(value) === members ? { ok: true, value } : undefined;
  } catch {
    return undefined;
  }
};

const QUOTE = 34;

/**
 * Colons outside of texts. `undefined`: nested too deep, or a number or an escape stands in it. Right for valid JSON.
 * Escapes are left to `readJson`, as the engine of Node.js 24 (V8 13.6) reads the key `"a\""` as `a\` once it has seen the
 * key `"a\\"`.
 */
const membersIn = (text: string): number | undefined => {
  if (text.includes('\\')) return undefined;
  let members = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    switch (code) {
      case QUOTE:
        at = text.indexOf('"', at + 1);
        if (at < 0) return undefined;
        break;
      case 58: // :
        members += 1;
        break;
      case 91: // [
      case 123: // {
        depth += 1;
        if (depth > MAX_DEPTH) return undefined;
        break;
      case 93: // ]
      case 125: // }
        depth -= 1;
        break;
      default:
        if (code >= 48 && code <= 57) return undefined;
    }
  }
  return members;
};

/** Depth was judged by the text before. */
const countMembers = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item);
    return count;
  }
  for (const item of Object.values(value)) count += 1 + countMembers(item);
  return count;
};

/** What `readJson` read, as plain values. `__proto__` is a key like any other. */
export const plainJson = (value: JsonValue): unknown => {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return String(Number(value.text)) === value.text ? Number(value.text) : new NumberText(value.text);
    case 'boolean':
      return value.value;
    case 'null':
      return null;
    case 'list':
      return value.items.map(plainJson);
    case 'object':
      return Object.fromEntries(value.members.map(({ key, value: member }) => [key, plainJson(member)]));
  }
};
