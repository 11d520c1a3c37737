import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { guardrailRules } from '../../facts/guardrail/guardrail-rules.ts';

const known = guardrailRules.fields().map(({ path }) => path);
const opened = new Set(
  known.flatMap((path) => [...path.matchAll(/\[\]|\./gu)].map(({ index }) => path.slice(0, index))),
);
const leaves = new Set(known);

/** Members of an answer that this version does not know, by their path: no request of ours can hold them. */
export const unknownMembers = (content: JsonObject): readonly string[] => [
  ...new Set(Object.entries(content).flatMap(([name, value]) => unknownAt(value, name))),
];

const unknownAt = (value: unknown, path: string): readonly string[] => {
  if (value === undefined || value === null || leaves.has(path)) return [];
  if (!opened.has(path)) return [path];
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown) => (isJsonObject(entry) ? membersOf(entry, `${path}[]`) : [`${path}[]`]));
  }
  return isJsonObject(value) ? membersOf(value, path) : [path];
};

const membersOf = (object: JsonObject, path: string): readonly string[] =>
  Object.entries(object).flatMap(([name, value]) => unknownAt(value, `${path}.${name}`));
