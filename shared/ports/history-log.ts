import type { Head } from '../history/chain.ts';
import type { Entry, EntryDraft } from '../history/entry.ts';

/** Append-only. The adapter gives `seq` and `prev` by advancing the head on condition; a loser re-reads and retries. */
export interface HistoryLog {
  /** Appends all, in order, in one transaction. `key` makes a repeat harmless: the same key is appended once. */
  append(drafts: readonly EntryDraft[], key: string): Promise<readonly Entry[]>;
  /** From `from` on, in order, as the exact stored text (canonical JSON), so that a verifier judges bytes. */
  read(from?: number): AsyncIterable<string>;
  /** How many entries there are and the hash of the last: a verifier sees by it that the end is missing. */
  head(): Promise<Head>;
}

/** Documents by hash: policies, snapshots, plans. */
export interface ContentStore {
  /** @returns lower-case hex SHA-256 of the UTF-8 text. */
  put(text: string): Promise<string>;
  get(sha256: string): Promise<string | undefined>;
}
