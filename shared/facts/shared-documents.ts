import { known, type Known } from './known.ts';
import type { PolicyContent, PolicyDocument, PolicyJson } from './policy-document.ts';

/**
 * Documents of one name of which many are equal to the letter, as trust policies are: each of the latest is one object for all
 * who have it, so that it is read, kept and judged once.
 */
export class SharedDocuments {
  readonly #name: string;
  /** The one that was asked for last stands first. */
  readonly #latest: (Known<PolicyDocument> & { state: 'known' })[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  of(content: PolicyContent): Known<PolicyDocument> {
    const latest = this.#latest;
    const place = latest.findIndex(({ value }) => isSameContent(value, content));
    const found = latest[place] ?? made(this.#name, content);
    if (place === 0) return found;
    // Unequal ones are compared with all of the list, so it is a short one.
    latest.splice(place < 0 ? MOST_KEPT - 1 : place, 1);
    latest.unshift(found);
    return found;
  }
}

const MOST_KEPT = 8;

const made = (name: string, content: PolicyContent): Known<PolicyDocument> & { state: 'known' } =>
  known({ name, ...content });

const isSameContent = (a: PolicyContent, b: PolicyContent): boolean => {
  if (a.text !== undefined || b.text !== undefined) return a.text === b.text;
  return a.json !== undefined && b.json !== undefined && isSameText(a.json, b.json);
};

/** Whether two JSON values are one text: the order of keys counts, as the text is what is hashed and shown. */
const isSameText = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && isSameList(a, b);
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  const others = Object.keys(b);
  if (keys.length !== others.length) return false;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] ?? '';
    if (key !== others[at] || !isSameText(a[key], b[key])) return false;
  }
  return true;
};

const isObject = (value: unknown): value is PolicyJson => typeof value === 'object' && value !== null;

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, at) => isSameText(item, b[at]));
