import type { Domain, ScalarKind } from './domain.ts';
import { readableTexts } from './scalar-set.ts';

/**
 * Absent, or values of the key's type as real requests carry them. A realistic search narrows each key whose type is
 * known with it, so that no answer hangs on a date that is none.
 */
export function wellFormed(type: ScalarKind | 'arns', cardinality: 'one' | 'many'): Domain {
  const every = readableTexts(type);
  return cardinality === 'one'
    ? { absent: true, emptyList: false, values: every }
    : { absent: true, emptyList: true, values: { kind: 'lists', every, some: [] } };
}
