import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { plainValue } from '../../change/plain-value.ts';
import { MAX_DEPTH, readJson, type JsonFault } from '../../change/read-json.ts';

/** Real answers, with the most words and topics that are allowed, stay far below this size. */
const maxCharacters = 8 * 1024 * 1024;

/** What an answer is of. */
export type GuardrailIdentity = { id: string; version: string; name: string; updatedAt?: string };
export type ReadGuardrail =
  | { ok: true; identity: GuardrailIdentity; content: JsonObject }
  | { ok: false; error: NotAGuardrailCode; detail: string; next: string };
export type NotAGuardrailCode =
  | 'NOT_JSON'
  /** One key twice in one object: readers differ in which of the two they take. */
  | 'DUPLICATE_KEY'
  | 'NOT_AN_OBJECT'
  | 'TOO_LARGE'
  | 'TOO_DEEP'
  | 'NOT_A_GUARDRAIL';

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
  const read = readJson(text, maxCharacters);
  if (!read.ok) return refuseText(read.error, text);
  const value = plainValue(read.value);
  if (!isJsonObject(value))
    return refuse('NOT_AN_OBJECT', 'it is not a JSON object, so not the answer of GetGuardrail');
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

const refuseText = ({ code, at, detail }: JsonFault, text: string): ReadGuardrail => {
  switch (code) {
    case 'not-json':
      return refuse('NOT_JSON', text.trim() === '' ? 'it is empty' : `it is not JSON: ${inside(detail)}${placed(at)}`);
    case 'duplicate-key':
      return refuse('DUPLICATE_KEY', `one object has one key twice${placed(at)}`, `keep one of the two, or: ${getIt}`);
    case 'too-deep':
      return refuse('TOO_DEEP', `it is nested deeper than ${MAX_DEPTH} levels`);
    case 'too-large':
      return refuse('TOO_LARGE', `it is larger than ${maxCharacters} characters`);
  }
};

const placed = (at: string): string => (at === '' ? '' : `, at ${at}`);
/** A sentence inside of another one. */
const inside = (sentence: string): string =>
  `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/u, '')}`;
