import { isJsonObject, type JsonObject } from '../../../change/json-object.ts';

type Json = JsonObject;

/**
 * What a fully said guardrail protects against, as a set of small facts: one guardrail is weaker than another exactly when
 * its set is smaller. Written apart from the rules, over plain JSON, so that both can be held against each other.
 */
export const protectionSet = (guardrail: Json): ReadonlySet<string> => {
  const facts = new Set<string>();
  for (const [policy, lists] of Object.entries(plan)) {
    const section = object(guardrail[policy]);
    let isAnyOn = false;
    for (const [list, how] of Object.entries(lists)) {
      for (const entry of array(section[list])) {
        const made = how(entry).map((fact) => `${policy}.${list}.${fact}`);
        isAnyOn ||= made.length > 0;
        for (const fact of made) facts.add(fact);
      }
    }
    if (!isAnyOn) continue;
    if (object(section['tier'])['tierName'] === 'STANDARD') facts.add(`${policy} standard tier`);
    if ('confidenceThreshold' in section) facts.add(`${policy} confidence ${String(section['confidenceThreshold'])}`);
  }
  return facts;
};

type How = (entry: unknown) => readonly string[];

const side = (entry: Json, prefix: string, actions: readonly string[]): readonly string[] => {
  const field = (name: string): unknown =>
    entry[prefix === '' ? name : `${prefix}${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`];
  if (field('enabled') === false || field('strength') === 'NONE') return [];
  return [
    'evaluated',
    ...upTo(actions, field('action')).map((action) => `at least ${String(action)}`),
    ...upTo(['NONE', 'LOW', 'MEDIUM', 'HIGH'], field('strength')).map((strength) => `strength ${String(strength)}`),
    ...upTo([0, 0.5, 0.9], field('threshold')).map((threshold) => `threshold ${String(threshold)}`),
    ...array(field('modalities')).map((kind) => `looks at ${String(kind)}`),
  ].map((fact) => `${prefix} ${fact}`);
};

const upTo = (values: readonly unknown[], value: unknown): readonly unknown[] =>
  values.slice(0, values.indexOf(value) + 1);

const twoSided =
  (key: string, actions: readonly string[], besides: (entry: Json) => readonly string[] = () => []): How =>
  (value) => {
    const entry = object(value);
    const found = [...side(entry, 'input', actions), ...side(entry, 'output', actions)];
    return found.length === 0 ? [] : [...found, ...besides(entry)].map((fact) => `${String(entry[key])} ${fact}`);
  };

const blocking = ['NONE', 'BLOCK'];
const masking = ['NONE', 'ANONYMIZE', 'BLOCK'];
const general = (entry: Json): readonly string[] =>
  upTo(masking, entry['action']).map((action) => `in general at least ${String(action)}`);
const verbatim = (entry: Json, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `${name} ${JSON.stringify([entry[name]].flat().sort())}`);

const plan: Readonly<Record<string, Readonly<Record<string, How>>>> = {
  contentPolicy: { filters: twoSided('type', blocking) },
  topicPolicy: { topics: twoSided('name', blocking, (entry) => verbatim(entry, 'definition', 'examples')) },
  wordPolicy: { words: twoSided('text', blocking), managedWordLists: twoSided('type', blocking) },
  sensitiveInformationPolicy: {
    piiEntities: twoSided('type', masking, general),
    regexes: twoSided('name', masking, (entry) => [...general(entry), ...verbatim(entry, 'pattern')]),
  },
  contextualGroundingPolicy: {
    filters: (entry) => side(object(entry), '', blocking).map((fact) => `${String(object(entry)['type'])} ${fact}`),
  },
  automatedReasoningPolicy: { policies: (arn) => [String(arn)] },
};

const object = (value: unknown): Json => (isJsonObject(value) ? value : {});
const array = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
