import type { PolicyDocument } from '../../facts/principal-facts.ts';
import type { PolicyError } from '../types.ts';
import { parseAction } from './parse-action.ts';
import { parseConditions } from './parse-conditions.ts';
import { parsePrincipals } from './parse-principals.ts';
import { parseTexts, placeIn, type ReadText } from './parse-texts.ts';
import { findPlaceholder } from './placeholder.ts';
import type { Listed, Policy, Statement } from './policy.ts';
import {
  isObject,
  measure,
  pathIn,
  refuse,
  refuseLarge,
  unlessRefused,
  type JsonObject,
  type Parsed,
  type Path,
  type Spot,
} from './parsed.ts';
import { plainJson, readPlainJson } from './quick-json.ts';
import { MAX_LENGTH, type JsonValue } from '../../change/read-json.ts';

/**
 * Where a document is attached. `principal`: identity policies, boundaries, session policies, SCPs; no Principal element.
 * `resource`: Principal required. `trust`: as `resource`, and no Resource. `rcp`: the Principal is everybody.
 * `any`: whatever the grammar allows.
 */
export type PolicyUse = 'principal' | 'resource' | 'trust' | 'rcp' | 'any';

export type ParsePolicy = { ok: true; policy: Policy } | { ok: false; error: PolicyError };

/**
 * Reads policy text, strictly. Never throws on any text. Every error names the place by JSON Pointer; a document that
 * has one is unreadable as a whole: leaving out the one odd statement could turn a Deny into silence.
 * URL-encoded text is decoded only when it starts with `%7B`, as a raw policy may hold a literal `%`.
 * (AWS: "Grammar of the IAM JSON policy language".)
 */
export const parsePolicy = (text: string, use: PolicyUse = 'any'): ParsePolicy => {
  const decoded = decodePolicyText(text);
  if (!decoded.ok) return decoded;
  const read = readPlainJson(decoded.value);
  return read.ok ? parsePolicyValue(read.value, use) : read;
};

/**
 * The same for a document that came as a JSON value, part of a larger file. Which of two equal keys that file's reader has
 * kept can no longer be told.
 */
export const parsePolicyValue = (value: unknown, use: PolicyUse = 'any'): ParsePolicy =>
  unlessRefused(() => ({ ok: true, policy: parseRoot(value, use) }));

/** The same for what `readJson` gives. */
export const parsePolicyJson = (value: JsonValue, use: PolicyUse = 'any'): ParsePolicy =>
  parsePolicyValue(plainJson(value), use);

/** The same for a fact, in the form in which it came. One that was not read is refused as what it is: no JSON. */
export const parseDocument = ({ text, json, unread }: PolicyDocument, use: PolicyUse = 'any'): ParsePolicy => {
  if (text !== undefined) return parsePolicy(text, use);
  if (json !== undefined) return parsePolicyValue(json, use);
  return { ok: false, error: { code: 'not-json', at: '', detail: `The document was not read: ${unread}` } };
};

const decodePolicyText = (text: string): Parsed<string> => {
  const start = text.trimStart().slice(0, 3).toUpperCase();
  if (start !== '%7B') return { ok: true, value: text };
  try {
    // IAM encodes a space as %20; some tools write it as a plus, and a plus that is meant is %2B (RFC 3986 encoding).
    return { ok: true, value: decodeURIComponent(text.trim()) };
  } catch {
    const detail = 'The text starts as URL-encoded and cannot be decoded.';
    return { ok: false, error: { code: 'not-json', at: '', detail } };
  }
};

const parseRoot = (root: unknown, use: PolicyUse): Policy => {
  if (!isObject(root)) return refuse('wrong-type', [], 'A policy document is a JSON object.');
  for (const key in root) {
    if (key !== 'Version' && key !== 'Statement' && key !== 'Id')
      refuse('unknown-element', [key], `${JSON.stringify(key)} is not a policy element.`);
  }
  const version = parseVersion(root['Version']);
  const id = root['Id'];
  if (id !== undefined && typeof id !== 'string') return refuse('wrong-type', ['Id'], 'Id is a text.');
  const spot: Spot = { statement: undefined, size: 0, cost: 0 };
  const statements = parseStatements(root['Statement'], use, spot);
  // The texts are a good part of any document: only one that may be too large is measured to the character.
  if (spot.size > MAX_LENGTH / 16 && JSON.stringify(root).length > MAX_LENGTH) refuseLarge();
  return id === undefined ? { version, statements } : { version, id, statements };
};

const parseVersion = (value: unknown): Policy['version'] => {
  if (value === undefined) return '2008-10-17';
  if (value === '2012-10-17' || value === '2008-10-17') return value;
  return refuse('bad-version', ['Version'], 'Version is "2012-10-17" or "2008-10-17".');
};

const parseStatements = (value: unknown, use: PolicyUse, spot: Spot): readonly Statement[] => {
  if (value === undefined) return refuse('missing-element', [], 'A policy document has a Statement.');
  if (isObject(value)) return [parseStatement(value, 0, spot, use)];
  if (!Array.isArray(value)) return refuse('wrong-type', ['Statement'], 'Statement is an object or a list of objects.');
  const list: readonly unknown[] = value;
  if (list.length * LEAST_STATEMENT > MAX_LENGTH) refuseLarge();
  return list.map((item, index) => {
    spot.statement = index;
    if (!isObject(item)) return refuse('wrong-type', pathIn(spot), 'A statement is an object.');
    return parseStatement(item, index, spot, use);
  });
};

const parseStatement = (element: JsonObject, index: number, spot: Spot, use: PolicyUse): Statement => {
  for (const key in element) {
    if (!isStatementElement(key))
      refuse('unknown-element', pathIn(spot, key), `${JSON.stringify(key)} is not an element of a statement.`);
  }
  // An element is a good part of a document even where its texts are short.
  spot.size += LEAST_STATEMENT;
  const effect = element['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    return refuse('bad-effect', pathIn(spot, 'Effect'), 'Effect is "Allow" or "Deny".');
  }
  const sid = element['Sid'];
  if (sid !== undefined && typeof sid !== 'string') return refuse('wrong-type', pathIn(spot, 'Sid'), 'Sid is a text.');
  if (sid !== undefined) measure(spot, sid);
  const actions = parseListed(element['Action'], element['NotAction'], 'Action', spot, parseAction);
  if (actions === undefined)
    return refuse('missing-element', pathIn(spot), 'A statement has an Action or a NotAction.');
  const resources = parseListed(element['Resource'], element['NotResource'], 'Resource', spot, parseResource);
  const principals = parsePrincipals(element, spot);
  checkUse(use, spot, principals, resources !== undefined);
  const condition = element['Condition'];
  const conditions = condition === undefined ? none : parseConditions(condition, spot);
  // Nearly all are of these two forms; what is added to an object later takes it more room.
  if (resources !== undefined && principals === undefined)
    return sid === undefined
      ? { index, effect, actions, conditions, resources }
      : { index, effect, actions, conditions, resources, sid };
  const statement: Statement = { index, effect, actions, conditions };
  if (sid !== undefined) statement.sid = sid;
  if (resources !== undefined) statement.resources = resources;
  if (principals !== undefined) statement.principals = principals;
  return statement;
};

const none: Statement['conditions'] = [];
/** `{"Effect":"Deny","Action":[]}`: the shortest there is, without its texts. */
const LEAST_STATEMENT = 28;

const isStatementElement = (key: string): boolean => {
  switch (key) {
    case 'Sid':
    case 'Effect':
    case 'Principal':
    case 'NotPrincipal':
    case 'Action':
    case 'NotAction':
    case 'Resource':
    case 'NotResource':
    case 'Condition':
      return true;
    default:
      return false;
  }
};

const checkUse = (use: PolicyUse, spot: Spot, principals: Statement['principals'], hasResource: boolean): void => {
  if (use === 'any') return;
  if (use === 'rcp') {
    if (principals === undefined || !isEverybody(principals))
      refuse(
        'wrong-type',
        pathIn(spot),
        'A statement of a resource control policy has the Principal "*" (AWS: "RCP syntax").',
      );
    return;
  }
  const hasPrincipal = principals !== undefined;
  if (use === 'principal') {
    if (hasPrincipal) refuse('unknown-element', pathIn(spot), 'A policy of a principal has no Principal element.');
    if (!hasResource) refuse('missing-element', pathIn(spot), 'A statement has a Resource or a NotResource.');
    return;
  }
  if (!hasPrincipal) refuse('missing-element', pathIn(spot), 'A statement of a resource policy has a Principal.');
  if (use === 'trust' && hasResource)
    refuse('unknown-element', pathIn(spot), 'A trust policy has no Resource element.');
};

const isEverybody = ({ negated, entries }: NonNullable<Statement['principals']>): boolean =>
  !negated && entries.every(({ type }) => type === 'any');

const parseListed = (
  plain: unknown,
  negative: unknown,
  name: 'Action' | 'Resource',
  spot: Spot,
  read: ReadText,
): Listed<string> | undefined => {
  if (negative === undefined) {
    if (plain === undefined) return undefined;
    return { negated: false, entries: parseTexts(plain, spot, elements[name], read) };
  }
  if (plain !== undefined)
    refuse('wrong-type', pathIn(spot, `Not${name}`), `A statement has ${name} or Not${name}, never both.`);
  return { negated: true, entries: parseTexts(negative, spot, negations[name], read) };
};

const elements = { Action: ['Action'], Resource: ['Resource'] } as const;
const negations = { Action: ['NotAction'], Resource: ['NotResource'] } as const;

const parseResource: ReadText = (text, spot, place) => {
  measure(spot, text);
  const placeholder = findPlaceholder(text);
  if (placeholder !== undefined) refusePlaceholder(placeholder, placeIn(spot, place));
  if (text === '') return refuse('wrong-type', placeIn(spot, place), 'A resource is an ARN pattern or "*".');
  return text;
};

const refusePlaceholder = (placeholder: string, path: Path): never =>
  refuse('placeholder', path, `${placeholder} is a placeholder that was never filled in.`);
