import { readTexts, refuse, type Path } from './parsed.ts';
import { findPlaceholder } from './placeholder.ts';
import type { Listed, PrincipalEntry } from './policy.ts';
import type { JsonValue } from './read-json.ts';

const types: ReadonlyMap<string, 'AWS' | 'Service' | 'Federated' | 'CanonicalUser'> = new Map([
  ['AWS', 'AWS'],
  ['Service', 'Service'],
  ['Federated', 'Federated'],
  ['CanonicalUser', 'CanonicalUser'],
]);

/** Reads Principal or NotPrincipal (AWS: "AWS JSON policy elements: Principal"). */
export const parsePrincipals = (
  element: ReadonlyMap<string, JsonValue>,
  path: Path,
): Listed<PrincipalEntry> | undefined => {
  const plain = element.get('Principal');
  const negative = element.get('NotPrincipal');
  if (plain !== undefined && negative !== undefined) {
    refuse('wrong-type', [...path, 'NotPrincipal'], 'A statement has Principal or NotPrincipal, never both.');
  }
  const value = plain ?? negative;
  if (value === undefined) return undefined;
  const here = [...path, plain === undefined ? 'NotPrincipal' : 'Principal'];
  return { negated: plain === undefined, entries: parseEntries(value, here) };
};

const parseEntries = (value: JsonValue, path: Path): readonly PrincipalEntry[] => {
  if (value.kind === 'text') {
    if (value.text === '*') return [{ type: 'any' }];
    return refuse('wrong-type', path, 'A principal is "*" or an object such as {"AWS": "…"}.');
  }
  if (value.kind !== 'object') return refuse('wrong-type', path, 'A principal is "*" or an object.');
  return value.members.flatMap(({ key, value: values }) => {
    const type = types.get(key);
    if (type === undefined) {
      return refuse(
        'unknown-element',
        [...path, key],
        'A principal is of type AWS, Service, Federated or CanonicalUser.',
      );
    }
    return readTexts(values, [...path, key], (text, place): PrincipalEntry => {
      const placeholder = findPlaceholder(text);
      if (placeholder !== undefined) refuse('placeholder', place(), `${placeholder} was never filled in.`);
      if (text === '') refuse('wrong-type', place(), 'A principal has a name.');
      return type === 'AWS' && text === '*' ? { type: 'any' } : { type, value: text };
    });
  });
};
