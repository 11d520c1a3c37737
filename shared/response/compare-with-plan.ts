import type { AgreeingReads, AgreedRead } from './agreeing-reads.ts';
import { desiredSnapshot } from './desired-snapshot.ts';
import { ownEffectsOf, stateOfEffect, withoutEffect, type EffectState, type OwnEffect } from './effect.ts';
import type { Plan, Snapshot } from './plan.ts';
import { describeDifference, differencesOf, withBoundaryOnRecord } from './snapshot.ts';

/** What IAM shows, against what a plan was made on and what it wants. IAM decides, not what a worker remembers. */
export type Found =
  | ({ found: 'desired' } & AgreedRead)
  | ({ found: 'prior' } & AgreedRead)
  /** Some effects are made and the others are not: a worker stopped between them. */
  | ({ found: 'partly' } & AgreedRead)
  | ({ found: 'other'; differences: string } & AgreedRead)
  | { found: 'replaced'; uniqueId: string }
  | { found: 'gone' }
  | { found: 'disagreed' }
  | { found: 'unreadable'; why: string };

const describe = (prior: Snapshot, now: Snapshot): string =>
  differencesOf(prior, now)
    .map((part) => describeDifference(prior, now, part))
    .join('; ');

const summed = (states: readonly EffectState[]): 'desired' | 'prior' | 'partly' | 'other' => {
  if (states.includes('other')) return 'other';
  if (states.every((state) => state === 'prior')) return 'prior';
  return states.every((state) => state === 'done') ? 'desired' : 'partly';
};

/** The snapshot with everything of ours as it was before. */
const withoutOurs = (plan: Plan, now: Snapshot, effects: readonly OwnEffect[]): Snapshot =>
  effects.reduce((snapshot, effect) => withoutEffect(snapshot, effect, plan.snapshot), now);

/** Every field counts: before a write, nothing may have moved but what the plan itself has done already. */
export const compareWithPlan = (plan: Plan, reads: AgreeingReads): Found => {
  if (reads.read !== 'agreed')
    return reads.read === 'unreadable' ? { found: 'unreadable', why: reads.why } : { found: reads.read };
  const { facts, snapshot, at } = reads;
  const agreed = { facts, snapshot, at };
  if (snapshot.uniqueId !== plan.snapshot.uniqueId) return { found: 'replaced', uniqueId: snapshot.uniqueId };
  const effects = ownEffectsOf(plan);
  const found = summed(effects.map((effect) => stateOfEffect(effect, plan.snapshot, agreed)));
  const differences = describe(plan.snapshot, found === 'other' ? snapshot : withoutOurs(plan, snapshot, effects));
  return found === 'other' || differences !== ''
    ? {
        found: 'other',
        differences: differences === '' ? 'our own policy holds another document' : differences,
        ...agreed,
      }
    : { found, ...agreed };
};

/**
 * Only what Ringfence set counts: an undo takes back its own documents and leaves alone what others changed since, which
 * `describeSince` tells. A credential that was deleted meanwhile has nothing left to take back.
 */
export const compareOwn = (plan: Plan, reads: AgreeingReads): Found => {
  if (reads.read !== 'agreed')
    return reads.read === 'unreadable' ? { found: 'unreadable', why: reads.why } : { found: reads.read };
  const { facts, snapshot, at } = reads;
  const agreed = { facts, snapshot, at };
  if (snapshot.uniqueId !== plan.snapshot.uniqueId) return { found: 'replaced', uniqueId: snapshot.uniqueId };
  const states = ownEffectsOf(plan).map((effect) => ({ effect, state: ownState(plan, effect, agreed) }));
  const found = summed(states.map(({ state }) => state));
  if (found !== 'other') return { found, ...agreed };
  const moved = states
    .filter(({ state }) => state === 'other')
    .map(({ effect }) => describeEffect(plan, effect, snapshot));
  return { found: 'other', differences: moved.join('; '), ...agreed };
};

/** Where one effect stands for an undo: what can no longer be undone because it is deleted counts as taken back. */
export const ownState = (plan: Plan, effect: OwnEffect, now: Pick<AgreedRead, 'snapshot' | 'facts'>): EffectState => {
  const state = stateOfEffect(effect, plan.snapshot, now);
  return state === 'other' && effect.effect === 'deactivate' ? 'prior' : state;
};

const describeEffect = (plan: Plan, effect: OwnEffect, now: Snapshot): string => {
  switch (effect.effect) {
    case 'set-boundary':
      return describeDifference(desiredSnapshot(plan), now, 'boundary');
    case 'put-inline':
      return `inline: inline:${effect.name} holds another document`;
    case 'attach':
      return `attached: ${effect.arn} holds another document`;
    case 'deactivate':
      return `${effect.credential.id} is gone`;
  }
};

/** What others changed between the snapshot and now, for whoever undoes; empty when nothing is left to tell. */
export const describeSince = (plan: Plan, now: Snapshot): string => {
  const rest = withoutOurs(plan, now, ownEffectsOf(plan));
  const prior = plan.asIf === undefined ? plan.snapshot : withBoundaryOnRecord(plan.snapshot, plan.asIf.boundary);
  return describe(prior, rest);
};
