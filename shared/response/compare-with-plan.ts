import type { AgreeingReads, AgreedRead } from './agreeing-reads.ts';
import type { Plan, Snapshot } from './plan.ts';
import { desiredSnapshot } from './desired-snapshot.ts';
import { describeDifference, differencesOf } from './snapshot.ts';

/** What IAM shows, against what a plan was made on and what it wants. IAM decides, not what a worker remembers. */
export type Found =
  | ({ found: 'desired' } & AgreedRead)
  | ({ found: 'prior' } & AgreedRead)
  | ({ found: 'other'; differences: string } & AgreedRead)
  | { found: 'replaced'; uniqueId: string }
  | { found: 'gone' }
  | { found: 'disagreed' }
  | { found: 'unreadable'; why: string };

const describe = (prior: Snapshot, now: Snapshot): string =>
  differencesOf(prior, now)
    .map((part) => describeDifference(prior, now, part))
    .join('; ');

/** Every field counts: before a write, nothing may have moved. */
export const compareWithPlan = (plan: Plan, reads: AgreeingReads): Found => {
  if (reads.read !== 'agreed')
    return reads.read === 'unreadable' ? { found: 'unreadable', why: reads.why } : { found: reads.read };
  const { facts, snapshot, at } = reads;
  if (snapshot.uniqueId !== plan.snapshot.uniqueId) return { found: 'replaced', uniqueId: snapshot.uniqueId };
  if (differencesOf(snapshot, plan.snapshot).length === 0) return { found: 'prior', facts, snapshot, at };
  if (differencesOf(snapshot, desiredSnapshot(plan)).length === 0) return { found: 'desired', facts, snapshot, at };
  return { found: 'other', differences: describe(plan.snapshot, snapshot), facts, snapshot, at };
};

/**
 * Only what Ringfence set counts: an undo takes back its own document and leaves alone what others changed since.
 * `differences` of a `prior` or `desired` answer are left to `describeSince`.
 */
export const compareBoundary = (plan: Plan, reads: AgreeingReads): Found => {
  if (reads.read !== 'agreed')
    return reads.read === 'unreadable' ? { found: 'unreadable', why: reads.why } : { found: reads.read };
  const { facts, snapshot, at } = reads;
  if (snapshot.uniqueId !== plan.snapshot.uniqueId) return { found: 'replaced', uniqueId: snapshot.uniqueId };
  const onlyBoundary = (wanted: Snapshot): boolean => !differencesOf(snapshot, wanted).includes('boundary');
  if (onlyBoundary(plan.snapshot)) return { found: 'prior', facts, snapshot, at };
  if (onlyBoundary(desiredSnapshot(plan))) return { found: 'desired', facts, snapshot, at };
  return {
    found: 'other',
    differences: describeDifference(desiredSnapshot(plan), snapshot, 'boundary'),
    facts,
    snapshot,
    at,
  };
};

/** What others changed between the snapshot and now, for whoever undoes; empty when nothing is left to tell. */
export const describeSince = (plan: Plan, now: Snapshot): string =>
  differencesOf(plan.snapshot, now)
    .filter((part) => part !== 'boundary')
    .map((part) => describeDifference(plan.snapshot, now, part))
    .join('; ');
