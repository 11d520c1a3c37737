import type { Trigger } from './change.ts';
import rows from './known-events.json' with { type: 'json' };

/**
 * How sure we are that CloudTrail records this pair in this spelling: `seen` in a real record, `documented` by AWS,
 * `inferred` from the API's name.
 */
export type EventConfidence = 'seen' | 'documented' | 'inferred';

export type KnownEvent = {
  trigger: Trigger;
  eventSource: string;
  /** Without the date suffix of Lambda's event names. */
  eventName: string;
  group: string;
  category: 'management' | 'data';
  /** `every` Region, the `home` Region of the resource, or one Region's name. */
  regions: string;
  confidence: EventConfidence;
  /**
   * The spelling of the record where it carries a date (`UpdateFunctionCode20150331v2`). The date changes with the API
   * version, so an EventBridge pattern matches such a name by the prefix `eventName`.
   */
  recordedAs?: string;
};

const categories: Readonly<Record<string, KnownEvent['category']>> = { management: 'management', data: 'data' };
const confidences: Readonly<Record<string, EventConfidence>> = {
  seen: 'seen',
  documented: 'documented',
  inferred: 'inferred',
};

type Row = Omit<KnownEvent, 'trigger' | 'category' | 'confidence'> & { category: string; confidence: string };

const asKnown = (row: Row): KnownEvent => {
  const category = categories[row.category];
  const confidence = confidences[row.confidence];
  if (category === undefined || confidence === undefined) {
    throw new TypeError(`known-events.json: ${row.eventSource}:${row.eventName} has an unknown category or confidence`);
  }
  return {
    trigger: `${row.eventSource}:${row.eventName}`,
    eventSource: row.eventSource,
    eventName: row.eventName,
    group: row.group,
    category,
    regions: row.regions,
    confidence,
    ...(row.recordedAs === undefined ? {} : { recordedAs: row.recordedAs }),
  };
};

/** Every event that Ringfence reads, in the order of known-events.json. */
export const knownEvents: readonly KnownEvent[] = rows.map(asKnown);

const byTrigger: ReadonlyMap<string, KnownEvent> = new Map(knownEvents.map((event) => [event.trigger, event]));

/** Lambda writes the version of its API behind the name: `DeleteFunction20150331`, `AddPermission20150331v2`. */
const withoutDate = (eventName: string): string => eventName.replace(/\d{8}(?:v\d{1,3})?$/, '');

/** The row of a pair as a record spells it; a date at the end of the name is no part of it. */
export const knownEvent = (eventSource: string, eventName: string): KnownEvent | undefined =>
  byTrigger.get(`${eventSource}:${eventName}`) ?? byTrigger.get(`${eventSource}:${withoutDate(eventName)}`);

/** @throws {RangeError} for a group that known-events.json does not have: a check that hears nothing is a defect. */
export const triggersOfGroup = (...groups: readonly string[]): readonly Trigger[] => {
  const known = new Set(knownEvents.map(({ group }) => group));
  const missing = groups.filter((group) => !known.has(group));
  if (missing.length > 0) throw new RangeError(`known-events.json has no group ${missing.join(', ')}`);
  const wanted = new Set(groups);
  return knownEvents.filter(({ group }) => wanted.has(group)).map(({ trigger }) => trigger);
};
