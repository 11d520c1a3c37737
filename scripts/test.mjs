// What `npm test` runs: every test that needs Node alone. Types are checked here because Jest strips them unseen.
// Arguments go to Jest: `npm test -- shared/reasoning` runs that folder alone.
import { spawnSync } from 'node:child_process';

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const wanted = process.argv.slice(2);

const steps = [
  ...(wanted.length === 0
    ? [
        ['types', 'tsc', ['--noEmit']],
        ['generated files are current', 'node', ['scripts/generate.ts', '--check']],
      ]
    : []),
  ['tests', 'node', [...jest, ...(wanted.length === 0 ? ['--silent=false'] : wanted)]],
];

let failed = false;
for (const [name, command, args] of steps) {
  const began = Date.now();
  const done = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const ok = done.status === 0;
  failed ||= !ok;
  process.stderr.write(`${ok ? 'passed' : 'FAILED'}: ${name} (${Math.round((Date.now() - began) / 1000)} s)\n`);
}
process.exit(failed ? 1 : 0);
