import type { AgreedRead, AgreeingReads } from './agreeing-reads.ts';
import { ownEffectsOf, stateOfEffect } from './effect.ts';
import { boundaryWrite, isLookedAt, type LostUpdate } from './lost-update.ts';
import { carriedBy } from './mark-drift.ts';
import {
  askAgainAfter,
  describeChange,
  limit,
  lookInRecord,
  onRecord,
  saidBefore,
  withPrior,
  type SettlePorts,
} from './repair-lost-update.ts';
import type { LostUpdateOnRecord, Saga, SagaState } from './saga.ts';
import { advance, type Run } from './saga-run.ts';

const day = 86_400_000;

/** Something of it may be in force and none of these is ever settled. An undo leads out of each. */
const states: ReadonlySet<SagaState> = new Set(['FAILED', 'DRIFTED', 'ESCALATED', 'UNDO_CONFLICT']);

/** Its boundary was written, CloudTrail has had its time, and nobody has asked what it was written over. */
export const isToLookAt = (saga: Saga, now: string): boolean => {
  if (!states.has(saga.state) || isLookedAt(saga)) return false;
  const write = boundaryWrite(saga);
  if (write?.answer !== 'written' && write?.answer !== 'lost') return false;
  const age = Date.parse(now) - Date.parse(write.at);
  const isDue = saga.lookAt === undefined ? age >= askAgainAfter : Date.parse(saga.lookAt) <= Date.parse(now);
  return isDue && age < day;
};

/**
 * The look of A8 where a containment did not go as it should: what its boundary was written over is what an undo restores from then
 * on. Nothing is repaired in IAM: what is left of the containment is a person's by now.
 */
export const lookWhereWritten = async (run: Run<SettlePorts>, saga: Saga, reads: AgreeingReads): Promise<Saga> => {
  if (isLookedAt(saga) || boundaryWrite(saga) === undefined) return saga;
  switch (reads.read) {
    case 'disagreed':
    case 'unreadable':
      return saga;
    case 'gone':
      return known(run, saga, 'The principal does not go by that name any more.');
    case 'agreed':
      break;
  }
  if (reads.snapshot.uniqueId !== saga.plan.snapshot.uniqueId) return known(run, saga, 'The principal was made anew.');
  const sagas = await run.ports.sagas.ofSubject(saga.plan.subject.uniqueId);
  if (!isThere(saga, reads) && carriedBy(saga, sagas) === undefined) {
    return known(run, saga, 'Its boundary is not there any more: an undo does not touch what is.');
  }
  const found = await lookInRecord(run, saga);
  switch (found.lost) {
    case 'no':
      return known(run, saga, 'Its boundary was written over nothing of anybody else.');
    case 'unknown':
      return notKnown(run, saga, found.why);
    case 'unclear':
      return told(run, saga, {
        lostUpdate: onRecord(found.change),
        detail: `${describeChange(found)} before its boundary was set, and the boundary then is not certain: ${found.why}.`,
      });
    case 'yes':
      return corrected(run, saga, found);
  }
};

const isThere = ({ plan }: Saga, { snapshot, facts }: AgreedRead): boolean =>
  ownEffectsOf(plan).some(
    (effect) =>
      effect.effect === 'set-boundary' && stateOfEffect(effect, plan.snapshot, { snapshot, facts }) === 'done',
  );

const known = (run: Run<SettlePorts>, saga: Saga, note: string): Promise<Saga> =>
  advance(run, saga, {
    to: saga.state,
    change: { ...saidBefore(saga), looked: true },
    entry: { kind: 'gate', note },
  });

const notKnown = (run: Run<SettlePorts>, saga: Saga, why: string): Promise<Saga> => {
  const unanswered = (saga.unanswered ?? 0) + 1;
  if (unanswered >= limit) {
    return told(run, saga, {
      detail: `Whether its boundary was written over somebody's change is not known: ${why}. Look in CloudTrail for it.`,
    });
  }
  const lookAt = new Date(Date.parse(run.ports.clock.now()) + askAgainAfter).toISOString();
  return advance(run, saga, {
    to: saga.state,
    change: { ...saidBefore(saga), unanswered, lookAt },
    entry: { kind: 'gate', note: `What its boundary was written over is not known yet: ${why}.` },
  });
};

/** It says what went wrong first, and this too. */
const told = (
  run: Run<SettlePorts>,
  saga: Saga,
  { lostUpdate, detail }: { lostUpdate?: Omit<LostUpdateOnRecord, 'repair'>; detail: string },
): Promise<Saga> =>
  advance(run, saga, {
    to: saga.state,
    change: {
      outcome: 'LOST_UPDATE_CONFLICT',
      detail: `${saga.outcome ?? saga.state}: ${saga.detail ?? ''} ${detail}`,
      plan: saga.plan,
      looked: true,
      ...(lostUpdate === undefined ? {} : { lostUpdate: { ...lostUpdate, repair: 'person' } }),
    },
    entry: { kind: 'failed' },
    stage: 'failed',
  });

const corrected = async (run: Run<SettlePorts>, saga: Saga, found: LostUpdate & { lost: 'yes' }): Promise<Saga> => {
  const lostUpdate = onRecord(found.change);
  const what = `${describeChange(found)} and its boundary was written over that`;
  if (found.boundary === undefined) {
    return told(run, withPrior(saga, undefined), {
      lostUpdate,
      detail: `${what}: none was to be there, and an undo leaves it off.`,
    });
  }
  const policy = await run.ports.boundaries.readPolicy(found.boundary);
  if (policy.found !== 'yes') {
    const why = policy.found === 'no' ? 'it does not exist any more' : policy.why;
    return told(run, saga, { lostUpdate, detail: `${what}: ${found.boundary}, which cannot be read: ${why}.` });
  }
  const { document, versionId } = policy.value;
  const boundary = { arn: found.boundary, versionId, document };
  return told(run, withPrior(saga, boundary), {
    lostUpdate: { ...lostUpdate, boundary },
    detail: `${what}: an undo restores ${found.boundary} from now on, and not what was read before it.`,
  });
};
