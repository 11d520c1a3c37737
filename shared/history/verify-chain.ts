import { emptyHead, entryHash } from './chain.ts';
import type { Entry } from './entry.ts';
import { readEntry } from './read-entry.ts';
import type { Fault } from './verification.ts';

/** A stored line once it was read. */
export type Placed = { line: number; entry: Entry; hash: string };

export type ChainCheck = {
  faults: readonly Fault[];
  /** By `seq`, the first of each. */
  bySeq: ReadonlyMap<number, Placed>;
  placed: readonly Placed[];
  /** One more than the highest `seq`. */
  size: number;
};

/** V1 to V4 and V14 over stored lines: readable, canonical, each `seq` once, none missing, each linked to the one before. */
export const checkChain = (lines: readonly string[]): ChainCheck => {
  const faults: Fault[] = [];
  const placed: Placed[] = [];
  const bySeq = new Map<number, Placed>();
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const read = readEntry(text);
    if (read.read === 'unreadable') {
      faults.push({ verdict: 'UNREADABLE', rule: 'V14', line, detail: `Line ${line} is no entry: ${read.why}.` });
      continue;
    }
    const { entry } = read;
    if (read.read === 'not-canonical') {
      const detail = `Line ${line} is not in canonical form: these are not the bytes that were hashed.`;
      faults.push({ verdict: 'NON_CANONICAL', rule: 'V1', line, seq: entry.seq, detail });
    }
    const here: Placed = { line, entry, hash: entryHash(text) };
    placed.push(here);
    const other = bySeq.get(entry.seq);
    if (other === undefined) bySeq.set(entry.seq, here);
    else {
      const detail = `Lines ${other.line} and ${line} are both entry ${entry.seq}.`;
      faults.push({ verdict: 'FORK', rule: 'V4', line, seq: entry.seq, detail });
    }
  }
  const size = placed.reduce((most, { entry }) => Math.max(most, entry.seq + 1), 0);
  faults.push(...gaps(bySeq), ...links(placed, bySeq));
  return { faults, bySeq, placed, size };
};

/** Each run of missing entries with their number. */
const gaps = (bySeq: ReadonlyMap<number, Placed>): readonly Fault[] => {
  const present = [...bySeq.keys()].toSorted((a, b) => a - b);
  const faults: Fault[] = [];
  let expected = 0;
  for (const seq of present) {
    const missing = seq - expected;
    if (missing > 0) {
      const detail =
        missing === 1 ? `Entry ${expected} is missing.` : `${missing} entries are missing, ${expected} to ${seq - 1}.`;
      faults.push({ verdict: 'GAP', rule: 'V3', seq: expected, missing, detail });
    }
    expected = seq + 1;
  }
  return faults;
};

const links = (placed: readonly Placed[], bySeq: ReadonlyMap<number, Placed>): readonly Fault[] => {
  const faults: Fault[] = [];
  let highest = -1;
  for (const { line, entry } of placed) {
    if (entry.seq < highest) {
      const detail = `Entry ${entry.seq} stands behind entry ${highest}.`;
      faults.push({ verdict: 'BROKEN_LINK', rule: 'V3', line, seq: entry.seq, detail });
    }
    highest = Math.max(highest, entry.seq);
    const wanted = entry.seq === 0 ? emptyHead.hash : bySeq.get(entry.seq - 1)?.hash;
    if (wanted !== undefined && wanted !== entry.prev) {
      const detail =
        entry.seq === 0
          ? 'Entry 0 does not begin a history.'
          : `Entry ${entry.seq} was written behind another entry ${entry.seq - 1} than the one that is there.`;
      faults.push({ verdict: 'BROKEN_LINK', rule: 'V3', line, seq: entry.seq, detail });
    }
  }
  return faults;
};
