import type { CarriedDocument, Touched } from '../change.ts';
import type { Caller, CloudTrailRecord } from '../cloudtrail-record.ts';
import type { JsonObject } from '../json-object.ts';

/** What a reader may look at: the request, the answer, the resources the record lists, and who asked where. */
export type RecordBody = {
  /** Empty when the record has none. */
  parameters: JsonObject;
  response: JsonObject;
  resources: CloudTrailRecord['resources'];
  caller: Caller;
  accountId: string;
  region: string;
  /** The parameters were left out or withheld with a refusal: what they do not name may still have been named. */
  silent: boolean;
};

export type TouchReader = (body: RecordBody) => readonly Touched[];
export type DocumentReader = (body: RecordBody) => readonly CarriedDocument[];

/** How to read one event of known-events.json. */
export type EventReading = {
  touches: TouchReader;
  documents?: DocumentReader;
  /**
   * `always`: a successful call has parameters, so null means that they were left out. `sometimes`: null is an ordinary
   * call, for example CreateAccessKey for oneself. `never`: the call has none to give.
   */
  parameters: 'always' | 'sometimes' | 'never';
};

/** Event name to reading, for one event source or several that share it. */
export type EventReadings = Readonly<Record<string, EventReading>>;

export const reading = (touches: TouchReader, documents?: DocumentReader): EventReading => ({
  touches,
  ...(documents === undefined ? {} : { documents }),
  parameters: 'always',
});

/** Several readers: each says what it finds. */
export const all =
  (...readers: readonly TouchReader[]): TouchReader =>
  (body) =>
    readers.flatMap((reader) => reader(body));

/** The first reader that finds something. */
export const firstOf =
  (...readers: readonly TouchReader[]): TouchReader =>
  (body) => {
    for (const reader of readers) {
      const found = reader(body);
      if (found.length > 0) return found;
    }
    return [];
  };
