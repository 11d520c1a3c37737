import type { Entry } from './entry.ts';
import type { Fault } from './verification.ts';

type Seen = { intent: boolean; undoIntent: boolean; containedAt?: string };

const day = 86_400_000;

/**
 * V13: no effect without an intent, no undo without a reason, and after a day none without an approval. Replayed over
 * entries in order.
 */
export const stateRules = (): ((entry: Entry, line: number) => readonly Fault[]) => {
  const sagas = new Map<string, Seen>();
  return (entry, line) => {
    const broken = (detail: string): readonly Fault[] => [
      { verdict: 'RULE_BROKEN', rule: 'V13', line, seq: entry.seq, detail },
    ];
    const { saga } = entry;
    if (saga === undefined) {
      return isEffect(entry) ? broken(`${entry.kind} belongs to no containment.`) : [];
    }
    const seen = sagas.get(saga) ?? { intent: false, undoIntent: false };
    sagas.set(saga, after(seen, entry));
    switch (entry.kind) {
      case 'written':
      case 'verified':
        return seen.intent ? [] : broken(`${saga} was ${entry.kind} without an intent before it.`);
      case 'undo-intent':
        return undoIntentFaults(seen, entry, broken);
      case 'undo-written':
        return seen.undoIntent ? [] : broken(`${saga} was taken back without an intent before it.`);
      case 'undone':
        return seen.undoIntent || entry.outcome === 'ALREADY_RESTORED'
          ? []
          : broken(`${saga} was undone without an intent before it.`);
      default:
        return [];
    }
  };
};

const isEffect = ({ kind }: Entry): boolean => kind === 'written' || kind === 'undo-written' || kind === 'undone';

const after = (seen: Seen, { kind, time }: Entry): Seen => {
  switch (kind) {
    case 'intent':
      return { ...seen, intent: true };
    case 'written':
      return seen.containedAt === undefined ? { ...seen, containedAt: time } : seen;
    case 'undo-intent':
      return { ...seen, undoIntent: true };
    // An intent is good for one end: a later effect needs another one.
    case 'refused':
      return { ...seen, intent: false };
    case 'undone':
      return { intent: false, undoIntent: false };
    default:
      return seen;
  }
};

const undoIntentFaults = (
  seen: Seen,
  { saga = '', reason, approvals, time }: Entry,
  broken: (detail: string) => readonly Fault[],
): readonly Fault[] => {
  if (reason === undefined || reason.trim() === '') return broken(`The undo of ${saga} has no reason.`);
  const isLate = seen.containedAt !== undefined && Date.parse(time) - Date.parse(seen.containedAt) > day;
  return isLate && (approvals === undefined || approvals.length === 0)
    ? broken(`The undo of ${saga} came more than a day after it and nobody approved it.`)
    : [];
};
