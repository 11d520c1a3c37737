import { fork } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one run tells whoever started it as a child. */
export type RunReport = { passed: number; failed: number; failures: readonly string[] };

type Run = RunReport & { code: number; seconds: number };

/**
 * Whole runs, one after the other, each a process of its own that begins from nothing: what fails now and then is a defect, and this
 * finds it. A line a run, and at the end which steps failed how often.
 * @returns the exit code: 0 all of them passed, 1 some failed, 2 they could not be tried.
 */
export const repeatRuns = async (times: number, words: readonly string[]): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-e2e-runs-'));
  console.log(`${times} runs, one after the other; what each of them prints is in ${folder}`);
  const runs: Run[] = [];
  for (let number = 1; number <= times; number += 1) {
    const output = join(folder, `run-${number}.log`);
    const run = await runOnce(output, words);
    runs.push(run);
    const { passed, failed, failures, seconds } = run;
    console.log(
      `run ${String(number).padStart(2)} of ${times}: ${passed} passed, ${failed} failed, ${seconds.toFixed(0)} s`,
    );
    for (const step of failures) console.log(`    FAILED ${step}`);
    if (run.code !== 0 && failures.length === 0) console.log(`    it ended with exit code ${run.code}: ${output}`);
    // It could not be tried, and the next could not either.
    if (run.code === 2) return 2;
  }
  const counts = new Map<string, number>();
  for (const step of runs.flatMap(({ failures }) => failures)) counts.set(step, (counts.get(step) ?? 0) + 1);
  const broken = runs.filter(({ code }) => code !== 0).length;
  const durations = runs.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
  console.log(
    `\n${times - broken} of ${times} runs passed; from ${durations[0]?.toFixed(0)} to ${durations.at(-1)?.toFixed(0)} s a run.`,
  );
  for (const [step, count] of [...counts].sort(([, a], [, b]) => b - a)) console.log(`  ${count} x ${step}`);
  if (broken === 0) rmSync(folder, { recursive: true, force: true });
  return broken === 0 ? 0 : 1;
};

const runOnce = (output: string, words: readonly string[]): Promise<Run> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const log = createWriteStream(output);
    const child = fork(join(import.meta.dirname, 'run.mjs'), [...words], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    // Whoever stops this stops the run too, and the run its emulator.
    const stop = (): void => {
      child.kill('SIGTERM');
      child.once('close', () => process.exit(130));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    let report: RunReport = { passed: 0, failed: 1, failures: [] };
    child.once('message', (message) => {
      report = message as RunReport;
    });
    child.stdout?.pipe(log);
    child.stderr?.pipe(log);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve({ ...report, code: code ?? 1, seconds: (performance.now() - started) / 1000 });
    });
  });
