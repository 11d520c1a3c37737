import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { generateAccount } from './generate-account.ts';
import { inTurns } from './measure.ts';
import { peerFolder } from './peers/peer-folder.ts';
import { scanChecks, scanWords } from './scan-account-text.ts';
import { table } from './table.ts';

const sizes = [1_000, 5_000, 20_000];
/** The peer takes about a minute here; four times as many roles would take it longer than three. */
const peerSize = 5_000;

/** One account file judged as a whole, from its text on: by words alone, and by every check about every role. */
export const benchScan = (): void => {
  console.log(
    '\nA whole account judged from its file, reading it included; CPU time, median of 7, to JSON.parse of the file',
  );
  const rows = sizes.map((roles) => {
    const text = JSON.stringify(generateAccount(roles));
    const account: unknown = JSON.parse(text);
    const { parse, words, after, checks } = inTurns(7, {
      parse: (): unknown => JSON.parse(text),
      words: () => scanWords(text),
      after: () => scanChecks(account),
      checks: () => scanChecks(text),
    });
    return [
      roles.toLocaleString('en'),
      (words / parse).toFixed(1),
      (after / parse).toFixed(1),
      (checks / parse).toFixed(1),
      ((words * 1000) / roles).toFixed(0),
      ((checks * 1000) / roles).toFixed(0),
    ];
  });
  const columns = [
    'words',
    'every check after JSON.parse',
    'every check',
    'µs a role, words',
    'µs a role, every check',
  ];
  table(['roles', ...columns], rows);
  comparePeer();
};

const milliseconds = (work: () => unknown): number => {
  const before = performance.now();
  work();
  return performance.now() - before;
};

const comparePeer = (): void => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ringfence-bench-'));
  try {
    const file = path.join(folder, 'account.json');
    writeFileSync(file, JSON.stringify(generateAccount(peerSize)));
    const { words, checks } = ourTimes(file);
    const peer = peerMilliseconds(file, folder);
    const by = (ours: number): string => ('took' in peer ? (peer.took / ours).toFixed(0) : '');
    console.log(
      `\nThe same beside a linter, ${peerSize.toLocaleString('en')} roles; wall clock, each in a process of its own`,
    );
    table(
      ['', 'seconds', 'Ringfence is faster by'],
      [
        ['Ringfence, words, warm', (words.warm / 1000).toFixed(2), by(words.warm)],
        ['Ringfence, words, first in its process', (words.first / 1000).toFixed(2), by(words.first)],
        ['Ringfence, every check, warm', (checks.warm / 1000).toFixed(2), by(checks.warm)],
        ...('took' in peer ? [['cloudsplaining scan', (peer.took / 1000).toFixed(1), '1']] : []),
      ],
    );
    console.log(
      'took' in peer
        ? 'It lints policies and writes a report, its start included; it asks other questions: this tells scale alone.'
        : peer.absent,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const pair = z.object({ first: z.number(), warm: z.number() });
const timesIn = z.object({ words: pair, checks: pair });

const ourTimes = (file: string): z.infer<typeof timesIn> => {
  const worker = path.join(import.meta.dirname, 'scan-worker.ts');
  return timesIn.parse(JSON.parse(execFileSync(process.execPath, [worker, file], { encoding: 'utf8' })));
};

const peerMilliseconds = (file: string, folder: string): { took: number } | { absent: string } => {
  const peers = peerFolder();
  if ('absent' in peers) return peers;
  const command = path.join(peers.folder, 'venv/bin/cloudsplaining');
  if (!existsSync(command)) return { absent: `cloudsplaining was not run: there is no ${command}.` };
  try {
    const took = milliseconds(() => {
      execFileSync(command, ['scan', '--input-file', file, '--output', folder, '--skip-open-report'], {
        stdio: 'ignore',
      });
    });
    return { took };
  } catch (error) {
    return { absent: `cloudsplaining failed: ${error instanceof Error ? error.message : 'unknown'}` };
  }
};
