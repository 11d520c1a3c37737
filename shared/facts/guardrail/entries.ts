import { sameValue } from './same-value.ts';
import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { memberPlace, unknownChange } from './group.ts';
import { capital, member, placeOf, shown, type FoundChange, type Item, type Place, type Rule } from './rule.ts';
import { joinVerdicts, type ChangeVerdict } from './verdict.ts';

/**
 * A list whose order says nothing. Entries are paired by their key; none and no list are the same. A list that holds
 * something without a key, or one key twice with different contents, is compared as a whole: equal or unranked. So is an
 * entry whose key is of a closed list and not in it.
 */
export const entries = (made: {
  list: string;
  key: string;
  /** The keys that this version knows, where they are a closed list. */
  keys?: readonly string[];
  rule: Rule;
  /** What an entry is called in a sentence: `the prompt attack filter`. */
  nameOf: (key: string) => string;
  /** For lists of plain text. */
  itemOf?: (entry: unknown) => unknown;
  /** How the field of a plain text is listed. */
  fieldsAs?: readonly string[];
}): Rule => {
  const itemOf = made.itemOf ?? ((entry: unknown): unknown => entry);
  const isKnown = (key: string): boolean => made.keys === undefined || made.keys.includes(key);
  const read = (item: Item): ReadonlyMap<string, Entry> | undefined => keyed(member(item, made.list), made.key, itemOf);
  return {
    reads: [made.list],
    isOff: (item) => {
      const map = read(item);
      return map !== undefined && [...map].every(([key, entry]) => isKnown(key) && made.rule.isOff(entry.item));
    },
    fields: () =>
      made.fieldsAs === undefined
        ? made.rule.fields().map((field) => ({
            ...field,
            ...(field.path === made.key && made.keys !== undefined ? { values: made.keys } : {}),
            path: `${made.list}[].${field.path}`,
          }))
        : made.fieldsAs.map((path) => ({ path })),
    compare: (before, after, at) => {
      const was = read(before);
      const is = read(after);
      if (was === undefined || is === undefined) {
        return unknownChange(member(before, made.list), member(after, made.list), memberPlace(at, made.list));
      }
      const { path } = placeOf(at, made.list);
      return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
        const place: Place = {
          path: `${path}[${/^\w+$/u.test(key) ? key : JSON.stringify(key)}]`,
          name: made.nameOf(key),
          steps: [...at.steps, { list: made.list, matches: (entry) => keyOf(itemOf(entry), made.key) === key }],
        };
        if (!isKnown(key)) {
          const happened = !is.has(key) ? 'was removed' : was.has(key) ? 'differs' : 'was added';
          return unknownChange(was.get(key)?.raw, is.get(key)?.raw, place, happened);
        }
        const changes = made.rule.compare(was.get(key)?.item, is.get(key)?.item, place);
        return was.has(key) && is.has(key)
          ? changes
          : wholeEntry(changes, { before: was.get(key), after: is.get(key), place });
      });
    },
  };
};

/** `raw`: as the list has it. */
type Entry = { item: JsonObject; raw: unknown };

/** An entry that came or went is one difference, and beside it whatever it holds that this version does not know. */
const wholeEntry = (
  changes: readonly FoundChange[],
  { before, after, place }: { before: Entry | undefined; after: Entry | undefined; place: Place },
): readonly FoundChange[] => {
  const known = joinVerdicts(changes.filter((each) => !each.unrecognised).map(({ verdict }) => verdict));
  // Everything that is known of an entry falls or rises with it: the verdicts never point both ways.
  const verdict: ChangeVerdict = known === 'mixed' ? 'unranked' : known;
  const what = `${capital(place.name)} ${after === undefined ? 'was removed' : 'was added'}`;
  return [
    {
      path: place.path,
      steps: place.steps,
      verdict,
      before: shown(before?.raw),
      after: shown(after?.raw),
      sentence: verdict === 'same' ? `${what}; nothing of it was evaluated.` : `${what}.`,
      unrecognised: false,
    },
    ...changes.filter(({ unrecognised }) => unrecognised),
  ];
};

const keyOf = (item: unknown, key: string): unknown => (isJsonObject(item) ? member(item, key) : undefined);

/** Undefined: the list cannot be paired by key. */
const keyed = (
  list: unknown,
  key: string,
  itemOf: (entry: unknown) => unknown,
): ReadonlyMap<string, Entry> | undefined => {
  if (list === undefined) return new Map();
  if (!Array.isArray(list)) return undefined;
  const map = new Map<string, Entry>();
  for (const entry of list) {
    const item = itemOf(entry);
    if (!isJsonObject(item)) return undefined;
    const value = member(item, key);
    if (typeof value !== 'string') return undefined;
    const earlier = map.get(value);
    if (earlier !== undefined && !sameValue(earlier.item, item)) return undefined;
    map.set(value, { item, raw: entry });
  }
  return map;
};
