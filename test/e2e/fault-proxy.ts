import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { slowness } from './eventually.ts';
import { freePort, stopChild, type Emulator } from './emulator.ts';

/** A rule of microburst: which calls, how often, and what goes wrong with them. */
export type FaultRule = {
  service: string;
  operation?: string;
  times: number;
  /** The service says so, and does nothing. */
  error?: { code: string; status?: number };
  /** The connection breaks before the call arrives. */
  reset?: true;
  /** Nobody answers for so long; the call does not arrive. */
  timeout_ms?: number;
  /** The call arrives and is carried out; its answer is cut short, or breaks off. */
  response?: { truncate_frac: number } | { abort_frac: number };
};

/** Stands between the SDK and the emulator and breaks what it is told to. */
export type FaultProxy = {
  endpoint: string;
  /** Takes the place of the rules before, and forgets what had fired. */
  set: (rules: readonly FaultRule[]) => Promise<void>;
  /** Operations that a rule hit since then: a rule that never matched would pass in silence. */
  fired: () => Promise<readonly string[]>;
  stop: () => Promise<void>;
};

const readyWithin = 30_000;

/** Starts microburst on a free port of 127.0.0.1. It trusts the emulator's own certificate, and speaks plain HTTP itself. */
export const startFaultProxy = async (
  python: string,
  { endpoint: upstream, certificate, logFile }: Emulator,
): Promise<FaultProxy> => {
  const port = await freePort();
  const log = createWriteStream(join(logFile, '..', `microburst-${port}.log`));
  const options = ['--upstream', upstream, '--port', String(port), '--host', '127.0.0.1', '--no-resign'];
  const child = spawn(python, ['-m', 'microburst', ...options], {
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', SSL_CERT_FILE: certificate },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const endpoint = `http://127.0.0.1:${port}`;
  const control = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${endpoint}/_microburst/${path}`, init);
    if (!response.ok) throw new Error(`microburst: ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const stop = () => stopChild(child);
  try {
    await ready(`${endpoint}/_ministack/health`, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    endpoint,
    set: async (rules) => {
      await control('rules', { method: 'POST', body: JSON.stringify(rules) });
      await control('fired', { method: 'DELETE' });
    },
    fired: async () => ((await control('fired')) as { operation: string }[]).map(({ operation }) => operation),
    stop,
  };
};

/** Its first call to the emulator takes seconds: no story should wait for that. */
const ready = async (throughIt: string, child: ChildProcess): Promise<void> => {
  const deadline = Date.now() + readyWithin * slowness();
  while (Date.now() < deadline && child.exitCode === null) {
    const isUp = await fetch(throughIt).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await wait(100);
  }
  throw new Error(`microburst did not answer within ${readyWithin / 1_000} s (exit code ${String(child.exitCode)})`);
};
