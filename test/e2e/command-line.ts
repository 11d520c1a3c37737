import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { region } from './deploy.ts';
import type { Credentials } from './emulated-account.ts';
import type { World } from './world.ts';

/** The command line on the deployed stack, with the keys of one person and no other. */
export const commandLine = (
  { root, folder, emulator }: World,
  keys: Credentials,
  ...args: readonly string[]
): Promise<{ code: number; out: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'cli', 'bin.mjs'), ...args, '--stack', 'RingfenceDetection'], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        AWS_ENDPOINT_URL: emulator.endpoint,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
        AWS_REGION: region,
        AWS_EC2_METADATA_DISABLED: 'true',
        NODE_EXTRA_CA_CERTS: emulator.certificates,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        out += chunk.toString('utf8');
      });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, out }));
  });
