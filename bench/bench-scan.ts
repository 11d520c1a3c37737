import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askChecks } from '../shared/checks/ask-checks.ts';
import { defaultCheckSettings as settings } from '../shared/checks/settings.ts';
import { readAuthorizationDetails } from '../shared/facts/authorization-details.ts';
import type { PolicyCache } from '../shared/reasoning/compile-principal.ts';
import { generateAccount } from './generate-account.ts';
import { median } from './measure.ts';
import { peerFolder } from './peers/peer-folder.ts';
import { table } from './table.ts';

const roles = 500;

const milliseconds = (work: () => void): number => {
  const before = performance.now();
  work();
  return performance.now() - before;
};

/** One account file judged as a whole: every check about every role. A linter over the same file beside it. */
export const benchScan = (): void => {
  const text = JSON.stringify(generateAccount(roles));
  const parse = median(Array.from({ length: 5 }, () => milliseconds(() => void JSON.parse(text))));
  const ours = median(Array.from({ length: 3 }, () => milliseconds(() => scan(text))));
  console.log(`\nA whole account of ${roles} roles judged from its file; wall clock, to JSON.parse of the file`);
  const rows = [['Ringfence, every check', (ours / parse).toFixed(0)]];
  const peer = peerMilliseconds(text);
  if ('took' in peer) rows.push(['cloudsplaining scan', (peer.took / parse).toFixed(0)]);
  table(['', 'times JSON.parse'], rows);
  if ('absent' in peer) console.log(peer.absent);
  else console.log('It lints policies and writes a report; it asks other questions, so this tells scale alone.');
};

const scan = (text: string): void => {
  const cache: PolicyCache = new Map();
  for (const principal of readAuthorizationDetails(text).principals) {
    askChecks({ principal, settings, now: '2026-11-21T21:00:00.000Z', cache });
  }
};

const peerMilliseconds = (text: string): { took: number } | { absent: string } => {
  const peers = peerFolder();
  if ('absent' in peers) return peers;
  const command = path.join(peers.folder, 'venv/bin/cloudsplaining');
  if (!existsSync(command)) return { absent: `cloudsplaining was not run: there is no ${command}.` };
  const folder = mkdtempSync(path.join(tmpdir(), 'ringfence-bench-'));
  try {
    const file = path.join(folder, 'account.json');
    writeFileSync(file, text);
    const took = milliseconds(() => {
      execFileSync(command, ['scan', '--input-file', file, '--output', folder, '--skip-open-report'], {
        stdio: 'ignore',
      });
    });
    return { took };
  } catch (error) {
    return { absent: `cloudsplaining failed: ${error instanceof Error ? error.message : 'unknown'}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
