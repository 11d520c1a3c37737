import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import type { SurroundingChange } from './diff-surroundings.ts';
import { rankField, type FieldRule } from './rank-field.ts';
import { sameValue } from './same-value.ts';

/**
 * Every field of an automated reasoning policy and how it counts; a test derives the fields from the SDK's types. Rules, types and
 * variables are compared entry by entry. (Amazon Bedrock API Reference: "GetAutomatedReasoningPolicy",
 * "AutomatedReasoningPolicyDefinition".)
 */
export const reasoningRules: Readonly<Record<string, FieldRule | 'by-rule'>> = {
  policyArn: 'without-weight',
  name: 'without-weight',
  version: 'without-weight',
  policyId: 'without-weight',
  description: 'without-weight',
  /** The definition itself is compared; the hash stands for it where it may not be read. */
  definitionHash: 'by-rule',
  kmsKeyArn: 'unranked',
  createdAt: 'without-weight',
  updatedAt: 'without-weight',
  'policyDefinition.version': 'without-weight',
  'policyDefinition.types': 'by-rule',
  'policyDefinition.rules': 'by-rule',
  'policyDefinition.variables': 'by-rule',
};

/** Parts of a definition with the member that names an entry. Only rules refuse an answer; the rest says what they speak of. */
const parts = [
  { list: 'rules', key: 'id', word: 'rule', gone: 'weaker', added: 'stronger' },
  { list: 'types', key: 'name', word: 'type', gone: 'unranked', added: 'unranked' },
  { list: 'variables', key: 'name', word: 'variable', gone: 'unranked', added: 'unranked' },
] as const;

/** What a change of an automated reasoning policy took away. No sentence quotes a rule: definitions can be secret. */
export const diffReasoning = (
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): readonly SurroundingChange[] => {
  if (before === undefined && after === undefined) return [];
  if (after === undefined) return [{ path: '', verdict: 'weaker', sentence: 'The policy is gone.' }];
  if (before === undefined) return [{ path: '', verdict: 'stronger', sentence: 'The policy is there now.' }];
  return [...diffDefinition(before, after), ...diffFields(before, after)];
};

const diffDefinition = (before: JsonObject, after: JsonObject): readonly SurroundingChange[] => {
  const was = before['policyDefinition'];
  const is = after['policyDefinition'];
  if (isJsonObject(was) && isJsonObject(is)) {
    return parts.flatMap((part) => diffPart(part, entriesOf(was, part), entriesOf(is, part)));
  }
  return sameValue(before['definitionHash'], after['definitionHash'])
    ? []
    : [{ path: 'definitionHash', verdict: 'unranked', sentence: 'The definition changed, and could not be read.' }];
};

type Part = (typeof parts)[number];

const entriesOf = (definition: JsonObject, { list, key }: Part): ReadonlyMap<string, JsonObject> => {
  const value = definition[list];
  return new Map(
    (Array.isArray(value) ? value : [])
      .filter(isJsonObject)
      .map((entry) => [JSON.stringify(entry[key] ?? entry), entry]),
  );
};

const diffPart = (
  { list, word, gone, added }: Part,
  was: ReadonlyMap<string, JsonObject>,
  is: ReadonlyMap<string, JsonObject>,
): readonly SurroundingChange[] => {
  const path = `policyDefinition.${list}`;
  const lost = [...was.keys()].filter((key) => !is.has(key)).length;
  const won = [...is.keys()].filter((key) => !was.has(key)).length;
  const changed = [...was].filter(([key, entry]) => is.has(key) && !sameValue(entry, is.get(key))).length;
  return [
    ...counted(lost, path, gone, (n) => `${n} ${plural(word, n)} removed.`),
    ...counted(won, path, added, (n) => `${n} ${plural(word, n)} added.`),
    ...counted(changed, path, 'unranked', (n) => `${n} ${plural(word, n)} changed.`),
  ];
};

const plural = (word: string, n: number): string => (n === 1 ? `${word} was` : `${word}s were`);

const counted = (
  n: number,
  path: string,
  verdict: SurroundingChange['verdict'],
  say: (n: number) => string,
): readonly SurroundingChange[] => (n === 0 ? [] : [{ path, verdict, sentence: say(n) }]);

const diffFields = (before: JsonObject, after: JsonObject): readonly SurroundingChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => name !== 'policyDefinition')
    .flatMap((name): readonly SurroundingChange[] => {
      const rule = Object.hasOwn(reasoningRules, name) ? reasoningRules[name] : undefined;
      if (rule === 'by-rule') return [];
      const verdict = rankField(rule ?? 'unranked', before[name], after[name]);
      return verdict === undefined ? [] : [{ path: name, verdict, sentence: `The ${name} of the policy changed.` }];
    });
