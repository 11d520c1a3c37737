import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lockDirectory } from './directory-lock.ts';
import { openJournal, type Journal, type RowChange } from './journal.ts';
import { LocalStateError } from './local-state-error.ts';

/** Rows by key, frozen: what was read cannot change what is kept. */
export type Table<T> = {
  get(key: string): T | undefined;
  /** In the order in which the rows were first put. */
  entries(): readonly (readonly [key: string, row: T])[];
  put(key: string, row: T): void;
  delete(key: string): void;
};

/** What local adapters keep. With a directory it survives a restart. */
export type LocalState = {
  table<T>(name: string, row: z.ZodType<T>): Table<T>;
  /** All changes of `work` are kept, or none: a throw keeps none. `work` cannot wait for anything, so nothing comes between. */
  transaction<T>(work: () => T): T;
  /** Where the files are; undefined: in memory only. */
  directory: string | undefined;
  close(): void;
};

/** A row that this program wrote: the journal's checksum vouches for its content, so only the form is looked at. */
export const rowOf = <T>(...keys: readonly (keyof T & string)[]): z.ZodType<T> =>
  z.custom<T>((value) => typeof value === 'object' && value !== null && keys.every((key) => key in value), {
    error: `a row needs ${keys.join(', ')}`,
  });

/** A history without a state is a state that was lost: taken for a fresh one, kill switch and containments would be forgotten. */
const refuseLostState = (directory: string): void => {
  const history = statSync(join(directory, 'history.jsonl'), { throwIfNoEntry: false });
  if (history === undefined || history.size === 0) return;
  throw new LocalStateError(
    'damaged',
    join(directory, 'state.jsonl'),
    'it is empty while history.jsonl beside it is not: put the state back, or move the folder away to begin anew',
  );
};

type Open = { changes: RowChange[]; before: RowChange[] };

/** @param directory made when missing. @throws LocalStateError when it is in use, damaged or of another version. */
export const localState = (directory?: string): LocalState => {
  const unlock = directory === undefined ? undefined : lockDirectory(directory);
  const tables = new Map<string, Map<string, string>>();
  const rowsOf = (name: string): Map<string, string> => {
    const found = tables.get(name) ?? new Map<string, string>();
    tables.set(name, found);
    return found;
  };
  const apply = ([name, key, json]: RowChange): void => {
    if (json === null) rowsOf(name).delete(key);
    else rowsOf(name).set(key, json);
  };
  let journal: Journal | undefined;
  try {
    journal = directory === undefined ? undefined : openJournal(join(directory, 'state.jsonl'));
    if (directory !== undefined && journal?.changes.length === 0) refuseLostState(directory);
  } catch (error) {
    unlock?.();
    throw error;
  }
  for (const change of journal?.changes ?? []) apply(change);
  journal?.compact([...tables].flatMap(([name, rows]) => [...rows].map(([key, json]): RowChange => [name, key, json])));

  let open: Open | undefined;
  const transaction = <T>(work: () => T): T => {
    if (open !== undefined) return work();
    const mine: Open = { changes: [], before: [] };
    open = mine;
    try {
      const result = work();
      if (mine.changes.length > 0) journal?.append(mine.changes);
      return result;
    } catch (error) {
      for (const change of mine.before.toReversed()) apply(change);
      throw error;
    } finally {
      open = undefined;
    }
  };
  const change = (name: string, key: string, json: string | null): void => {
    transaction(() => {
      open?.before.push([name, key, rowsOf(name).get(key) ?? null]);
      open?.changes.push([name, key, json]);
      apply([name, key, json]);
    });
  };
  const read = <T>(name: string, row: z.ZodType<T>, key: string, json: string): T => {
    const parsed = row.safeParse(JSON.parse(json));
    if (parsed.success) return frozen(parsed.data);
    throw new LocalStateError('damaged', directory ?? 'memory', `row ${key} of ${name}: ${parsed.error.message}`);
  };
  /** A row is read once for each text that it had: a list of thousands is asked for with every change. */
  const reader = <T>(name: string, row: z.ZodType<T>) => {
    const known = new Map<string, { json: string; value: T }>();
    return (key: string, json: string): T => {
      const before = known.get(key);
      if (before?.json === json) return before.value;
      const value = read(name, row, key, json);
      known.set(key, { json, value });
      return value;
    };
  };
  return {
    directory,
    transaction,
    table: (name, row) => {
      const rowAt = reader(name, row);
      return {
        get: (key) => {
          const json = rowsOf(name).get(key);
          return json === undefined ? undefined : rowAt(key, json);
        },
        entries: () => [...rowsOf(name)].map(([key, json]) => [key, rowAt(key, json)] as const),
        put: (key, value) => {
          change(name, key, JSON.stringify(value));
        },
        delete: (key) => {
          change(name, key, null);
        },
      };
    },
    close: () => {
      unlock?.();
    },
  };
};

const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
};
