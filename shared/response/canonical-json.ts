import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** A value that has no canonical form. `at` is a JSON Pointer (RFC 6901). */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';
  readonly code: 'not-an-integer' | 'lone-surrogate' | 'not-json';
  readonly at: string;

  constructor(code: NotCanonical['code'], at: string, detail: string) {
    super(`${detail} (at "${at}")`);
    this.code = code;
    this.at = at;
  }
}

const pointer = (at: string, key: string): string => `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const refuseText = (text: string, at: string): void => {
  if (!text.isWellFormed()) {
    throw new NotCanonical('lone-surrogate', at, 'The text holds half of a surrogate pair, which no UTF-8 can carry');
  }
};

const refuse = (value: unknown, at: string): void => {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    refuseText(value, at);
    return;
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw new NotCanonical('not-an-integer', at, `${value} is not an integer that every reader reads alike`);
    }
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuse(item, `${at}/${index}`);
    return;
  }
  if (typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      refuseText(key, at);
      if (item !== undefined) refuse(item, pointer(at, key));
    }
    return;
  }
  throw new NotCanonical('not-json', at, `A ${typeof value} has no form in JSON`);
};

/**
 * Canonical JSON (RFC 8785, JSON Canonicalization Scheme), narrowed to what every language reads alike: integers only, whole
 * surrogate pairs only. A key whose value is undefined is left out.
 * @throws NotCanonical with the place.
 */
export const canonicalJson = (value: unknown): string => {
  refuse(value, '');
  const text = canonicalize(value);
  if (text === undefined) throw new NotCanonical('not-json', '', 'The value has no form in JSON');
  return text;
};

/** @returns lower-case hex SHA-256 of the UTF-8 text. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** The first 26 characters of lower-case base32 (RFC 4648) of a SHA-256 given in hex: 130 of its 256 bits. */
export const shortId = (sha256Hex: string): string => {
  let bits = BigInt(`0x${sha256Hex}`) >> 126n;
  let text = '';
  for (let index = 0; index < 26; index += 1) {
    text = `${alphabet.charAt(Number(bits & 31n))}${text}`;
    bits >>= 5n;
  }
  return text;
};
