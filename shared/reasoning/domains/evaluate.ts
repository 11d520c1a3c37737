import type { Criterion } from './criterion.ts';
import { sides, type Dispute, type Side, type Sided } from './dispute.ts';
import { emptyListHolds, plainOnList } from './domain-of.ts';
import type { KeyValue } from './member.ts';
import { memberOfSet } from './scalar-set.ts';

/** `rules`: which open rules the answer hangs on. */
export type Evaluation =
  | { disputed: false; result: boolean }
  | ({ disputed: true; rules: readonly Dispute[] } & Sided<boolean>);

/** One test against what a request holds under its key, in one reading. */
export function holds(criterion: Criterion, value: KeyValue, side: Side): boolean {
  if (value === undefined) return criterion.whenAbsent;
  const texts = typeof value === 'string' ? [value] : value;
  if (criterion.about === 'presence') {
    return texts.length === 0 ? emptyListHolds(criterion, side) : criterion.whenPresent;
  }
  const set = criterion.sets[side];
  const qualifier = criterion.operator.set;
  if (qualifier === 'ForAllValues') return texts.every((text) => memberOfSet(set, text));
  if (qualifier === 'ForAnyValue') return texts.some((text) => memberOfSet(set, text));
  const [only, ...more] = texts;
  if (only !== undefined && more.length === 0) return memberOfSet(set, only);
  return plainOnList(criterion, texts.length, side);
}

/** All readings at once. */
export function evaluate(criterion: Criterion, value: KeyValue): Evaluation {
  const [documented, wide, narrow] = sides.map((side) => holds(criterion, value, side));
  if (documented === undefined || wide === undefined || narrow === undefined) throw new TypeError('Three readings.');
  if (documented === wide && wide === narrow) return { disputed: false, result: documented };
  return { disputed: true, rules: rulesFor(criterion, value), documented, wide, narrow };
}

function rulesFor(criterion: Criterion, value: KeyValue): readonly Dispute[] {
  const plainList =
    typeof value === 'object' && value.length !== 1 && criterion.about === 'values' && !criterion.operator.set;
  return plainList ? ['plain-operator-on-list'] : criterion.disputes;
}
