import { sameValue } from './same-value.ts';
import { capital, member, placeOf, shown, type FoundChange, type Item, type Place, type Rule } from './rule.ts';
import type { Order } from './order.ts';
import type { ChangeVerdict } from './verdict.ts';

/** The words for one difference: what is the case now, and what was before. */
export type Said = { name: string; before: unknown; after: unknown; verdict: ChangeVerdict };

export type Field = {
  name: string;
  order: Order;
  /** Without the full stop. `name` is the place's: `the prompt attack filter on input`. */
  say: (said: Said) => string;
  /** The value with which nothing of the side is evaluated at all. */
  offAt?: unknown;
  /** What is compared, where the meaning of the member depends on its neighbours. Default: the member itself. */
  meaning?: (item: Item) => unknown;
};

/** The difference in one field; nothing where both say the same. */
export const fieldChange = (field: Field, before: Item, after: Item, at: Place): readonly FoundChange[] => {
  const was = member(before, field.name);
  const is = member(after, field.name);
  if (sameValue(was, is)) return [];
  const { path, steps } = placeOf(at, field.name);
  const meaning = field.meaning ?? ((item: Item): unknown => member(item, field.name));
  const verdict = field.order.compare(meaning(before), meaning(after));
  const unrecognised = !field.order.recognises(meaning(before)) || !field.order.recognises(meaning(after));
  const words = capital(field.say({ name: at.name, before: was, after: is, verdict }));
  return [
    {
      path,
      steps,
      verdict,
      before: shown(was),
      after: shown(is),
      sentence: unrecognised ? `${words}. This version of Ringfence does not know that value.` : `${words}.`,
      unrecognised,
    },
  ];
};

/** Fields that count by themselves, whatever stands beside them. */
export const fields = (...all: readonly Field[]): Rule => ({
  reads: all.map(({ name }) => name),
  isOff: () => true,
  compare: (before, after, at) => all.flatMap((field) => fieldChange(field, before, after, at)),
  fields: () => all.map(ruleField),
});

export const ruleField = ({ name, order }: Field): { path: string; values?: readonly string[] } => ({
  path: name,
  ...(order.values === undefined ? {} : { values: order.values }),
});

/** A difference that protects nobody less: what it belongs to is off before or after. */
export const withoutEffect = (changes: readonly FoundChange[]): readonly FoundChange[] =>
  changes.map((change) =>
    change.unrecognised || change.verdict === 'same'
      ? change
      : {
          ...change,
          verdict: 'same',
          sentence: `${change.sentence} It has no effect of its own: nothing is evaluated.`,
        },
  );
