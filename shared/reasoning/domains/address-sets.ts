import type { Ips } from './domain.ts';
import { allV4, allV6, readBlock } from './ip-address.ts';
import { bigintOrder, numberOrder, subtractRanges, uniteRanges, type RangeSet } from './range-set.ts';
import { negatedSets, unanimous, type SidedSet } from './sided-set.ts';

/**
 * `IpAddress` and `NotIpAddress`. An address of a version that no block speaks of is outside every block; the narrow
 * reading of the negated operator leaves it out.
 * @param values policy texts; `undefined` is a value with a wildcard, which is no block
 */
export function addressSets(negated: boolean, values: readonly (string | undefined)[]): SidedSet {
  let v4: RangeSet<number> = [];
  let v6: RangeSet<bigint> = [];
  let allRead = true;
  for (const text of values) {
    const block = text === undefined ? undefined : readBlock(text);
    if (block === undefined) allRead = false;
    else if (block.version === 4) v4 = uniteRanges(v4, block.range, numberOrder);
    else v6 = uniteRanges(v6, block.range, bigintOrder);
  }
  if (!negated) return unanimous({ kind: 'ips', v4, v6, unreadable: false });
  const [out4, out6] = [subtractRanges(allV4, v4, numberOrder), subtractRanges(allV6, v6, bigintOrder)];
  const wide: Ips = { kind: 'ips', v4: out4, v6: out6, unreadable: true };
  const narrow: Ips = {
    kind: 'ips',
    v4: allRead && v4.length > 0 ? out4 : [],
    v6: allRead && v6.length > 0 ? out6 : [],
    unreadable: false,
  };
  return v4.length > 0 && v6.length > 0
    ? negatedSets(wide, narrow)
    : negatedSets(wide, narrow, 'other-address-version');
}
