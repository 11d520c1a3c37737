import { appendFileSync, existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { sha256 } from '../../response/canonical-json.ts';
import { LocalStateError } from './local-state-error.ts';

/** `json` null: the row is gone. */
export type RowChange = readonly [table: string, key: string, json: string | null];

export type Journal = {
  /** What the file held when it was opened, oldest first. */
  changes: readonly RowChange[];
  /** One line, so one transaction: a line that is not whole is as if it had not been written. */
  append(changes: readonly RowChange[]): void;
  /** Puts the present rows in place of the journal. */
  compact(rows: readonly RowChange[]): void;
};

const format = 'ringfence-state/1';
const change = z.tuple([z.string(), z.string(), z.union([z.string(), z.null()])]);
const line = z.object({ format: z.string(), sum: z.string(), changes: z.string() });

const lineOf = (changes: readonly RowChange[]): string => {
  const text = JSON.stringify(changes);
  return `${JSON.stringify({ format, sum: sha256(text), changes: text })}\n`;
};

/** @throws LocalStateError for a file that somebody changed, or that another version wrote. */
export const openJournal = (file: string): Journal => {
  const changes = existsSync(file) ? readAll(file) : [];
  return {
    changes,
    append: (added) => {
      appendFileSync(file, lineOf(added));
    },
    compact: (rows) => {
      const next = `${file}.next`;
      writeFileSync(next, rows.length === 0 ? '' : lineOf(rows));
      renameSync(next, file);
    },
  };
};

const readAll = (file: string): readonly RowChange[] => {
  const text = readFileSync(file, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  // A crash in the middle of a write leaves half a line at the end: that transaction did not happen.
  if (end < text.length) truncateSync(file, Buffer.byteLength(text.slice(0, end)));
  return text
    .slice(0, end)
    .split('\n')
    .filter((row) => row !== '')
    .flatMap((row, index) => readLine(file, row, index + 1));
};

const readLine = (file: string, text: string, number: number): readonly RowChange[] => {
  const damaged = (): LocalStateError =>
    new LocalStateError(
      'damaged',
      file,
      `line ${number} is not what Ringfence wrote; put the file back from a copy, or move the directory away to begin anew`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged();
  }
  const parsed = line.safeParse(value);
  if (!parsed.success || sha256(parsed.data.changes) !== parsed.data.sum) throw damaged();
  if (parsed.data.format !== format) {
    throw new LocalStateError(
      'other-version',
      file,
      `line ${number} has format ${parsed.data.format} and this version writes ${format}; move the directory away to begin anew`,
    );
  }
  return z.array(change).parse(JSON.parse(parsed.data.changes));
};
