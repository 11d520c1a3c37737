import type { GuardrailFacts, GuardrailRecord, SeenGuardrail } from '../facts/account-facts.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Finding } from '../findings/finding.ts';
import type { EntryDraft } from '../history/entry.ts';
import type { Notice } from '../response/notice.ts';
import type { Read } from './read.ts';

/** What Ringfence saw last: the state before a change. */
export interface PrincipalMemory {
  recall(uniqueId: string): Promise<Read<{ facts: PrincipalFacts; asOf: string }>>;
  /** By `role/NAME` or `user/NAME`: a deleted or re-created principal is found by name. */
  recallByName(key: string): Promise<Read<{ facts: PrincipalFacts; asOf: string }>>;
  remember(facts: PrincipalFacts, asOf: string): Promise<void>;
}

/** Ringfence's own copy of guardrails. A row that is damaged is `unreadable`: whoever finds it names it and writes nothing over it. */
export interface GuardrailMemory {
  /** By id or ARN. */
  recall(identifier: string): Promise<Read<GuardrailRecord>>;
  /** Replaces what was remembered. */
  remember(facts: GuardrailFacts, asOf: string, heldAgainst?: SeenGuardrail): Promise<void>;
  /** Published versions that were seen, by number. They stay when the guardrail is gone. */
  versions(identifier: string): Promise<Read<readonly SeenGuardrail[]>>;
  /** A published version does not change: the first sight of it stays. */
  rememberVersion(facts: GuardrailFacts, asOf: string): Promise<void>;
}

/** History (`key`: a repeat is appended once) and notices that belong to saved findings. */
export type SavedWith = { entries: readonly EntryDraft[]; key: string; notices: readonly Notice[] };

/** Findings by subject. A write carries the versions it was computed from; a stale writer is refused and evaluates again. */
export interface FindingStore {
  ofSubject(subjectUniqueId: string): Promise<readonly Finding[]>;
  get(id: string): Promise<Read<Finding>>;
  /** All that are not resolved. */
  open(): Promise<readonly Finding[]>;
  /**
   * Each finding is written if the stored version is exactly one less (or none for version 1). What stands in `alongside` is
   * written in the same transaction: a finding that is kept is also in history and in the outbox, or none of the three.
   */
  save(
    findings: readonly Finding[],
    alongside?: SavedWith,
  ): Promise<{ saved: true } | { saved: false; stale: readonly string[] }>;
}

/** Deliveries already handled, by eventID; entries may be forgotten after a day. */
export interface DeliveryLog {
  /**
   * True the first time only. A claim that is neither completed nor released lapses after at most a quarter of an hour,
   * before the queue delivers again: a worker that died does not lose its event.
   */
  claim(function_: string, eventId: string): Promise<boolean>;
  /** Handled: every later claim is refused. */
  complete(function_: string, eventId: string): Promise<void>;
  /** Handling failed: the next delivery may try again. */
  release(function_: string, eventId: string): Promise<void>;
}
