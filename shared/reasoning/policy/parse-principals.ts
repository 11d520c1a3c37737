import { parseTexts, placeIn, type ReadText } from './parse-texts.ts';
import { isObject, measure, pathIn, refuse, type JsonObject, type Spot } from './parsed.ts';
import { findPlaceholder } from './placeholder.ts';
import type { Listed, PrincipalEntry } from './policy.ts';

const types: ReadonlyMap<string, 'AWS' | 'Service' | 'Federated' | 'CanonicalUser'> = new Map([
  ['AWS', 'AWS'],
  ['Service', 'Service'],
  ['Federated', 'Federated'],
  ['CanonicalUser', 'CanonicalUser'],
]);

/** Reads Principal or NotPrincipal (AWS: "AWS JSON policy elements: Principal"). */
export const parsePrincipals = (element: JsonObject, spot: Spot): Listed<PrincipalEntry> | undefined => {
  const plain = element['Principal'];
  const negative = element['NotPrincipal'];
  if (negative === undefined) {
    return plain === undefined ? undefined : { negated: false, entries: parseEntries(plain, 'Principal', spot) };
  }
  if (plain !== undefined) {
    const path = pathIn(spot, 'NotPrincipal');
    refuse('wrong-type', path, 'A statement has Principal or NotPrincipal, never both.');
  }
  return { negated: true, entries: parseEntries(negative, 'NotPrincipal', spot) };
};

const parseEntries = (value: unknown, name: string, spot: Spot): readonly PrincipalEntry[] => {
  if (value === '*') return [{ type: 'any' }];
  if (typeof value === 'string')
    return refuse('wrong-type', pathIn(spot, name), 'A principal is "*" or an object such as {"AWS": "…"}.');
  if (!isObject(value)) return refuse('wrong-type', pathIn(spot, name), 'A principal is "*" or an object.');
  return Object.keys(value).flatMap((key) => {
    const type = types.get(key);
    if (type === undefined) {
      return refuse(
        'unknown-element',
        pathIn(spot, name, key),
        'A principal is of type AWS, Service, Federated or CanonicalUser.',
      );
    }
    return parseTexts(value[key], spot, [name, key], parseName).map(
      (text): PrincipalEntry => (type === 'AWS' && text === '*' ? { type: 'any' } : { type, value: text }),
    );
  });
};

const parseName: ReadText = (text, spot, place) => {
  measure(spot, text);
  const placeholder = findPlaceholder(text);
  if (placeholder !== undefined) refuse('placeholder', placeIn(spot, place), `${placeholder} was never filled in.`);
  if (text === '') refuse('wrong-type', placeIn(spot, place), 'A principal has a name.');
  return text;
};
