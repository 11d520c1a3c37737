import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { chain, emptyHead, type Head } from '../../history/chain.ts';
import type { Entry, EntryDraft } from '../../history/entry.ts';
import type { HistoryLog } from '../../ports/history-log.ts';
import { rowOf, type LocalState } from './local-state.ts';

export type LocalHistoryLog = HistoryLog & {
  /** Inside a transaction of the state, so that entries stand or fall with what they tell of. */
  appendNow(drafts: readonly EntryDraft[], key: string): readonly Entry[];
};

type Appended = { entries: readonly Entry[] };

/**
 * One entry a line: `history.jsonl` in the state's directory, the exact bytes that are hashed. The head in the state is
 * what counts: lines beyond it belong to a transaction that did not happen.
 */
export const localHistoryLog = (state: LocalState): LocalHistoryLog => {
  const heads = state.table('history.head', rowOf<Head>('size', 'hash'));
  const keys = state.table('history.key', rowOf<Appended>('entries'));
  const lines = state.directory === undefined ? memoryLines() : fileLines(join(state.directory, 'history.jsonl'));
  const headNow = (): Head => heads.get('head') ?? emptyHead;

  const appendNow: LocalHistoryLog['appendNow'] = (drafts, key) =>
    state.transaction(() => {
      const before = keys.get(key);
      if (before !== undefined) return before.entries;
      const head = headNow();
      const linked = chain(head, drafts);
      lines.write(
        head.size,
        linked.entries.map(({ text }) => text),
      );
      const entries = linked.entries.map(({ entry }) => entry);
      heads.put('head', linked.head);
      keys.put(key, { entries });
      return entries;
    });
  return {
    appendNow,
    append: (drafts, key) => Promise.resolve(appendNow(drafts, key)),
    read: async function* (from = 0) {
      await Promise.resolve();
      yield* lines.read(headNow().size).slice(from);
    },
    head: () => Promise.resolve(headNow()),
  };
};

type Lines = {
  /** Writes behind the first `size` lines; what stood there was never committed. */
  write(size: number, texts: readonly string[]): void;
  read(size: number): readonly string[];
};

const memoryLines = (): Lines => {
  const kept: string[] = [];
  return {
    write: (size, texts) => {
      kept.splice(size, kept.length, ...texts);
    },
    read: (size) => kept.slice(0, size),
  };
};

const fileLines = (file: string): Lines => {
  const all = (): readonly string[] => {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const parts = text.split('\n');
    return parts.at(-1) === '' ? parts.slice(0, -1) : parts;
  };
  let clean = false;
  return {
    write: (size, texts) => {
      if (!clean) {
        const present = all();
        if (present.length > size) {
          const kept = present.slice(0, size).map((line) => `${line}\n`);
          truncateSync(file, Buffer.byteLength(kept.join('')));
        }
        clean = true;
      }
      appendFileSync(file, texts.map((text) => `${text}\n`).join(''));
    },
    // Fewer lines than the head says are given as they are: the verifier tells what is missing.
    read: (size) => all().slice(0, size),
  };
};
