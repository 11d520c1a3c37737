import type { Domain, Several, ValueSet } from './domain.ts';
import { intersectScalars } from './scalar-set.ts';

/** The values in both. Total: types that differ become a mixed set, whose emptiness is decided over constants. */
export function intersect(a: Domain, b: Domain): Domain {
  const domain: Domain = {
    absent: a.absent && b.absent,
    emptyList: a.emptyList && b.emptyList,
    values: intersectValues(a.values, b.values),
  };
  if (holdsLists(domain.values)) return domain;
  const [left, right] = [severalOf(a), severalOf(b)];
  return left === undefined || right === undefined ? domain : { ...domain, several: intersectSeveral(left, right) };
}

/** The lists of two values or more in a domain. */
export const severalOf = ({ values, several }: Domain): Several | undefined => (holdsLists(values) ? values : several);

const holdsLists = (values: ValueSet): values is Several => values.kind === 'any' || values.kind === 'lists';

const intersectSeveral = (a: Several, b: Several): Several => {
  if (a.kind === 'any') return b;
  if (b.kind === 'any') return a;
  return { kind: 'lists', every: intersectScalars(a.every, b.every), some: [...a.some, ...b.some] };
};

function intersectValues(a: ValueSet, b: ValueSet): ValueSet {
  if (holdsLists(a) && holdsLists(b)) return intersectSeveral(a, b);
  if (a.kind === 'none' || b.kind === 'any') return a;
  if (b.kind === 'none' || a.kind === 'any') return b;
  // A single value is a list of one.
  if (a.kind === 'lists') return b.kind === 'lists' ? a : [a.every, ...a.some].reduce(intersectScalars, b);
  if (b.kind === 'lists') return [b.every, ...b.some].reduce(intersectScalars, a);
  return intersectScalars(a, b);
}
