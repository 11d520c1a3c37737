import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { slowness } from './eventually.ts';

/** Options of the CloudTrail bridge; see ministack/bridge.py. What is left out is off. */
export type BridgeFaults = {
  delayMs?: number;
  copies?: number;
  hold?: number;
  order?: 'reversed';
  drop?: readonly string[];
  omit?: readonly string[];
};
export type BridgeState = {
  published: number;
  dropped: number;
  failed: number;
  held: number;
  failures: readonly string[];
};

export type Emulator = {
  endpoint: string;
  /** A file of certificates that child processes must trust. */
  certificates: string;
  /** The emulator's own, alone: a whole list takes Python seconds to read. */
  certificate: string;
  logFile: string;
  bridge: (faults?: BridgeFaults) => Promise<BridgeState>;
  stop: () => Promise<void>;
};

const readyWithin = 30_000;
const stopWithin = 5_000;

/** Starts MiniStack with the bridge on a free port of 127.0.0.1, with a fresh state folder and a small environment. */
export const startEmulator = async (input: { python: string; root: string; auth: boolean }): Promise<Emulator> => {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-e2e-'));
  // The emulator starts functions by a script below this folder: without one of its own, a package.json in the folder for
  // temporary files, whoever left it there, would decide whether Node takes that script for a module, and none would start.
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  const logFile = join(folder, 'ministack.log');
  const log = createWriteStream(logFile);
  execFileSync(input.python, [join(import.meta.dirname, 'ministack', 'certificate.py'), folder]);
  const certificate = readFileSync(join(folder, 'cert.pem'), 'utf8');
  const certificates = join(folder, 'certificates.pem');
  writeFileSync(certificates, [...getCACertificates('default'), certificate].join('\n'));
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
  const child = spawn(input.python, [join(import.meta.dirname, 'ministack', 'launch.py')], {
    // Functions inherit this environment, so it holds nothing of the developer's own.
    env: {
      PATH: `${join(input.root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      TMPDIR: folder,
      LANG: 'C.UTF-8',
      PYTHONDONTWRITEBYTECODE: '1',
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      CLOUDTRAIL_RECORDING: '0',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      STATE_DIR: join(folder, 'state'),
      LOG_LEVEL: 'INFO',
      AUTH: String(input.auth),
      MINISTACK_AUTOCREATE_AWS_MANAGED: '1',
      USE_SSL: '1',
      MINISTACK_SSL_CERT: join(folder, 'cert.pem'),
      MINISTACK_SSL_KEY: join(folder, 'key.pem'),
      NODE_EXTRA_CA_CERTS: certificates,
      AWS_CA_BUNDLE: certificates,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const endpoint = `https://127.0.0.1:${port}`;
  const stop = () => stopChild(child);
  try {
    await ready(endpoint, child, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  const bridge = async (faults?: BridgeFaults): Promise<BridgeState> => {
    const response = await fetch(
      `${endpoint}/_ringfence/bridge`,
      faults ? { method: 'POST', body: JSON.stringify(faults) } : {},
    );
    return (await response.json()) as BridgeState;
  };
  return { endpoint, certificates, certificate: join(folder, 'cert.pem'), logFile, bridge, stop };
};

const ready = async (endpoint: string, child: ChildProcess, logFile: string): Promise<void> => {
  const deadline = Date.now() + readyWithin * slowness();
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    const healthy = await fetch(`${endpoint}/_ministack/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await wait(100);
  }
  throw new Error(
    `MiniStack did not answer at ${endpoint} within ${readyWithin / 1000} s (exit code ${String(child.exitCode)}).\n` +
      readFileSync(logFile, 'utf8').slice(-2_000),
  );
};

export const stopChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const inTime = await Promise.race([ended.then(() => true), wait(stopWithin, false, { ref: false })]);
  if (!inTime) {
    child.kill('SIGKILL');
    await ended;
  }
};

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
