import type { RangeSet } from './range-set.ts';

/** The range that a date holds: 100 million days around 1970. Cuts are whole milliseconds. */
const FARTHEST = 8.64e15;
export const allInstants: RangeSet<number> = [-FARTHEST, FARTHEST + 1];

/** No date needs more characters. */
const LONGEST = 64;

/** Reads a run of digits, nothing else. */
function digits(text: string): number | undefined {
  if (text === '') return undefined;
  for (const c of text) if (c < '0' || c > '9') return undefined;
  return Number(text);
}

/**
 * Milliseconds since 1970 from ISO 8601 as the W3C note on date and time formats has it (`2030-01-31T09:00:00Z`, also
 * year, month, day or minute alone, fractions, offsets) or from epoch seconds (IAM User Guide, "IAM JSON policy
 * elements: Condition operators", date operators). A time without an offset is read as UTC, a fraction below a
 * millisecond is cut off, and four digits are a year, not a second [unconfirmed].
 */
export function readInstant(text: string): number | undefined {
  if (text.length > LONGEST) return undefined;
  const instant = isYearFirst(text) ? readIso(text) : readEpoch(text);
  return instant !== undefined && Math.abs(instant) <= FARTHEST ? instant : undefined;
}

const isYearFirst = (text: string): boolean =>
  text.length === 4 ? digits(text) !== undefined : text.length > 4 && text[4] === '-';

function readEpoch(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const [seconds = '', fraction, ...rest] = (sign < 0 ? text.slice(1) : text).split('.');
  const whole = digits(seconds);
  if (whole === undefined || rest.length > 0) return undefined;
  if (fraction === undefined) return whole * 1000 * sign || 0;
  const millis = milliseconds(fraction);
  return millis === undefined ? undefined : (whole * 1000 + millis) * sign || 0;
}

function milliseconds(fraction: string): number | undefined {
  return digits(fraction) === undefined ? undefined : Number(fraction.slice(0, 3).padEnd(3, '0'));
}

function readIso(text: string): number | undefined {
  const [date = '', time, ...rest] = text.split('T');
  if (rest.length > 0) return undefined;
  const day = readDay(date);
  if (day === undefined || time === undefined) return day;
  const clock = date.length === 10 ? readClock(time) : undefined;
  return clock === undefined ? undefined : day + clock;
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, at midnight UTC. */
function readDay(date: string): number | undefined {
  const [year = '', month = '01', day = '01', ...rest] = date.split('-');
  if (rest.length > 0 || year.length !== 4 || month.length !== 2 || day.length !== 2) return undefined;
  const [y, m, d] = [digits(year), digits(month), digits(day)];
  if (y === undefined || m === undefined || d === undefined) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(y, m - 1, d);
  // A day that does not exist rolls over into the next month.
  return midnight.getUTCMonth() === m - 1 && midnight.getUTCDate() === d ? midnight.getTime() : undefined;
}

/** `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f`, then `Z`, `+hh:mm`, `-hh:mm` or nothing. */
function readClock(time: string): number | undefined {
  const zoneAt = Math.max(time.indexOf('Z'), time.indexOf('+'), time.indexOf('-'));
  const offset = zoneAt < 0 ? 0 : readOffset(time.slice(zoneAt));
  const [hour = '', minute = '', second = '00', ...rest] = (zoneAt < 0 ? time : time.slice(0, zoneAt)).split(':');
  const [whole = '', fraction, ...more] = second.split('.');
  if (offset === undefined || rest.length > 0 || more.length > 0) return undefined;
  const [h, m, s] = [twoDigits(hour, 23), twoDigits(minute, 59), twoDigits(whole, 59)];
  const millis = fraction === undefined ? 0 : milliseconds(fraction);
  if (h === undefined || m === undefined || s === undefined || millis === undefined) return undefined;
  return ((h * 60 + m) * 60 + s) * 1000 + millis - offset;
}

function twoDigits(text: string, most: number): number | undefined {
  const value = text.length === 2 ? digits(text) : undefined;
  return value !== undefined && value <= most ? value : undefined;
}

function readOffset(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const [hour = '', minute = '', ...rest] = zone.slice(1).split(':');
  const [h, m] = [twoDigits(hour, 23), twoDigits(minute, 59)];
  if (h === undefined || m === undefined || rest.length > 0 || zone.startsWith('Z')) return undefined;
  return (h * 60 + m) * 60_000 * (zone.startsWith('-') ? -1 : 1);
}

/** ISO 8601 in UTC for the years 0 to 9999, epoch seconds beyond. Reads back to the same instant. */
export function instantText(instant: number): string {
  const iso = new Date(instant).toISOString();
  if (iso.length === 24) return iso.endsWith('.000Z') ? `${iso.slice(0, 19)}Z` : iso;
  return secondsText(instant);
}

/** Seconds since 1970, with the milliseconds as a fraction where there are any. */
export function secondsText(instant: number): string {
  const size = Math.abs(instant);
  const fraction = size % 1000 === 0 ? '' : `.${String(size % 1000).padStart(3, '0')}`;
  return `${instant < 0 ? '-' : ''}${Math.floor(size / 1000)}${fraction}`;
}
