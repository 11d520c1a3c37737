import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** Named in the golden file. Its version stands in pom.xml alone. */
export const rulerName = 'software.amazon.event.ruler:event-ruler';

export type RulerQuestion = { patterns: readonly unknown[]; events: readonly unknown[] };
/** Positions of the events that match, or why the pattern is no pattern to Event Ruler. */
export type RulerAnswer = { matches: readonly number[] } | { refused: string };

const Answers = z.array(
  z.union([z.strictObject({ matches: z.array(z.int()) }), z.strictObject({ refused: z.string() })]),
);

/** Java or Maven is not here, or did not work: what to do is in the message. */
export class RulerUnusable extends Error {
  override readonly name = 'RulerUnusable';
}

/**
 * Asks AWS's Event Ruler, for every pattern of a question, which of its events match.
 * @param root the checkout; jars are kept in its dist/event-ruler
 * @returns one answer a pattern, in order, for each question
 * @throws RulerUnusable
 */
export const askRuler = (root: string, questions: readonly RulerQuestion[]): readonly (readonly RulerAnswer[])[] => {
  const here = path.join(root, 'infra', 'event-ruler');
  const jars = path.join(root, 'dist', 'event-ruler');
  mkdirSync(jars, { recursive: true });
  if (!readdirSync(jars).some((name) => name.startsWith('event-ruler-'))) {
    const pom = path.join(here, 'pom.xml');
    run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`], '');
  }
  const input = questions.map(({ patterns, events }) =>
    JSON.stringify({ patterns: patterns.map(text), events: events.map(text) }),
  );
  const output = run('java', ['-cp', `${jars}/*`, path.join(here, 'AskRuler.java')], `${input.join('\n')}\n`);
  const lines = output.split('\n').filter((line) => line !== '');
  if (lines.length !== questions.length)
    throw new RulerUnusable(`Event Ruler answered ${lines.length} of ${questions.length} questions`);
  return lines.map((line) => Answers.parse(JSON.parse(line)));
};

/** True where the two programs that are needed can be started. */
export const rulerIsHere = (): boolean =>
  ['java', 'mvn'].every((program) => spawnSync(program, ['-version'], { stdio: 'ignore' }).status === 0);

const text = (value: unknown): string => JSON.stringify(value);

const run = (program: string, args: readonly string[], input: string): string => {
  const ran = spawnSync(program, [...args], { input, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (ran.status === 0) return ran.stdout;
  const why = ran.error === undefined ? `${ran.stderr}${ran.stdout}`.trim().slice(-2_000) : ran.error.message;
  throw new RulerUnusable(
    `${program} did not work: ${why}\nEvent Ruler needs Java 17 or newer, Maven and a Maven repository. npm test needs none of them.`,
  );
};
