import { canonicalJson, sha256 } from '../response/canonical-json.ts';
import type { Entry, EntryDraft } from './entry.ts';

/** Where the next entry goes. `size` entries are there; `hash` is that of the last one, 64 zeros when there is none. */
export type Head = { size: number; hash: string };

export const emptyHead: Head = { size: 0, hash: '0'.repeat(64) };

/** An entry with the exact text that is stored and hashed. */
export type Linked = { entry: Entry; text: string; hash: string };

/** `SHA-256("ringfence/entry/v1\n" || canonical(entry))` in lower-case hex. The first line keeps it apart from every other hash. */
export const entryHash = (canonicalText: string): string => sha256(`ringfence/entry/v1\n${canonicalText}`);

/** @throws NotCanonical where a draft holds a number that is no integer, or half of a surrogate pair. */
export const linkEntry = (head: Head, draft: EntryDraft): Linked => {
  const entry: Entry = { ...draft, v: 1, seq: head.size, prev: head.hash };
  const text = canonicalJson(entry);
  return { entry, text, hash: entryHash(text) };
};

/** Links drafts behind `head`, in order. Storing them and moving the head must be one conditional write on `head`. */
export const chain = (head: Head, drafts: readonly EntryDraft[]): { entries: readonly Linked[]; head: Head } => {
  let at = head;
  const entries = drafts.map((draft) => {
    const linked = linkEntry(at, draft);
    at = { size: at.size + 1, hash: linked.hash };
    return linked;
  });
  return { entries, head: at };
};
