/**
 * Asks AWS's own Event Ruler what the deployed rules match, and whether the local matcher agrees; keeps the answers in
 * test/golden/event-ruler, so that `npm test` needs no Java. With `--check` it writes nothing and fails on any difference.
 * Needs Java 17 and Maven; without them `--check` says so and passes.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compileEventPattern } from '../shared/adapters/local/event-pattern.ts';
import { askRuler, rulerIsHere, rulerName } from '../infra/event-ruler/ask-ruler.ts';
import { type AnsweredCase, answeredCases, casesFile, differences } from '../infra/event-ruler/answered-cases.ts';
import { generatedCases } from '../infra/event-ruler/generated-cases.ts';
import { hearing, type Judge, readRulings, rulingsFile, rulingsOf } from '../infra/event-ruler/rulings.ts';

const root = path.dirname(import.meta.dirname);
const check = process.argv.includes('--check');
const say = (text: string): void => void process.stderr.write(`event-ruler: ${text}\n`);

const judge: Judge = (rules, events) => {
  const [answers = []] = askRuler(root, [
    { patterns: rules.map(({ pattern }) => pattern), events: events.map(({ event }) => event) },
  ]);
  return rules.map(({ name }, position) => {
    const answer = answers[position];
    if (answer === undefined || 'refused' in answer)
      throw new Error(`Event Ruler refuses the pattern of ${name}: ${answer?.refused ?? 'no answer'}`);
    return { rule: name, matches: answer.matches };
  });
};

const judgeCases = (count: number, seed: number): readonly AnsweredCase[] => {
  const cases = generatedCases(count, seed);
  const answers = askRuler(
    root,
    cases.map(({ pattern, event }) => ({ patterns: [pattern], events: [event] })),
  );
  return answeredCases(cases, answers);
};

const main = async (): Promise<number> => {
  if (!rulerIsHere()) {
    say('not run: it needs Java 17 and Maven on the PATH. The committed answers were not compared with it.');
    return check ? 0 : 1;
  }
  const before = await Promise.resolve()
    .then(() => readRulings(root))
    .catch(() => undefined);
  const heard = hearing(root);
  if (heard.corpus.length === 0) say('the public records are not beside the checkout: their answers are not compared');
  const rulings = rulingsOf(heard, judge, rulerName, before?.corpus);
  say(`${heard.rules.length} rules, ${heard.samples.length} samples, ${heard.corpus.length} public records`);

  const generated = judgeCases(20_000, 1);
  const apart = differences(generated, compileEventPattern);
  say(`${generated.length} generated patterns: the local matcher differs on ${apart.length}`);
  for (const each of apart.slice(0, 10)) say(`  ${JSON.stringify(each)}`);

  const kept = [true, false].flatMap((matches) => generated.filter((each) => each.matches === matches).slice(0, 150));
  const files = [
    { file: rulingsFile, text: `${JSON.stringify(rulings, undefined, 1)}\n` },
    { file: casesFile, text: `[\n${kept.map((each) => JSON.stringify(each)).join(',\n')}\n]\n` },
  ];
  let stale = 0;
  for (const { file, text } of files) {
    const target = path.join(root, file);
    if (check) {
      const now = await readFile(target, 'utf8').catch(() => '');
      if (now === text) continue;
      stale += 1;
      say(`stale: ${file} (mend: npm run event-ruler)`);
      continue;
    }
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
    say(`written: ${file}`);
  }
  return stale === 0 && apart.length === 0 ? 0 : 1;
};

process.exitCode = await main();
