import type { RangeSet } from './range-set.ts';

/** Cuts are addresses as whole numbers: 32 bits for version 4, 128 bits for version 6. */
export const allV4: RangeSet<number> = [0, 2 ** 32];
export const allV6: RangeSet<bigint> = [0n, 1n << 128n];

export type Address = { version: 4; value: number } | { version: 6; value: bigint };
export type Block = { version: 4; range: RangeSet<number> } | { version: 6; range: RangeSet<bigint> };

function decimalByte(text: string): number | undefined {
  if (text.length === 0 || text.length > 3 || (text.length > 1 && text.startsWith('0'))) return undefined;
  for (const c of text) if (c < '0' || c > '9') return undefined;
  return Number(text) <= 255 ? Number(text) : undefined;
}

function readV4(text: string): number | undefined {
  const bytes = text.split('.', 5);
  if (bytes.length !== 4) return undefined;
  let value = 0;
  for (const byte of bytes) {
    const number = decimalByte(byte);
    if (number === undefined) return undefined;
    value = value * 256 + number;
  }
  return value;
}

function hexGroup(text: string): number | undefined {
  if (text.length === 0 || text.length > 4) return undefined;
  for (const c of text.toLowerCase()) if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return undefined;
  return Number.parseInt(text, 16);
}

/** The groups between colons; a last group may be a version 4 address. */
function readGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':', 9);
  for (const [index, part] of parts.entries()) {
    const four = index === parts.length - 1 && part.includes('.') ? readV4(part) : undefined;
    if (four !== undefined) {
      groups.push(Math.floor(four / 65536), four % 65536);
      continue;
    }
    const group = hexGroup(part);
    if (group === undefined) return undefined;
    groups.push(group);
  }
  return groups;
}

function readV6(text: string): bigint | undefined {
  const gap = text.indexOf('::');
  const head = readGroups(gap < 0 ? text : text.slice(0, gap));
  const tail = gap < 0 ? [] : readGroups(text.slice(gap + 2));
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  // A version 4 tail may stand only at the very end.
  if (gap < 0 ? missing !== 0 : missing < 1 || text.slice(0, gap).includes('.')) return undefined;
  let value = 0n;
  for (const group of [...head, ...Array<number>(missing).fill(0), ...tail]) value = (value << 16n) | BigInt(group);
  return value;
}

/** One address without a mask. Zone identifiers and leading zeros in version 4 are not read. */
export function readAddress(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  const four = readV4(text);
  if (four !== undefined) return { version: 4, value: four };
  const six = text.includes(':') ? readV6(text) : undefined;
  return six === undefined ? undefined : { version: 6, value: six };
}

/**
 * `203.0.113.0/24`, `2001:db8::/32` or one address (IAM User Guide, "IAM JSON policy elements: Condition operators", IP
 * address operators). Bits below the mask are ignored [unconfirmed].
 */
export function readBlock(text: string): Block | undefined {
  const slash = text.indexOf('/');
  const address = readAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const full = address.version === 4 ? 32 : 128;
  const length = slash < 0 ? full : maskLength(text.slice(slash + 1), full);
  if (length === undefined) return undefined;
  if (address.version === 4) {
    const size = 2 ** (32 - length);
    const first = Math.floor(address.value / size) * size;
    return { version: 4, range: [first, first + size] };
  }
  const bits = BigInt(128 - length);
  const first = (address.value >> bits) << bits;
  return { version: 6, range: [first, first + (1n << bits)] };
}

function maskLength(text: string, most: number): number | undefined {
  const length = decimalByte(text);
  return length !== undefined && length <= most ? length : undefined;
}

/** RFC 5952 text: lower case, the longest run of zero groups as `::`. */
export function addressText(address: Address): string {
  if (address.version === 4) {
    const { value } = address;
    return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
  }
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(((address.value >> shift) & 0xffffn).toString(16));
  const gap = longestZeroRun(groups);
  if (gap.length < 2) return groups.join(':');
  return `${groups.slice(0, gap.from).join(':')}::${groups.slice(gap.from + gap.length).join(':')}`;
}

function longestZeroRun(groups: readonly string[]): { from: number; length: number } {
  let best = { from: 0, length: 0 };
  for (let from = 0; from < groups.length; from++) {
    let to = from;
    while (groups[to] === '0') to++;
    if (to - from > best.length) best = { from, length: to - from };
  }
  return best;
}
