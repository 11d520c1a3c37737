import type { PolicyError } from '../types.ts';
import { findPlaceholder } from './placeholder.ts';
import { parseConditions } from './parse-conditions.ts';
import { parsePrincipals } from './parse-principals.ts';
import type { Listed, Policy, Statement } from './policy.ts';
import { readTexts, refuse, unlessRefused, type Parsed, type Path, type Place } from './parsed.ts';
import type { JsonMember, JsonValue } from './read-json.ts';
import { readJson } from './read-json.ts';

/**
 * Where a document is attached. `principal`: identity policies, boundaries, session policies, SCPs; no Principal element.
 * `resource`: Principal required. `trust`: as `resource`, and no Resource. `any`: whatever the grammar allows.
 */
export type PolicyUse = 'principal' | 'resource' | 'trust' | 'any';

export type ParsePolicy = { ok: true; policy: Policy } | { ok: false; error: PolicyError };

const topElements = new Set(['Version', 'Id', 'Statement']);
const statementElements = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Reads policy text, strictly. Never throws on any text. Every error names the place by JSON Pointer; a document that
 * has one is unreadable as a whole: leaving out the one odd statement could turn a Deny into silence.
 * URL-encoded text is decoded only when it starts with `%7B`, as a raw policy may hold a literal `%`.
 * (AWS: "Grammar of the IAM JSON policy language".)
 */
export const parsePolicy = (text: string, use: PolicyUse = 'any'): ParsePolicy => {
  const decoded = decodePolicyText(text);
  if (!decoded.ok) return decoded;
  const read = readJson(decoded.value);
  if (!read.ok) return read;
  return parsePolicyJson(read.value, use);
};

/** The same for a document that was read as part of a larger one. */
export const parsePolicyJson = (value: JsonValue, use: PolicyUse = 'any'): ParsePolicy =>
  unlessRefused(() => ({ ok: true, policy: parseDocument(value, use) }));

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

const parseDocument = (root: JsonValue, use: PolicyUse): Policy => {
  if (root.kind !== 'object') return refuse('wrong-type', [], 'A policy document is a JSON object.');
  const members = byKey(root.members);
  for (const { key } of root.members) {
    if (!topElements.has(key)) refuse('unknown-element', [key], `${JSON.stringify(key)} is not a policy element.`);
  }
  const version = parseVersion(members.get('Version'));
  const id = members.get('Id');
  if (id !== undefined && id.kind !== 'text') refuse('wrong-type', ['Id'], 'Id is a text.');
  const statements = parseStatements(members.get('Statement'), use);
  return { version, ...(id?.kind === 'text' ? { id: id.text } : {}), statements };
};

const parseVersion = (value: JsonValue | undefined): Policy['version'] => {
  if (value === undefined) return '2008-10-17';
  if (value.kind === 'text' && (value.text === '2008-10-17' || value.text === '2012-10-17')) return value.text;
  return refuse('bad-version', ['Version'], 'Version is "2012-10-17" or "2008-10-17".');
};

const parseStatements = (value: JsonValue | undefined, use: PolicyUse): readonly Statement[] => {
  if (value === undefined) return refuse('missing-element', [], 'A policy document has a Statement.');
  if (value.kind === 'object') return [parseStatement(value.members, 0, ['Statement'], use)];
  if (value.kind !== 'list') return refuse('wrong-type', ['Statement'], 'Statement is an object or a list of objects.');
  return value.items.map((item, index) => {
    const path = ['Statement', index];
    if (item.kind !== 'object') return refuse('wrong-type', path, 'A statement is an object.');
    return parseStatement(item.members, index, path, use);
  });
};

const byKey = (members: readonly JsonMember[]): ReadonlyMap<string, JsonValue> =>
  new Map(members.map(({ key, value }) => [key, value]));

const parseStatement = (members: readonly JsonMember[], index: number, path: Path, use: PolicyUse): Statement => {
  for (const { key } of members) {
    if (!statementElements.has(key)) {
      refuse('unknown-element', [...path, key], `${JSON.stringify(key)} is not an element of a statement.`);
    }
  }
  const element = byKey(members);
  const effect = element.get('Effect');
  if (effect?.kind !== 'text' || (effect.text !== 'Allow' && effect.text !== 'Deny')) {
    return refuse('bad-effect', [...path, 'Effect'], 'Effect is "Allow" or "Deny".');
  }
  const sid = element.get('Sid');
  if (sid !== undefined && sid.kind !== 'text') return refuse('wrong-type', [...path, 'Sid'], 'Sid is a text.');
  const actions = parseListed(element, 'Action', path, parseAction);
  if (actions === undefined) return refuse('missing-element', path, 'A statement has an Action or a NotAction.');
  const resources = parseListed(element, 'Resource', path, parseResource);
  const principals = parsePrincipals(element, path);
  checkUse(use, path, principals !== undefined, resources !== undefined);
  const condition = element.get('Condition');
  return {
    index,
    ...(sid === undefined ? {} : { sid: sid.text }),
    effect: effect.text,
    ...(principals === undefined ? {} : { principals }),
    actions,
    ...(resources === undefined ? {} : { resources }),
    conditions: condition === undefined ? [] : parseConditions(condition, [...path, 'Condition']),
  };
};

const checkUse = (use: PolicyUse, path: Path, hasPrincipal: boolean, hasResource: boolean): void => {
  if (use === 'any') return;
  if (use === 'principal') {
    if (hasPrincipal) refuse('unknown-element', path, 'A policy of a principal has no Principal element.');
    if (!hasResource) refuse('missing-element', path, 'A statement has a Resource or a NotResource.');
    return;
  }
  if (!hasPrincipal) refuse('missing-element', path, 'A statement of a resource policy has a Principal.');
  if (use === 'trust' && hasResource) refuse('unknown-element', path, 'A trust policy has no Resource element.');
};

const parseListed = (
  element: ReadonlyMap<string, JsonValue>,
  name: 'Action' | 'Resource',
  path: Path,
  parseEntry: (text: string, place: Place) => string,
): Listed<string> | undefined => {
  const plain = element.get(name);
  const negative = element.get(`Not${name}`);
  if (plain !== undefined && negative !== undefined) {
    refuse('wrong-type', [...path, `Not${name}`], `A statement has ${name} or Not${name}, never both.`);
  }
  const value = plain ?? negative;
  if (value === undefined) return undefined;
  const here = [...path, plain === undefined ? `Not${name}` : name];
  return {
    negated: plain === undefined,
    entries: readTexts(value, here, parseEntry),
  };
};

const parseAction = (text: string, place: Place): string => {
  refusePlaceholder(text, place);
  const action = text.trim().toLowerCase();
  const colon = action.indexOf(':');
  if ((colon <= 0 || colon === action.length - 1) && (action === '' || /[^*]/.test(action))) {
    return refuse('bad-action', place(), `${JSON.stringify(text)} is not "service:action" or "*".`);
  }
  return action;
};

const parseResource = (text: string, place: Place): string => {
  refusePlaceholder(text, place);
  if (text === '') return refuse('wrong-type', place(), 'A resource is an ARN pattern or "*".');
  return text;
};

const refusePlaceholder = (text: string, place: Place): void => {
  const placeholder = findPlaceholder(text);
  if (placeholder !== undefined) {
    refuse('placeholder', place(), `${placeholder} is a placeholder that was never filled in.`);
  }
};
