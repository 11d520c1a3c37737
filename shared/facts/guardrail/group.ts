import { sameValue } from './same-value.ts';
import { isJsonObject } from '../../change/json-object.ts';
import { displayText } from '../../change/display-text.ts';
import { withoutEffect } from './field.ts';
import { capital, member, placeOf, shown, type FoundChange, type Item, type Place, type Rule } from './rule.ts';

/**
 * An object: what protects (`parts`), what says how well (`weights`, without effect while no part is on) and what counts by
 * itself (`always`). A member that none of them reads is unranked: this version does not know what it does.
 */
export const group = (made: {
  /** The member that tells the entries of a list apart. */
  key?: string;
  parts: readonly Rule[];
  weights?: readonly Rule[];
  always?: readonly Rule[];
}): Rule => {
  const weights = made.weights ?? [];
  const always = made.always ?? [];
  const all = [...made.parts, ...weights, ...always];
  const reads = [...(made.key === undefined ? [] : [made.key]), ...all.flatMap((rule) => rule.reads)];
  const isOff = (item: Item): boolean => made.parts.every((part) => part.isOff(item));
  return {
    reads,
    isOff,
    fields: () => [...(made.key === undefined ? [] : [{ path: made.key }]), ...all.flatMap((rule) => rule.fields())],
    compare: (before, after, at) => {
      const each = (rules: readonly Rule[]): readonly FoundChange[] =>
        rules.flatMap((rule) => rule.compare(before, after, at));
      const evaluated = !isOff(before) && !isOff(after);
      return [
        ...each(made.parts),
        ...(evaluated ? each(weights) : withoutEffect(each(weights))),
        ...each(always),
        ...unknownMembers(reads, before, after, at),
      ];
    },
  };
};

const unknownMembers = (reads: readonly string[], before: Item, after: Item, at: Place): readonly FoundChange[] =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((name) => !reads.includes(name))
    .flatMap((name) => unknownChange(member(before, name), member(after, name), memberPlace(at, name)));

/** The sentence names the member and what it belongs to: a path may hold a secret word. */
export const memberPlace = (at: Place, name: string): Place =>
  placeOf(at, name, `"${displayText(name, 64)}" of ${at.name}`);

/** A difference in something that this version cannot read. */
export const unknownChange = (
  before: unknown,
  after: unknown,
  at: Place,
  happened = 'differs',
): readonly FoundChange[] =>
  sameValue(before, after)
    ? []
    : [
        {
          path: at.path,
          steps: at.steps,
          verdict: 'unranked',
          before: shown(before),
          after: shown(after),
          sentence: `${capital(at.name)} ${happened}, and this version of Ringfence does not know what it does.`,
          unrecognised: true,
        },
      ];

/** A section under a name. */
export const nested = (name: string, sectionName: string, rule: Rule): Rule => {
  const sectionOf = (item: Item): Item => {
    const value = member(item, name);
    return isJsonObject(value) ? value : undefined;
  };
  const isReadable = (item: Item): boolean => {
    const value = member(item, name);
    return value === undefined || isJsonObject(value);
  };
  return {
    reads: [name],
    isOff: (item) => isReadable(item) && rule.isOff(sectionOf(item)),
    fields: () => rule.fields().map((field) => ({ ...field, path: `${name}.${field.path}` })),
    compare: (before, after, at) => {
      const place = placeOf(at, name, sectionName);
      return isReadable(before) && isReadable(after)
        ? rule.compare(sectionOf(before), sectionOf(after), place)
        : unknownChange(member(before, name), member(after, name), memberPlace(at, name));
    },
  };
};
