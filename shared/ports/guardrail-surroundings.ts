import type { JsonObject } from '../change/json-object.ts';
import type { SurroundingKey, SurroundingKind, SurroundingRecord } from '../facts/guardrail/surroundings.ts';
import type { Read } from './read.ts';

/** Reads what stands around guardrails, whole and as the API gives it: a restore needs each field. */
export interface SurroundingReader {
  /**
   * As it is now. `found: 'no'`: there is none. Of the kinds that no call of Bedrock gives (the organisation's policies, who
   * refers to a guardrail) it is `unreadable`: the sweep finds those elsewhere.
   */
  surrounding(key: SurroundingKey): Promise<Read<JsonObject>>;
}

/**
 * Ringfence's own record of what stood around guardrails: hash, time and actor. What it held is a document of the content store.
 * A row that is damaged is `unreadable`: whoever finds it names it and writes nothing over it.
 */
export interface SurroundingMemory {
  recall(key: SurroundingKey): Promise<Read<SurroundingRecord>>;
  /** Everything remembered of one kind in a Region, in the order of the identifiers; also what is gone since. */
  ofKind(region: string, kind: SurroundingKind): Promise<Read<readonly SurroundingRecord[]>>;
  /** Replaces what was remembered. */
  remember(record: SurroundingRecord): Promise<void>;
}
