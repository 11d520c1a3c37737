import type { Order, RangeSet } from './range-set.ts';

/** An exact decimal number: no binary rounding, whatever its length. Zero has no sign. */
export type Decimal = { negative: boolean; whole: string; fraction: string };

/** A place on the number line: just before or just after a number, or an end of the line. */
export type DecimalCut = 'lowest' | 'highest' | { at: Decimal; after: boolean };

export const allDecimals: RangeSet<DecimalCut> = ['lowest', 'highest'];

const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9';

/**
 * `-12.50`, `+3`, `.5`, `7.`. Anything else is no number: AWS documents "integer or decimal values" (IAM User Guide,
 * "IAM JSON policy elements: Condition operators") and no exponent [unconfirmed].
 */
export function readDecimal(text: string): Decimal | undefined {
  const signed = text.startsWith('-') || text.startsWith('+');
  const from = signed ? 1 : 0;
  let point = -1;
  let digits = 0;
  for (let i = from; i < text.length; i++) {
    if (isDigit(text[i])) digits++;
    else if (text[i] === '.' && point < 0) point = i;
    else return undefined;
  }
  if (digits === 0) return undefined;
  const wholeEnd = point < 0 ? text.length : point;
  const whole = withoutLeadingZeros(text.slice(from, wholeEnd));
  const fraction = point < 0 ? '' : withoutTrailingZeros(text.slice(point + 1));
  const zero = whole === '' && fraction === '';
  return { negative: text.startsWith('-') && !zero, whole, fraction };
}

function withoutLeadingZeros(digits: string): string {
  let from = 0;
  while (digits[from] === '0') from++;
  return digits.slice(from);
}

function withoutTrailingZeros(digits: string): string {
  let to = digits.length;
  while (digits[to - 1] === '0') to--;
  return digits.slice(0, to);
}

export function decimalText(decimal: Decimal): string {
  const sign = decimal.negative ? '-' : '';
  const whole = decimal.whole === '' ? '0' : decimal.whole;
  return decimal.fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${decimal.fraction}`;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const size = a.whole.length - b.whole.length || compareText(a.whole, b.whole) || compareText(a.fraction, b.fraction);
  return a.negative ? -size : size;
}

export const decimalOrder: Order<DecimalCut> = (a, b) => {
  if (a === b) return 0;
  if (a === 'lowest' || b === 'highest') return -1;
  if (a === 'highest' || b === 'lowest') return 1;
  return compareDecimals(a.at, b.at) || Number(a.after) - Number(b.after);
};

export const before = (at: Decimal): DecimalCut => ({ at, after: false });
export const after = (at: Decimal): DecimalCut => ({ at, after: true });

/** A number between two cuts, whole when there is one; an end of the range when it belongs to it. */
export function decimalBetween(open: DecimalCut, close: DecimalCut): Decimal {
  if (typeof open === 'object' && !open.after) return open.at;
  if (typeof close === 'object' && close.after) return close.at;
  if (typeof open === 'object' && typeof close === 'object') return middle(open.at, close.at);
  if (typeof open === 'object') return fromScaled(floor(open.at) + 1n, 0);
  if (typeof close === 'object') return fromScaled(-floor(negated(close.at)) - 1n, 0);
  return { negative: false, whole: '', fraction: '' };
}

/** Strictly between two different numbers. */
function middle(low: Decimal, high: Decimal): Decimal {
  const whole = fromScaled(floor(low) + 1n, 0);
  if (compareDecimals(whole, high) < 0) return whole;
  const places = Math.max(low.fraction.length, high.fraction.length) + 1;
  return fromScaled((scaled(low, places) + scaled(high, places)) / 2n, places);
}

const negated = (decimal: Decimal): Decimal =>
  decimal.whole === '' && decimal.fraction === '' ? decimal : { ...decimal, negative: !decimal.negative };

function scaled(decimal: Decimal, places: number): bigint {
  const size = BigInt(`0${decimal.whole}${decimal.fraction.padEnd(places, '0')}`);
  return decimal.negative ? -size : size;
}

function floor(decimal: Decimal): bigint {
  const whole = BigInt(`0${decimal.whole}`);
  if (!decimal.negative) return whole;
  return decimal.fraction === '' ? -whole : -whole - 1n;
}

function fromScaled(units: bigint, places: number): Decimal {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  return {
    negative: units < 0n,
    whole: withoutLeadingZeros(digits.slice(0, cut)),
    fraction: withoutTrailingZeros(digits.slice(cut)),
  };
}
