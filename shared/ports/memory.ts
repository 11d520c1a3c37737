import type { GuardrailFacts } from '../facts/account-facts.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Finding } from '../findings/finding.ts';
import type { Read } from './read.ts';

/** What Ringfence saw last: the state before a change. */
export interface PrincipalMemory {
  recall(uniqueId: string): Promise<Read<{ facts: PrincipalFacts; asOf: string }>>;
  /** By `role/NAME` or `user/NAME`: a deleted or re-created principal is found by name. */
  recallByName(key: string): Promise<Read<{ facts: PrincipalFacts; asOf: string }>>;
  remember(facts: PrincipalFacts, asOf: string): Promise<void>;
}

export interface GuardrailMemory {
  recall(identifier: string): Promise<Read<{ facts: GuardrailFacts; asOf: string }>>;
  remember(facts: GuardrailFacts, asOf: string): Promise<void>;
}

/** Findings by subject. A write carries the versions it was computed from; a stale writer is refused and evaluates again. */
export interface FindingStore {
  ofSubject(subjectUniqueId: string): Promise<readonly Finding[]>;
  get(id: string): Promise<Read<Finding>>;
  /** All that are not resolved. */
  open(): Promise<readonly Finding[]>;
  /** Each finding is written if the stored version is exactly one less (or none for version 1). */
  save(findings: readonly Finding[]): Promise<{ saved: true } | { saved: false; stale: readonly string[] }>;
}

/** Deliveries already handled, by eventID; entries may be forgotten after a day. */
export interface DeliveryLog {
  /** True the first time only. */
  claim(function_: string, eventId: string): Promise<boolean>;
  /** Handling failed: the next delivery may try again. */
  release(function_: string, eventId: string): Promise<void>;
}
