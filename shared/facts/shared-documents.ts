import { known, type Known } from './known.ts';
import type { PolicyContent, PolicyDocument, PolicyJson } from './policy-document.ts';

/**
 * Documents of one name of which many are equal to the letter, as trust policies are: each of the latest is one object for all
 * who have it, so that it is read, kept and judged once.
 */
export class SharedDocuments {
  readonly #name: string;
  /** The one that was asked for last stands first. */
  readonly #latest: Kept[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  of(content: PolicyContent): Known<PolicyDocument> {
    const latest = this.#latest;
    let place = 0;
    let kept = latest[place];
    while (kept !== undefined && !holds(kept, content)) kept = latest[++place];
    if (kept !== undefined && place === 0) return kept.document;
    // Unequal ones are compared with all of the list, so it is a short one.
    latest.splice(kept === undefined ? MOST_KEPT - 1 : place, 1);
    const first = kept ?? keep(this.#name, content);
    latest.unshift(first);
    return first.document;
  }
}

const MOST_KEPT = 8;

/** `spelled`: the document from its first character to its last, where it came as an object. */
type Kept = { document: Known<PolicyDocument>; text: string | undefined; spelled: readonly unknown[] | undefined };

const keep = (name: string, content: PolicyContent): Kept => ({
  document: known({ name, ...content }),
  text: content.text,
  spelled: content.json === undefined ? undefined : spell(content.json, [], 0),
});

const holds = ({ text, spelled }: Kept, content: PolicyContent): boolean => {
  if (content.text !== undefined) return content.text === text;
  return content.json !== undefined && spelled !== undefined && follow(content.json, spelled, 0) === spelled.length;
};

/** What no JSON value is. */
const list = Symbol('list');
const object = Symbol('object');
const end = Symbol('end');

/** Deeper than any policy: the stack ends somewhere, and JSON does not. */
const MOST_DEPTH = 32;

/** The order of keys counts, as the text is what is hashed and shown. `undefined`: too deep to be kept. */
const spell = (value: unknown, into: unknown[], depth: number): readonly unknown[] | undefined => {
  if (!isObject(value)) {
    into.push(value);
    return into;
  }
  if (depth > MOST_DEPTH) return undefined;
  const isList = Array.isArray(value);
  into.push(isList ? list : object);
  for (const key of Object.keys(value)) {
    if (!isList) into.push(key);
    if (spell(value[key], into, depth + 1) === undefined) return undefined;
  }
  into.push(end);
  return into;
};

/** Where a value ends that is spelled as it stands from `from` on; -1: it is another one. Makes nothing: it is asked of every role. */
const follow = (value: unknown, spelled: readonly unknown[], from: number): number => {
  if (!isObject(value)) return spelled[from] === value ? from + 1 : -1;
  let at = from + 1;
  if (Array.isArray(value)) {
    if (spelled[from] !== list) return -1;
    for (let place = 0; place < value.length && at > 0; place += 1) at = follow(value[place], spelled, at);
  } else {
    if (spelled[from] !== object) return -1;
    for (const key in value) {
      if (spelled[at] !== key) return -1;
      at = follow(value[key], spelled, at + 1);
      if (at < 0) return -1;
    }
  }
  return at > 0 && spelled[at] === end ? at + 1 : -1;
};

const isObject = (value: unknown): value is PolicyJson => typeof value === 'object' && value !== null;
