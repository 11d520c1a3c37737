import { isJsonObject, type JsonObject } from '../../change/json-object.ts';

/** Real answers stay below a dozen levels and, with the most words and topics that are allowed, far below this size. */
const maxCharacters = 8 * 1024 * 1024;
const maxDepth = 32;

/** What an answer is of. */
export type GuardrailIdentity = { id: string; version: string; name: string; updatedAt?: string };
export type ReadGuardrail =
  | { ok: true; identity: GuardrailIdentity; content: JsonObject }
  | { ok: false; error: NotAGuardrailCode; detail: string; next: string };
export type NotAGuardrailCode = 'NOT_JSON' | 'NOT_AN_OBJECT' | 'TOO_LARGE' | 'TOO_DEEP' | 'NOT_A_GUARDRAIL';

const getIt =
  'aws bedrock get-guardrail --guardrail-identifier ID --guardrail-version VERSION --output json > guardrail.json';
const refuse = (error: NotAGuardrailCode, detail: string, next = getIt): ReadGuardrail => ({
  ok: false,
  error,
  detail,
  next,
});

/**
 * Reads the text of one GetGuardrail answer, as the AWS command line or an SDK prints it. What belongs to the call
 * (`ResponseMetadata`, `$metadata`) is taken off; unknown members stay. Never throws.
 */
export const readGuardrailAnswer = (text: string): ReadGuardrail => {
  if (text.length > maxCharacters) return refuse('TOO_LARGE', `it is larger than ${maxCharacters} characters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'the text does not parse';
    return refuse('NOT_JSON', text.trim() === '' ? 'it is empty' : `it is not JSON: ${why}`);
  }
  if (!isJsonObject(value))
    return refuse('NOT_AN_OBJECT', 'it is not a JSON object, so not the answer of GetGuardrail');
  if (!isWithin(value, maxDepth)) return refuse('TOO_DEEP', `it is nested deeper than ${maxDepth} levels`);
  const { ResponseMetadata: _, $metadata: __, ...content } = value;
  const other = otherAnswer(content);
  if (other !== undefined) return refuse('NOT_A_GUARDRAIL', other);
  const { guardrailId, guardrailArn, version, name, updatedAt } = content;
  const id = typeof guardrailId === 'string' ? guardrailId : idOfArn(guardrailArn);
  const missing = [
    ...(id === undefined ? ['guardrailId'] : []),
    ...(typeof version === 'string' ? [] : ['version']),
    ...(typeof name === 'string' ? [] : ['name']),
  ];
  if (id === undefined || typeof version !== 'string' || typeof name !== 'string') {
    return refuse('NOT_A_GUARDRAIL', `it has no ${missing.join(' and no ')}, so it is not the answer of GetGuardrail`);
  }
  return {
    ok: true,
    identity: { id, version, name, ...(typeof updatedAt === 'string' ? { updatedAt } : {}) },
    content,
  };
};

const idOfArn = (arn: unknown): string | undefined =>
  typeof arn === 'string' ? /^arn:[^:]+:bedrock:[^:]*:[^:]*:guardrail\/([^/]+)$/u.exec(arn)?.[1] : undefined;

/** The documents that people have at hand beside the one that is asked for. */
const otherAnswer = (content: JsonObject): string | undefined => {
  if (Array.isArray(content['guardrails'])) {
    return 'it is the answer of ListGuardrails, which does not say what a guardrail holds';
  }
  const request = Object.keys(content).find((key) => /PolicyConfig$/u.test(key));
  if (request !== undefined) {
    return `it has "${request}", so it is the request of CreateGuardrail or UpdateGuardrail and not an answer`;
  }
  if (isJsonObject(content['Resources'])) return 'it is a template, not the answer of GetGuardrail';
  return undefined;
};

/** Walks without recursion: a hostile depth must not end the program. */
const isWithin = (value: unknown, depth: number): boolean => {
  let level: readonly unknown[] = [value];
  for (let left = depth; left > 0; left -= 1) {
    level = level.flatMap(inside);
    if (level.length === 0) return true;
  }
  return false;
};

const inside = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
};
