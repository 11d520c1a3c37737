/** One record of the input, or why its line holds none. */
export type RecordInput = {
  /** From 1. */
  line: number;
  /** From 1, where one document holds several: its place in `Records`, in `Events` or in the list. */
  item?: number;
} & ({ record: unknown } | { unreadable: string });

/**
 * CloudTrail records as people have them: JSON lines of records or envelopes, a log file as CloudTrail delivers it
 * (`{"Records": […]}`, AWS: "CloudTrail log file examples"), what `aws cloudtrail lookup-events` prints, or a list of records as
 * `jq -s` makes one.
 */
export const readRecords = (text: string): readonly RecordInput[] => {
  const whole = parsed(text);
  // A document over many lines; one line is read as a line below.
  if (whole !== undefined && text.trimEnd().includes('\n')) return recordsOf(whole.value, 1);
  return text.split(/\r?\n/u).flatMap((line, index): readonly RecordInput[] => {
    if (line.trim() === '') return [];
    try {
      const value: unknown = JSON.parse(line);
      return recordsOf(value, index + 1);
    } catch (error) {
      return [
        {
          line: index + 1,
          unreadable: `line ${index + 1} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
        },
      ];
    }
  });
};

const parsed = (text: string): { value: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
};

const recordsOf = (value: unknown, line: number): readonly RecordInput[] => {
  const looked = lookedUp(value);
  // The latest is told first, and what happened first is to be replayed first.
  if (looked !== undefined) return looked.map((event, index) => recordWithin(event, line, index + 1)).reverse();
  const list = Array.isArray(value) ? value : trailRecords(value);
  return list === undefined
    ? [{ line, record: value }]
    : list.map((record: unknown, index) => ({ line, item: index + 1, record }));
};

const trailRecords = (value: unknown): readonly unknown[] | undefined =>
  typeof value === 'object' && value !== null && 'Records' in value && Array.isArray(value.Records)
    ? value.Records
    : undefined;

/** Events of LookupEvents (AWS CloudTrail API Reference, "LookupEvents"): each holds its record as a text. */
const lookedUp = (value: unknown): readonly unknown[] | undefined =>
  typeof value === 'object' && value !== null && 'Events' in value && Array.isArray(value.Events)
    ? value.Events
    : undefined;

const recordWithin = (event: unknown, line: number, item: number): RecordInput => {
  const text =
    typeof event === 'object' && event !== null && 'CloudTrailEvent' in event ? event.CloudTrailEvent : undefined;
  if (typeof text !== 'string')
    return {
      line,
      item,
      unreadable: `event ${item} of "Events" has no "CloudTrailEvent", which is its record as a text`,
    };
  const record = parsed(text);
  return record === undefined
    ? { line, item, unreadable: `the "CloudTrailEvent" of event ${item} is not JSON; was it cut off?` }
    : { line, item, record: record.value };
};
