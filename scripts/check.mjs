// Everything a change must pass before it is proposed, in the order of the quickest answer. `.ci/run` calls it with --ci:
// then `npm test` comes first as the README gives it, and the end-to-end run comes last.
// Runs on Node >= 20 before anything is installed: no imports but Node's own. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';

const ci = process.argv.includes('--ci');
const run = (script) => ['npm', ['run', '-s', script]];
const steps = [
  ['npm test', 'npm', ['test']],
  ['format', ...run('format:check')],
  ['lint', ...run('lint')],
  ['types', ...run('types')],
  ['import directions', ...run('imports')],
  ['synth', ...run('synth')],
  // Both say so and pass where Python, or Java and Maven, are not here.
  ['cfn-lint', ...run('cfn-lint')],
  ['Event Ruler', 'npm', ['run', '-s', 'event-ruler', '--', '--check']],
  ...(ci ? [['npm run e2e', ...run('e2e')]] : []),
];

/** Tests are counted from Jest's own closing line, scenarios from the end-to-end run's; any other step counts as one. */
const counted = (output) => {
  const jest = output.match(/^Tests:\s+(?:(\d+) failed, )?(?:(\d+) skipped, )?(?:(\d+) passed, )?\d+ total/m);
  const plain = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  if (jest) return { passed: Number(jest[3] ?? 0), failed: Number(jest[1] ?? 0), skipped: Number(jest[2] ?? 0) };
  if (plain) return { passed: Number(plain[1]), failed: Number(plain[2]), skipped: 0 };
  return undefined;
};

const execute = (command, args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      env: { ...process.env, NO_COLOR: '1' },
    });
    let output = '';
    const take = (stream) => (chunk) => {
      output += chunk;
      stream.write(chunk);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.on('error', () => resolve({ ok: false, output }));
    child.on('close', (status) => resolve({ ok: status === 0, output }));
  });

const total = { passed: 0, failed: 0 };
const lines = [];
for (const [name, command, args] of steps) {
  process.stdout.write(`\n== ${name}\n`);
  const began = Date.now();
  const { ok, output } = await execute(command, args);
  const count = counted(output);
  total.passed += (count?.passed ?? 0) + (ok ? 1 : 0);
  total.failed += (count?.failed ?? 0) + (ok ? 0 : 1);
  const tests = count
    ? `, ${count.passed} tests passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ''}`
    : '';
  lines.push(`${ok ? 'passed' : 'FAILED'}  ${name} (${Math.round((Date.now() - began) / 1000)} s${tests})`);
}
process.stdout.write(`\n${lines.join('\n')}\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);
