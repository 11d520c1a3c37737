import { readJson, type JsonFault } from '../change/read-json.ts';

/** Files of people are small and are read strictly to the last key; one of a large account comes from the AWS CLI. In UTF-16 units. */
const SMALL = 1024 * 1024;

/** The keys of GetAccountAuthorizationDetails that hold an account. */
const topLevel = /"(?:(?:User|Group|Role)DetailList|Policies|IsTruncated)"\s*:/g;
const escapedKey = /"[^"]*\\u[0-9a-fA-F]{4}[^"]*"\s*:/;

/**
 * The first key that stands twice in one object of an account file; JSON.parse would keep the last of the two and hide what
 * the first one holds. In large files the keys of the top are looked for: a search over the text takes a tenth of the time of
 * JSON.parse, and reading the text strictly takes several times as much.
 * @param text JSON that JSON.parse takes
 */
export const duplicateKey = (text: string): JsonFault | undefined => {
  if (text.length > SMALL && !looksDouble(text)) return undefined;
  const read = readJson(text, text.length);
  return read.ok || read.error.code !== 'duplicate-key' ? undefined : read.error;
};

const looksDouble = (text: string): boolean => {
  const seen = new Set<string>();
  for (const [key] of text.matchAll(topLevel)) {
    const name = key.slice(0, key.lastIndexOf('"'));
    if (seen.has(name)) return true;
    seen.add(name);
  }
  return text.includes('\\u') && escapedKey.test(text);
};
