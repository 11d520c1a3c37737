const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

/** 2024-10-17T20:09:52Z, 2025-01-21 17:49:47.000000000, 20131102T010628Z, 2024-10-17T20:09:52+02:00 */
const numeric =
  /^(\d{4})-?(\d{2})-?(\d{2})[T ](\d{2}):?(\d{2}):?(\d{2})(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
/** Jul 30, 2024 9:53:13 PM, and Feb 22, 2026, 4:11:47 PM with a narrow space, as IAM writes createDate */
const worded = /^([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2}):(\d{2})\s?([AP]M)$/i;

type Fields = { year: number; month: number; day: number; hour: number; minute: number; second: number; ms: number };

/** Checks the calendar: Date.UTC would silently turn 31 February into 2 March. */
const toIso = (fields: Fields, offsetMinutes: number): string | undefined => {
  const { year, month, day, hour, minute, second, ms } = fields;
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59 || year < 2000) return undefined;
  const instant = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  if (new Date(instant).getUTCDate() !== day) return undefined;
  return new Date(instant - offsetMinutes * 60_000).toISOString();
};

const offsetOf = (zone: string | undefined): number | undefined => {
  if (zone === undefined || /^(?:z|utc)$/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
};

const fromNumeric = (text: string): string | undefined => {
  const match = numeric.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const offset = offsetOf(zone);
  if (offset === undefined) return undefined;
  return toIso(
    {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
      ms: Number((fraction ?? '0').padEnd(3, '0').slice(0, 3)),
    },
    offset,
  );
};

const fromWorded = (text: string): string | undefined => {
  const match = worded.exec(text);
  if (match === null) return undefined;
  const [, name = '', day, year, hour, minute, second, half = ''] = match;
  const month = months.findIndex((known) => known === name.toLowerCase()) + 1;
  const clock = Number(hour);
  if (clock > 12) return undefined;
  return toIso(
    {
      year: Number(year),
      month,
      day: Number(day),
      hour: (clock % 12) + (half.toUpperCase() === 'PM' ? 12 : 0),
      minute: Number(minute),
      second: Number(second),
      ms: 0,
    },
    0,
  );
};

/** Seconds or milliseconds since 1970: CloudTrail's own LookupEvents and some shippers give numbers. */
const fromNumber = (value: number): string | undefined => {
  const ms = value < 1e11 ? value * 1000 : value;
  return ms >= Date.UTC(2000) && ms < Date.UTC(2200) ? new Date(ms).toISOString() : undefined;
};

/**
 * A time of a record as ISO 8601 in UTC with milliseconds, whatever of the known formats it comes in. A time without a
 * zone is UTC, as everything in CloudTrail is. Nothing for a time that cannot be read: never a guess.
 */
export const readTime = (value: unknown): string | undefined => {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  const text = value
    .slice(0, 64)
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();
  return fromNumeric(text) ?? fromWorded(text);
};
