import type { GroupFacts, PolicyDocument } from '../facts/principal-facts.ts';
import { compilePolicy, ReadyPolicy, type CompiledPolicy } from './compile-policy.ts';
import { parseDocument, type PolicyUse } from './policy/parse-policy.ts';
import type { Hole, PolicyLayer } from './principal.ts';
import type { PolicySource } from './types.ts';

/**
 * What was compiled, shared between principals; made by the caller, once a sweep. By the document itself
 * where it is one that many have (managed policies, policies of groups), and by text for one that came as text: the same
 * principal is often compiled as it was and as it is. An inline policy that came as an object is nobody else's.
 */
export type PolicyCache = Map<PolicyDocument | GroupFacts | string, Compiled | GroupLayer>;

export const newPolicyCache = (): PolicyCache => new Map();

/** A group's policies by its name, which stands in the source of each. */
export type GroupLayer = { group: PolicyLayer };

/** One document: as it was read for each use, and as it was compiled for each place. */
type Compiled = { readings: Reading[]; places: Place[] };
type Reading = { use: PolicyUse; read: ReadyPolicy | Refused };
type Refused = { problem: string };
type Place = { use: PolicyUse; source: PolicySource; compiled: CompiledPolicy | Hole };

/** Far more than an account has managed policies; what came as text is kept for the next principal or two. */
const MOST_KEPT = 16_384;

/** Compiles a document for one place. Never throws on policy text: one that cannot be read is a hole. */
export const compileDocument = (
  cache: PolicyCache,
  document: PolicyDocument,
  source: PolicySource,
  use: PolicyUse,
): CompiledPolicy | Hole => {
  const key = keyOf(document, source);
  // Whoever read the facts knows why it is not there.
  if (document.unread !== undefined)
    return {
      code: 'missing-facts',
      detail: `The ${source.layer} policy ${document.name} was not read: ${document.unread}`,
    };
  if (key === undefined) return placed(readOf(document, use), document, source);
  const kept = compiledAt(cache, key);
  const before = kept.places.find((place) => place.use === use && sameSource(place.source, source));
  if (before !== undefined) return before.compiled;
  const compiled = placed(readingOf(kept, document, use), document, source);
  kept.places.push({ use, source, compiled });
  return compiled;
};

const keyOf = (document: PolicyDocument, { layer }: PolicySource): PolicyDocument | string | undefined => {
  if (document.text !== undefined) return document.text;
  return document.arn !== undefined || layer !== 'identity' ? document : undefined;
};

const compiledAt = (cache: PolicyCache, key: PolicyDocument | string): Compiled => {
  const kept = cache.get(key);
  if (kept !== undefined && 'places' in kept) return kept;
  if (cache.size >= MOST_KEPT) cache.clear();
  const made: Compiled = { readings: [], places: [] };
  cache.set(key, made);
  return made;
};

const sameSource = (a: PolicySource, b: PolicySource): boolean =>
  a.layer === b.layer && a.name === b.name && a.level === b.level;

const readingOf = ({ readings }: Compiled, document: PolicyDocument, use: PolicyUse): ReadyPolicy | Refused => {
  const before = readings.find((reading) => reading.use === use);
  if (before !== undefined) return before.read;
  const read = readOf(document, use);
  readings.push({ use, read });
  return read;
};

const readOf = (document: PolicyDocument, use: PolicyUse): ReadyPolicy | Refused => {
  const parsed = parseDocument(document, use);
  if (parsed.ok) return new ReadyPolicy(parsed.policy);
  const { code, at, detail } = parsed.error;
  return { problem: `(${code}${at === '' ? '' : ` at ${at}`}): ${detail}` };
};

const placed = (read: ReadyPolicy | Refused, document: PolicyDocument, source: PolicySource): CompiledPolicy | Hole =>
  read instanceof ReadyPolicy
    ? compilePolicy(read, source)
    : {
        code: 'unreadable-policy',
        detail: `The ${source.layer} policy ${document.name} cannot be read ${read.problem}`,
      };
