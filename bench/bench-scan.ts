import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askChecks } from '../shared/checks/ask-checks.ts';
import { defaultCheckSettings as settings } from '../shared/checks/settings.ts';
import { readAuthorizationDetails } from '../shared/facts/authorization-details.ts';
import { compilePrincipal } from '../shared/reasoning/compile-principal.ts';
import { evaluateAccess } from '../shared/reasoning/fast/fast-access.ts';
import { newPolicyCache } from '../shared/reasoning/policy-cache.ts';
import { generateAccount } from './generate-account.ts';
import { inTurns } from './measure.ts';
import { peerFolder } from './peers/peer-folder.ts';
import { table } from './table.ts';

const sizes = [1_000, 5_000, 20_000];
/** The peer takes about a minute here; four times as many roles would take it longer than three. */
const peerSize = 5_000;

/** One account file judged as a whole, from its text on: by words alone, and by every check about every role. */
export const benchScan = (): void => {
  console.log(
    '\nA whole account judged from its file, reading it included; CPU time, median of 3, to JSON.parse of the file',
  );
  const rows = sizes.map((roles) => {
    const text = JSON.stringify(generateAccount(roles));
    const { parse, words, checks } = inTurns(3, {
      parse: (): unknown => JSON.parse(text),
      words: () => scanWords(text),
      checks: () => scanChecks(text),
    });
    return [
      roles.toLocaleString('en'),
      (words / parse).toFixed(1),
      (checks / parse).toFixed(0),
      ((words * 1000) / roles).toFixed(0),
      ((checks * 1000) / roles).toFixed(0),
    ];
  });
  table(['roles', 'words', 'every check', 'µs a role, words', 'µs a role, every check'], rows);
  comparePeer();
};

const scanWords = (text: string): number => {
  const cache = newPolicyCache();
  let sure = 0;
  for (const facts of readAuthorizationDetails(text).principals) {
    sure += evaluateAccess(compilePrincipal(facts, { cache })).sure[0] ?? 0;
  }
  return sure;
};

const scanChecks = (text: string): number => {
  const cache = newPolicyCache();
  let judged = 0;
  for (const principal of readAuthorizationDetails(text).principals) {
    judged += askChecks({ principal, settings, now: '2026-11-21T21:00:00.000Z', cache, answers: 'found' }).judgements
      .length;
  }
  return judged;
};

const milliseconds = (work: () => unknown): number => {
  const before = performance.now();
  work();
  return performance.now() - before;
};

const comparePeer = (): void => {
  const text = JSON.stringify(generateAccount(peerSize));
  const peer = peerMilliseconds(text);
  if ('absent' in peer) {
    console.log(peer.absent);
    return;
  }
  const times = { words: milliseconds(() => scanWords(text)), checks: milliseconds(() => scanChecks(text)) };
  console.log(`\nThe same beside a linter, ${peerSize.toLocaleString('en')} roles; wall clock`);
  table(
    ['', 'seconds', 'Ringfence is faster by'],
    [
      ['Ringfence, words', (times.words / 1000).toFixed(2), (peer.took / times.words).toFixed(0)],
      ['Ringfence, every check', (times.checks / 1000).toFixed(2), (peer.took / times.checks).toFixed(0)],
      ['cloudsplaining scan', (peer.took / 1000).toFixed(1), '1'],
    ],
  );
  console.log(
    'It lints policies and writes a report, its start included; it asks other questions: this tells scale alone.',
  );
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
