/**
 * One account file judged in a process of its own, so that nothing measured before it fills the heap. Prints one line of
 * JSON: milliseconds of wall clock, the first time in the process and the median once warm.
 */
import { readFileSync } from 'node:fs';
import { median } from './measure.ts';
import { scanChecks, scanWords } from './scan-account-text.ts';

const text = readFileSync(process.argv[2] ?? '', 'utf8');

const milliseconds = (work: () => unknown): number => {
  const before = performance.now();
  work();
  return performance.now() - before;
};
const times = (runs: number, work: () => unknown): { first: number; warm: number } => {
  const all = Array.from({ length: runs + 1 }, () => milliseconds(work));
  return { first: all[0] ?? 0, warm: median(all.slice(1)) };
};

console.log(JSON.stringify({ words: times(7, () => scanWords(text)), checks: times(3, () => scanChecks(text)) }));
