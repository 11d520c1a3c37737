/** One numbered line of the run. It throws when what it says is not so. */
export type Step<World> = { says: string; run: (world: World) => Promise<void> };

/** Steps that build on each other: after one fails, the rest of its story is not run, and counts as failed. */
export type Story<World> = { title: string; steps: readonly Step<World>[] };

export type Result = { passed: number; failed: number };

/** Runs the stories in order and prints each step as it ends. */
export const tell = async <World>(stories: readonly Story<World>[], world: World): Promise<Result> => {
  const result: Result = { passed: 0, failed: 0 };
  let number = 0;
  for (const { title, steps } of stories) {
    console.log(`\n${title}`);
    let broken = false;
    for (const { says, run } of steps) {
      number += 1;
      const line = `${String(number).padStart(3)}. ${says}`;
      if (broken) {
        result.failed += 1;
        console.log(`  not run ${line}`);
        continue;
      }
      const started = performance.now();
      try {
        await run(world);
        result.passed += 1;
        console.log(`  ok      ${line} (${seconds(started)})`);
      } catch (error) {
        broken = true;
        result.failed += 1;
        console.log(`  FAILED  ${line} (${seconds(started)})\n${indented(error)}`);
      }
    }
  }
  return result;
};

const seconds = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

const indented = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replaceAll(/^/gm, '          ');
