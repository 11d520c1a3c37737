import type { JsonObject } from '../../change/json-object.ts';
import type { ChangeVerdict } from './verdict.ts';

/** One difference between two states of a guardrail. */
export type GuardrailChange = {
  /** Where it stands in GetGuardrail's answer: `contentPolicy.filters[PROMPT_ATTACK].inputStrength`. */
  path: string;
  verdict: ChangeVerdict;
  /** JSON values; null where there is none. Words, patterns and examples can be secret: alerts show the sentence only. */
  before: unknown;
  after: unknown;
  /** Plain words. Never quotes a blocked word, a pattern, a definition or an example. */
  sentence: string;
};

/** `unrecognised`: the difference involves a field or a value that this version does not know. Nothing may call it harmless. */
export type FoundChange = GuardrailChange & { unrecognised: boolean; steps: readonly Step[] };

/** From the answer to what differs: a member, or the entry of a list. */
export type Step = string | { list: string; matches: (entry: unknown) => boolean };

/** Undefined: the entry or the section is not there. */
export type Item = JsonObject | undefined;

/** What is compared, for its path and for sentences: `the prompt attack filter`. */
export type Place = { path: string; name: string; steps: readonly Step[] };

/** Compares one part of a guardrail. Every rule is handed the object that holds what it reads. */
export type Rule = {
  /** Names of the members it reads. A member that no rule reads is unranked. */
  reads: readonly string[];
  /** True when it certainly protects against nothing. */
  isOff: (item: Item) => boolean;
  compare: (before: Item, after: Item, at: Place) => readonly FoundChange[];
  /** Every field with its recognised values, for the test against the SDK's types: `filters[].inputStrength`. */
  fields: () => readonly RuleField[];
};
export type RuleField = { path: string; values?: readonly string[] };

/** A member of an answer. JSON's null is a field that is not there. */
export const member = (item: Item, name: string): unknown =>
  item !== undefined && Object.hasOwn(item, name) ? (item[name] ?? undefined) : undefined;

/** A member of what stands at a place. @param name what it is called in a sentence, where it has a name of its own */
export const placeOf = (at: Place, called: string, name: string = at.name): Place => {
  const step = /^[A-Za-z$_][\w$]*$/u.test(called) ? called : `[${JSON.stringify(called)}]`;
  const path = at.path === '' || step.startsWith('[') ? `${at.path}${step}` : `${at.path}.${step}`;
  return { path, name, steps: [...at.steps, called] };
};

export const shown = (value: unknown): unknown => value ?? null;

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
