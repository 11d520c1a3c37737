import type { Subject } from '../checks/check.ts';
import type { Cause, Finding, FindingId } from '../findings/finding.ts';
import type { Restoration } from './guardrail/restoration.ts';
import type { NoPlan } from './plan.ts';
import type { Saga } from './saga.ts';
import type { Exemption } from './settings.ts';

/** What people and machines are told. Formats are made from it in findings/formats. */
export type Notice = {
  /** Idempotency key: `f-…#4`, `c-…#7-applied`. */
  id: string;
  at: string;
  accountId: string;
} /** One principal, one story: all findings of one subject from one change. */ & (
  | {
      kind: 'findings';
      /** Everything that changed, for machines. */
      findings: readonly Finding[];
      /** The part that people are told of. Absent: all of it. Empty: machines only. */
      tell?: readonly FindingId[];
      /** What else stands about the subject: what it could do already. */
      open?: readonly Finding[];
      mode: string;
    }
  | {
      kind: 'containment';
      stage: 'planned' | 'approved' | 'applied' | 'verified' | 'refused' | 'failed' | 'undone' | 'conflict';
      saga: Saga;
    }
  /** A guardrail that is brought back, or whose loss is put back. */
  | {
      kind: 'restoration';
      stage: 'planned' | 'approved' | 'restored' | 'refused' | 'failed' | 'undone' | 'conflict';
      restoration: Restoration;
    }
  /** Ringfence plans nothing itself: what a person can do instead. */
  | { kind: 'routed'; subject: Subject; noPlan: NoPlan; findingIds: readonly FindingId[]; cause?: Cause }
  /** A containment that nobody has answered. `escalated`: the next contact is told too. */
  | { kind: 'waiting'; stage: 'escalated' | 'last-call'; saga: Saga }
  /** For the owner of an exemption. */
  | { kind: 'exemption'; stage: 'ends-soon' | 'ended'; exemption: Exemption }
  /** Whoever is behind so many contained principals that each further one waits for a person. */
  | { kind: 'actor'; actorArn: string; contained: readonly string[]; stopped: string }
  | { kind: 'baseline'; principals: number; findingsBySeverity: Readonly<Record<string, number>> }
  | { kind: 'incomplete'; detail: string; eventId?: string }
  | { kind: 'tampering'; findings: readonly Finding[] }
  | { kind: 'mode'; from: string; to: string; actor: string; reason: string }
);
