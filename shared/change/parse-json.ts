import type { UnreadableReason } from './change.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';

/** EventBridge's documented size of one entry (AWS: "Amazon EventBridge quotas"). In bytes of UTF-8. */
export const maxRecordBytes = 256 * 1024;
/** Real records stay below a dozen levels. */
export const maxRecordDepth = 64;

export type Parsed = { ok: true; value: JsonObject } | { ok: false; reason: UnreadableReason };

const refuse = (code: UnreadableReason['code'], detail: string): Parsed => ({
  ok: false,
  reason: { code, at: '', detail },
});

/** Nesting of JSON text, counted without parsing it: brackets inside strings do not count. */
const depthOf = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let position = 0; position < text.length; position += 1) {
    const unit = text.charCodeAt(position);
    if (inString) {
      if (unit === 0x5c) position += 1;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x7b || unit === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (unit === 0x7d || unit === 0x5d) depth -= 1;
  }
  return deepest;
};

/** Objects are written out and read again: what is parsed later is plain data that nobody else holds. */
const asText = (input: unknown): string | undefined => {
  if (typeof input === 'string') return input;
  try {
    const text: unknown = JSON.stringify(input);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
};

const parse = (text: string): { value: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
};

/** One JSON object within the limits of size and depth, or why not. Never throws. */
export const parseJson = (input: unknown): Parsed => {
  const text = asText(input);
  if (text === undefined) {
    return refuse('not-json', 'The input cannot be written as JSON; give the record as text or as a parsed object.');
  }
  if (text.length > maxRecordBytes || new TextEncoder().encode(text).length > maxRecordBytes) {
    return refuse(
      'too-large',
      `The record is larger than ${maxRecordBytes} bytes; CloudTrail delivers none of that size, look at its origin and sweep the account.`,
    );
  }
  if (depthOf(text) > maxRecordDepth) {
    return refuse(
      'too-deep',
      `The record is nested deeper than ${maxRecordDepth} levels; look at its origin and sweep the account.`,
    );
  }
  const parsed = parse(text);
  if (parsed === undefined) {
    return refuse('not-json', 'The text is not JSON; give one CloudTrail record or one EventBridge event.');
  }
  if (!isJsonObject(parsed.value)) {
    return refuse('not-an-object', 'The JSON is not an object; give one CloudTrail record or one EventBridge event.');
  }
  return { ok: true, value: parsed.value };
};
