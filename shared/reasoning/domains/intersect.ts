import type { Domain, ScalarSet, ValueSet } from './domain.ts';
import { intersectScalars } from './scalar-set.ts';

/** The values in both. Total: types that differ become a mixed set, whose emptiness is decided over constants. */
export function intersect(a: Domain, b: Domain): Domain {
  const meets = isPlainOnList(a.values, b.values);
  const doubt = a.doubt ?? b.doubt ?? (meets ? 'plain-operator-on-list' : undefined);
  const domain: Domain = {
    absent: a.absent && b.absent,
    emptyList: a.emptyList && b.emptyList,
    values: intersectValues(a.values, b.values),
  };
  return doubt === undefined ? domain : { ...domain, doubt };
}

const isPlainOnList = (a: ValueSet, b: ValueSet): boolean =>
  (isScalar(a) && b.kind === 'lists') || (a.kind === 'lists' && isScalar(b));

const isScalar = (set: ValueSet): set is ScalarSet => set.kind !== 'any' && set.kind !== 'none' && set.kind !== 'lists';

function intersectValues(a: ValueSet, b: ValueSet): ValueSet {
  if (a.kind === 'none' || b.kind === 'any') return a;
  if (b.kind === 'none' || a.kind === 'any') return b;
  if (a.kind === 'lists' && b.kind === 'lists') {
    return { kind: 'lists', every: intersectScalars(a.every, b.every), some: [...a.some, ...b.some] };
  }
  // A single value is a list of one.
  if (a.kind === 'lists') return b.kind === 'lists' ? a : [a.every, ...a.some].reduce(intersectScalars, b);
  if (b.kind === 'lists') return [b.every, ...b.some].reduce(intersectScalars, a);
  return intersectScalars(a, b);
}
