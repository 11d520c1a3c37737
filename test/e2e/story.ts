import { type Scenario, scenarios } from './scenarios.ts';

/** One numbered line of the run. It throws when what it says is not so; a text that it gives is printed below its line. */
export type Step<World> = {
  says: string;
  /** Which of the scenarios it lets somebody see. */
  shows?: readonly Scenario[];
  run: (world: World) => Promise<void> | Promise<string>;
};

/** Steps that build on each other: after one fails, the rest of its story is not run, and counts as failed. */
export type Story<World> = {
  title: string;
  steps: readonly Step<World>[];
  /** Puts back what the story took away, whatever became of it: the next one stands on it. */
  after?: () => Promise<void>;
};

/** `failures`: the steps that failed, with their stories; those that were not run because of one are counted and not named. */
export type Result = {
  passed: number;
  failed: number;
  failures: readonly string[];
  /** Numbers of the steps that showed it. A scenario of which a step failed is not shown. */
  shown: ReadonlyMap<Scenario, readonly number[]>;
};

/** Runs the stories in order and prints each step as it ends. */
export const tell = async <World>(stories: readonly Story<World>[], world: World): Promise<Result> => {
  const failures: string[] = [];
  const shown = new Map<Scenario, number[]>();
  const notShown = new Set<Scenario>();
  let passed = 0;
  let failed = 0;
  let number = 0;
  for (const { title, steps, after } of stories) {
    console.log(`\n${title}`);
    let broken = false;
    for (const { says, shows = [], run } of steps) {
      number += 1;
      const line = `${String(number).padStart(3)}. ${says}`;
      if (broken) {
        failed += 1;
        for (const each of shows) notShown.add(each);
        console.log(`  not run ${line}`);
        continue;
      }
      const started = performance.now();
      try {
        const note = await run(world);
        passed += 1;
        for (const each of shows) shown.set(each, [...(shown.get(each) ?? []), number]);
        console.log(`  ok      ${line} (${seconds(started)})`);
        if (typeof note === 'string') console.log(note.replaceAll(/^/gm, '               '));
      } catch (error) {
        broken = true;
        failed += 1;
        failures.push(`${title}: ${says}`);
        for (const each of shows) notShown.add(each);
        console.log(`  FAILED  ${line} (${seconds(started)})\n${indented(error)}`);
      }
    }
    await after?.();
  }
  for (const each of notShown) shown.delete(each);
  return { passed, failed, failures, shown };
};

/** What was asked, and the steps that showed it; what was not is said too. */
export const scenarioLines = (shown: Result['shown']): readonly string[] =>
  Object.entries(scenarios).map(([name, asked]) => {
    const steps = shown.get(name as Scenario) ?? [];
    return `  ${steps.length === 0 ? 'NOT SHOWN' : 'shown    '} ${asked}${steps.length === 0 ? '' : ` (${named(steps)})`}`;
  });

const named = (steps: readonly number[]): string => `${steps.length === 1 ? 'step' : 'steps'} ${steps.join(', ')}`;

const seconds = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

const indented = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replaceAll(/^/gm, '          ');
