import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';

/** One suite a port, and both adapters must pass it. `npm test` runs the local ones; these are the others. */
export const contracts = (): Story<World> => ({
  title: 'The contract of every port',
  steps: [
    {
      says: 'holds for the AWS adapters as for the local ones',
      run: async ({ root }) => {
        const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
        const child = spawn(process.execPath, ['--experimental-vm-modules', jest, 'test/contracts', '--silent'], {
          cwd: root,
          env: { ...process.env, RINGFENCE_CONTRACTS: 'emulator' },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        const output: Buffer[] = [];
        child.stdout.on('data', (data: Buffer) => output.push(data));
        child.stderr.on('data', (data: Buffer) => output.push(data));
        const code = await new Promise((resolve) => child.once('close', resolve));
        const text = Buffer.concat(output).toString('utf8');
        assert.equal(code, 0, text.slice(-4_000));
        assert.match(text, /Tests: .*[1-9]\d* passed/);
      },
    },
  ],
});
