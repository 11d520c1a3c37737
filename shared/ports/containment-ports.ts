import type { EntryDraft } from '../history/entry.ts';
import type { Notice } from '../response/notice.ts';
import type { Saga } from '../response/saga.ts';
import type { BlastLimits, Mode, ModeSwitch, Settings } from '../response/settings.ts';
import type { PrincipalRef } from './principal-reader.ts';
import type { Read } from './read.ts';

export type WriteResult =
  | { written: true; requestId?: string }
  /** IAM refused it: nothing was written. */
  | { written: false; code: 'denied' | 'conflict' | 'gone' | 'exists' | 'limit' | 'unmodifiable'; detail: string }
  /** The answer was lost or throttled: it may have been written. Read before anything else. */
  | { written: 'unknown'; code: 'throttled' | 'answer-lost'; detail: string };

/** Boundaries and content-named policies. Nothing here can grant: the adapter sends only documents that Ringfence composed. */
export interface BoundaryWriter {
  createPolicy(input: { arn: string; document: string; description: string; sagaId: string }): Promise<WriteResult>;
  /** `uses`: principals and groups that have it attached, and principals that have it as boundary. Absent: not known. */
  readPolicy(arn: string): Promise<Read<{ document: string; versionId: string; uses?: number }>>;
  putBoundary(input: { principal: PrincipalRef; policyArn: string; sagaId: string }): Promise<WriteResult>;
}

/**
 * Denies beside what a principal has. An optional role of its own: IAM cannot limit the content of an inline policy, so the
 * adapter sends nothing but documents whose every statement is a Deny.
 */
export interface DenyWriter {
  /** @throws where a statement of the document is no Deny, or the name is not one of Ringfence's: nothing is sent. */
  putInline(input: { principal: PrincipalRef; name: string; document: string; sagaId: string }): Promise<WriteResult>;
  /** Only a policy of Ringfence; the document is the one that `createPolicy` made under its name. */
  attach(input: { principal: PrincipalRef; policyArn: string; sagaId: string }): Promise<WriteResult>;
}

export type Credential = { kind: 'access-key' | 'service-credential'; id: string };

/** Makes credentials inactive, and nothing else. An optional role of its own. */
export interface CredentialWriter {
  deactivate(input: { userName: string; credential: Credential; sagaId: string }): Promise<WriteResult>;
}

/** Takes back what the writers set. Has a role of its own: all of it can widen. */
export interface BoundaryRemover {
  deleteBoundary(input: { principal: PrincipalRef; sagaId: string }): Promise<WriteResult>;
  /** Puts back the boundary that a merged one took the place of. */
  restoreBoundary(input: { principal: PrincipalRef; policyArn: string; sagaId: string }): Promise<WriteResult>;
  /** @throws where the name is not one of Ringfence's: nothing is sent. */
  deleteInline(input: { principal: PrincipalRef; name: string; sagaId: string }): Promise<WriteResult>;
  detach(input: { principal: PrincipalRef; policyArn: string; sagaId: string }): Promise<WriteResult>;
  reactivate(input: { userName: string; credential: Credential; sagaId: string }): Promise<WriteResult>;
  deletePolicy(input: { arn: string; sagaId: string }): Promise<WriteResult>;
}

/** What a store of sagas has to know of one. */
export type StoredSaga = {
  id: string;
  version: number;
  fence: number;
  state: string;
  plan: { subject: { uniqueId: string } };
  openedAt: string;
};

/** Sagas, with history and notices written in the same transaction. */
export interface SagaStore<S extends StoredSaga = Saga> {
  get(id: string): Promise<Read<S>>;
  ofSubject(uniqueId: string): Promise<readonly S[]>;
  list(): Promise<readonly S[]>;
  /**
   * One transaction: saga, history entries, notices. Written only if the stored version is `saga.version - 1` (version 1
   * creates), the stored fence is not above `saga.fence`, and the fence of the subject's lease is still `saga.fence`. So every
   * writer takes the lease first, and a worker whose lease went to another fails here.
   */
  advance(input: {
    saga: S;
    entries: readonly EntryDraft[];
    notices: readonly Notice[];
  }): Promise<{ advanced: true } | { advanced: false }>;
  /**
   * One worker a subject; the fence begins at 1 and grows with each taking, also by the same holder. Undefined: somebody else
   * holds it. An expired lease may be taken; its fence stays good until somebody does.
   */
  takeLease(subjectUniqueId: string, holder: string, milliseconds: number): Promise<{ fence: number } | undefined>;
  releaseLease(subjectUniqueId: string, holder: string): Promise<void>;
}

/** Notices that were stored and not yet sent. Each is sent at least once and has an id. */
export interface Outbox {
  /** For notices that belong to no saga and no finding. One with a known id is kept once, sent or not. */
  add(notices: readonly Notice[]): Promise<void>;
  /** Oldest first. */
  pending(): Promise<readonly Notice[]>;
  done(noticeId: string): Promise<void>;
}

/**
 * Limits counted atomically over all invocations, in sliding windows that end now. Now is the store's: workers whose clocks differ
 * share one window, so no caller says what time it is.
 */
export interface BlastSlots {
  /**
   * All limits in one step: a slot of each, or none. A saga has one slot: taking again for the same `sagaId` answers `taken`
   * and counts nothing. A slot is never given back. `limit` is the key of the limit that is used up, as in `BlastLimits`.
   */
  take(input: {
    accountId: string;
    checkIds: readonly string[];
    sagaId: string;
    principalCount: number;
    limits: BlastLimits;
  }): Promise<{ taken: true } | { taken: false; limit: string }>;
  /** Applies begun for this principal in the last hour. */
  attempts(subjectUniqueId: string): Promise<number>;
  recordAttempt(subjectUniqueId: string, sagaId: string): Promise<void>;
}

export interface SettingsStore {
  read(): Promise<Read<Settings>>;
  /** Written only over version `next.version - 1`. */
  write(next: Settings): Promise<{ saved: true } | { saved: false }>;
}

/** SSM in AWS: works with nothing else alive. */
export interface ModeSwitchStore {
  read(): Promise<Read<ModeSwitch>>;
  setMode(mode: Mode): Promise<void>;
  setKillSwitch(input: { killSwitch: boolean; freeze?: boolean }): Promise<void>;
}

/** Hands notices to people and machines. */
export interface Notifier {
  send(notice: Notice): Promise<void>;
}
