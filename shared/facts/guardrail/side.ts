import { member, type FoundChange, type Item, type Place, type Rule } from './rule.ts';
import { fieldChange, ruleField, withoutEffect, type Field } from './field.ts';

/**
 * What is evaluated on one side, the prompts or the answers. A side that is switched off, or whose strength is NONE, is the
 * least there is: its other fields then have no effect. So two sides that are off are the same, whatever else they say.
 * @param where ` on input`, ` on output`, or nothing for an entry with one side
 */
export const side = (where: '' | ' on input' | ' on output', all: readonly Field[]): Rule => {
  const endsIt = (field: Field, item: Item): boolean =>
    field.offAt !== undefined && member(item, field.name) === field.offAt;
  const isOff = (item: Item): boolean => item === undefined || all.some((field) => endsIt(field, item));
  return {
    reads: all.map(({ name }) => name),
    isOff,
    fields: () => all.map(ruleField),
    compare: (before, after, at) => {
      const place = { ...at, name: `${at.name}${where}` };
      const changes = (of: readonly Field[]): readonly FoundChange[] =>
        of.flatMap((field) => fieldChange(field, before, after, place));
      const wasOff = isOff(before);
      const isOffNow = isOff(after);
      if (!wasOff && !isOffNow) return changes(all);
      if (wasOff && isOffNow) return withoutEffect(changes(all));
      const verdict = isOffNow ? 'weaker' : 'stronger';
      const gone = before === undefined || after === undefined;
      const causes = all.filter((field) => endsIt(field, isOffNow ? after : before));
      const others = all.filter((field) => gone || !causes.includes(field));
      const turned = gone
        ? [turnedAt(at, verdict)]
        : changes(causes).map((change) => (change.unrecognised ? change : ({ ...change, verdict } as const)));
      return [...turned, ...withoutEffect(changes(others))];
    },
  };
};

/** An entry that protects by being there. */
export const presence: Rule = {
  reads: [],
  isOff: (item) => item === undefined,
  fields: () => [],
  compare: (before, after, at) => {
    if ((before === undefined) === (after === undefined)) return [];
    const verdict = after === undefined ? 'weaker' : 'stronger';
    return [turnedAt(at, verdict)];
  },
};

/** Part of an entry that came or went: the entry's own difference takes its place. */
const turnedAt = ({ path, steps }: Place, verdict: 'weaker' | 'stronger'): FoundChange => ({
  path,
  steps,
  verdict,
  before: null,
  after: null,
  sentence: '',
  unrecognised: false,
});
