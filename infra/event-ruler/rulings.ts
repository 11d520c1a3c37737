import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { isJsonObject } from '../../shared/change/json-object.ts';
import { compileEventPattern } from '../../shared/adapters/local/event-pattern.ts';
import { corpusEvents, type JudgedEvent, sampleEvents } from './judged-events.ts';
import { rulesInTemplates, sha256, type TemplateRule } from './rules-in-templates.ts';

/** Committed, so that no test needs Java: what Event Ruler answered. Nothing of a record stands in it that is not our own. */
export const Rulings = z.strictObject({
  ruler: z.string(),
  /** By rule: the hash of the pattern that was judged. */
  patterns: z.record(z.string(), z.string()),
  /** By sample: the hash of what patterns can see of it, and the rules that it matches. */
  samples: z.record(z.string(), z.strictObject({ seen: z.string(), matches: z.array(z.string()) })),
  /** Public records: how many each rule matches, and the hash of all questions and of all answers. */
  corpus: z.strictObject({
    records: z.int(),
    seen: z.string(),
    answers: z.string(),
    matches: z.record(z.string(), z.int()),
  }),
});
export type Rulings = z.infer<typeof Rulings>;

export const rulingsFile = path.join('test', 'golden', 'event-ruler', 'rulings.json');

export const readRulings = (root: string): Rulings =>
  Rulings.parse(JSON.parse(readFileSync(path.join(root, rulingsFile), 'utf8')));

export type Hearing = {
  rules: readonly TemplateRule[];
  samples: readonly JudgedEvent[];
  /** Empty where the corpus is not beside the checkout. */
  corpus: readonly JudgedEvent[];
};

/** Everything that is to be judged now. */
export const hearing = (root: string): Hearing => ({
  rules: rulesInTemplates(),
  samples: sampleEvents(root),
  corpus: corpusEvents(root),
});

/** What a judge says of each rule: whether each of the events matches it. */
export type Judge = (
  rules: readonly TemplateRule[],
  events: readonly JudgedEvent[],
) => readonly { rule: string; matches: readonly number[] }[];

/** The matcher that tests and the local demo route by. */
export const localJudge: Judge = (rules, events) =>
  rules.map(({ name, pattern }) => {
    const matches = compileEventPattern(pattern);
    return { rule: name, matches: events.flatMap(({ event }, position) => (matches(event) ? [position] : [])) };
  });

/** @param before stands for the corpus where it is absent: nothing is known of it then. */
export const rulingsOf = (
  { rules, samples, corpus }: Hearing,
  judge: Judge,
  ruler: string,
  before?: Rulings['corpus'],
): Rulings => {
  const see = visibleTo(rules);
  const bySample = judge(rules, samples);
  return {
    ruler,
    patterns: Object.fromEntries(rules.map(({ name, sha256: hash }) => [name, hash])),
    samples: Object.fromEntries(
      samples.map(({ name, event }, position) => [
        name,
        {
          seen: sha256(see(event)).slice(0, 12),
          matches: bySample.filter(({ matches }) => matches.includes(position)).map(({ rule }) => rule),
        },
      ]),
    ),
    corpus: corpus.length === 0 && before !== undefined ? before : corpusRulings(judge(rules, corpus), corpus, see),
  };
};

const corpusRulings = (
  answers: ReturnType<Judge>,
  corpus: readonly JudgedEvent[],
  see: (event: unknown) => unknown,
): Rulings['corpus'] => ({
  records: corpus.length,
  seen: sha256(corpus.map(({ event }) => see(event))),
  answers: sha256(answers),
  matches: Object.fromEntries(
    answers.filter(({ matches }) => matches.length > 0).map(({ rule, matches }) => [rule, matches.length]),
  ),
});

/** The part of an event that any of the patterns asks about: nothing else can change an answer. */
const visibleTo = (rules: readonly TemplateRule[]): ((event: unknown) => unknown) => {
  const paths = new Set(rules.flatMap(({ pattern }) => leafPaths(pattern, [])).map((fields) => JSON.stringify(fields)));
  const asked = [...paths].sort().map((text) => z.array(z.string()).parse(JSON.parse(text)));
  return (event) =>
    asked.map((fields) =>
      fields.reduce<unknown>((inner, field) => (isJsonObject(inner) ? inner[field] : undefined), event),
    );
};

const leafPaths = (node: unknown, above: readonly string[]): readonly (readonly string[])[] =>
  isJsonObject(node) ? Object.entries(node).flatMap(([field, inner]) => leafPaths(inner, [...above, field])) : [above];
