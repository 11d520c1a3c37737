import type { Entry } from './entry.ts';
import { readEntry } from './read-entry.ts';

/** What a person is shown of one entry; a format decides how. */
export type HistoryRow =
  | {
      row: 'entry';
      seq: number;
      time: string;
      kind: Entry['kind'];
      /** The caller's ARN, never shortened. */
      actor: string;
      subject?: string;
      saga?: string;
      check?: string;
      outcome?: string;
      reason?: string;
      note?: string;
    }
  | { row: 'unreadable'; line: number; why: string };

export type ListFilter = {
  saga?: string;
  subjectId?: string;
  kinds?: readonly Entry['kind'][];
  /** ISO 8601; entries from then on. */
  since?: string;
};

const matches = (entry: Entry, filter: ListFilter): boolean =>
  (filter.saga === undefined || entry.saga === filter.saga) &&
  (filter.subjectId === undefined || entry.subject?.id === filter.subjectId) &&
  (filter.kinds === undefined || filter.kinds.includes(entry.kind)) &&
  (filter.since === undefined || Date.parse(entry.time) >= Date.parse(filter.since));

const rowOf = (entry: Entry): HistoryRow => ({
  row: 'entry',
  seq: entry.seq,
  time: entry.time,
  kind: entry.kind,
  actor: entry.actor.arn,
  ...(entry.subject === undefined ? {} : { subject: entry.subject.arn }),
  ...(entry.saga === undefined ? {} : { saga: entry.saga }),
  ...(entry.check === undefined ? {} : { check: entry.check }),
  ...(entry.outcome === undefined ? {} : { outcome: entry.outcome }),
  ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  ...(entry.note === undefined ? {} : { note: entry.note }),
});

/** Oldest first. A line that cannot be read is shown as such and never left out, whatever the filter is. */
export const listEntries = async function* (
  lines: AsyncIterable<string> | Iterable<string>,
  filter: ListFilter = {},
): AsyncGenerator<HistoryRow> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const read = readEntry(text);
    if (read.read === 'unreadable') yield { row: 'unreadable', line, why: read.why };
    else if (matches(read.entry, filter)) yield rowOf(read.entry);
  }
};
