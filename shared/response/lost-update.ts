import type { Change } from '../change/change.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import { boundaryIn, deleteOf, isAbout, isCallOf, lastWord, madeAt, putOf, readLag } from './boundary-changes.ts';
import { ownEffectsOf } from './effect.ts';
import { callOf, inverseOf } from './effect-calls.ts';
import type { Plan } from './plan.ts';
import { isPrincipal } from './same-person.ts';
import type { Saga, SagaWrite } from './saga.ts';

/** What the record says about the moment before our boundary was set, or taken off. */
export type LostUpdate =
  | { lost: 'no' }
  /** Somebody's change stood there and is gone. `boundary`: the one that was set; absent: the boundary had been taken off. */
  | { lost: 'yes'; boundary?: string; change: Change }
  /** Somebody changed it, and what is not certain. */
  | { lost: 'unclear'; why: string; change: Change }
  /**
   * Our own call is not recorded yet, so nothing can be said of what came before it. `quiet`: nobody else's is either, and whether
   * ours was made is not known.
   */
  | { lost: 'unknown'; why: string; quiet?: true };

/** What to read of the record. */
export type Wanted = { eventNames: readonly string[]; from: string; to: string };

const setBoundaryOf = (plan: Plan) => ownEffectsOf(plan).find((effect) => effect.effect === 'set-boundary');

const before = (from: number, plan: Plan, to: string): Wanted => ({
  eventNames: [putOf(plan), deleteOf(plan)],
  from: new Date(from - readLag).toISOString(),
  to,
});

/** The call that set the boundary, as far as the saga knows; undefined: none is on record, or none was ever wanted. */
export const boundaryWrite = ({ id, plan, writes }: Saga): SagaWrite | undefined => {
  const effect = setBoundaryOf(plan);
  if (effect === undefined) return undefined;
  const { operation, parameters } = callOf(effect, plan.subject, id);
  return writes.findLast(
    ({ call }) =>
      call.operation === operation && call.parameters['permissions-boundary'] === parameters['permissions-boundary'],
  );
};

/** The call that took it off again, or put back what it had taken the place of. */
export const boundaryUndoWrite = ({ plan, writes }: Saga): SagaWrite | undefined => {
  const effect = setBoundaryOf(plan);
  if (effect === undefined) return undefined;
  const wanted = JSON.stringify(inverseOf(effect, plan.subject, plan.replaced));
  return writes.findLast(({ call }) => JSON.stringify(call) === wanted);
};

/** Whether the containment's own write needs no look any more: it is known what it was written over, or a person was told. */
export const isLookedAt = ({ looked, lostUpdate }: Pick<Saga, 'looked' | 'lostUpdate'>): boolean =>
  looked === true || lostUpdate !== undefined;

/** What to read for `findLostUpdate`. Undefined: the plan can have written over nothing. */
export const lookFor = (saga: Saga, now: string): Wanted | undefined => {
  const { plan } = saga;
  if (setBoundaryOf(plan) === undefined) return undefined;
  const written = boundaryWrite(saga)?.at ?? plan.plannedAt;
  return before(Math.min(Date.parse(written), Date.parse(plan.plannedAt)), plan, now);
};

/**
 * Whether the boundary of a containment was written over somebody else's change: the last word on the principal's boundary before
 * ours, against what the plan was made on. CloudTrail gives seconds. One change in the second of ours came before it, because it
 * is ours that stands; two that differ give no order.
 * @param changes calls of `lookFor`, oldest first. IAM shows our boundary now, twice.
 */
export const findLostUpdate = (
  saga: Saga,
  changes: readonly Change[],
  { containRoleArn }: Pick<OwnIdentity, 'containRoleArn'>,
): LostUpdate => {
  const { plan } = saga;
  const ours = setBoundaryOf(plan)?.arn;
  if (ours === undefined) return { lost: 'no' };
  const isOwn = (change: Change): boolean => isCallOf(saga, change, { roleArn: containRoleArn, boundary: ours });
  const own = changes.findLast(isOwn);
  if (own === undefined) {
    return { lost: 'unknown', why: `CloudTrail does not show yet that ${saga.id} set its boundary` };
  }
  const others = changes.filter((change) => isWordOfAnother(plan, change) && isUntil(own, change) && !isOwn(change));
  return lostOf(plan, others, [plan.snapshot.boundary?.arn, ours]);
};

/** What to read for `findLostByUndo`. Undefined: the undo made no call for a boundary. */
export const lookForUndo = (saga: Saga, now: string): Wanted | undefined => {
  const written = boundaryUndoWrite(saga);
  return written === undefined ? undefined : before(Date.parse(written.at), saga.plan, now);
};

/**
 * The same of an undo: its reads showed our boundary, so that is what the last word before its call has to be. Whatever stood there
 * before our boundary was set is `findLostUpdate`'s.
 * @param changes calls of `lookForUndo`, oldest first. IAM has shown twice what the undo left.
 */
export const findLostByUndo = (
  saga: Saga,
  changes: readonly Change[],
  { containRoleArn, undoRoleArn }: Pick<OwnIdentity, 'containRoleArn' | 'undoRoleArn'>,
): LostUpdate => {
  const { plan } = saga;
  const ours = setBoundaryOf(plan)?.arn;
  const written = boundaryUndoWrite(saga);
  if (ours === undefined || written === undefined) return { lost: 'no' };
  const left = plan.replaced?.arn;
  const isOwnPut = (change: Change): boolean => isCallOf(saga, change, { roleArn: containRoleArn, boundary: ours });
  const isOwnUndo = (change: Change): boolean => isCallOf(saga, change, { roleArn: undoRoleArn, boundary: left });
  const others = changes.filter((change) => isWordOfAnother(plan, change) && !isOwnPut(change) && !isOwnUndo(change));
  const own = changes.findLast(isOwnUndo);
  if (own === undefined) {
    const isQuiet = others.length === 0 && written.answer !== 'written';
    const why = `CloudTrail does not show yet that ${saga.id} was undone`;
    return { lost: 'unknown', why, ...(isQuiet ? { quiet: true } : {}) };
  }
  const put = changes.findLast((change) => isOwnPut(change) && isUntil(own, change));
  // In the second of our put it came before it: our boundary stood afterwards.
  const since = others.filter((change) => isUntil(own, change) && (put === undefined || !isUntil(put, change)));
  return lostOf(plan, since, [left, ours]);
};

/**
 * Whether somebody has changed the boundary after the undo: that is the last word, and what was lost before is nobody's wish any more.
 * What Ringfence itself did since is nobody's.
 */
export const isOverruled = (
  saga: Saga,
  changes: readonly Change[],
  { containRoleArn, undoRoleArn }: Pick<OwnIdentity, 'containRoleArn' | 'undoRoleArn'>,
): boolean => {
  const { plan } = saga;
  const undo = changes.findLast((change) =>
    isCallOf(saga, change, { roleArn: undoRoleArn, boundary: plan.replaced?.arn }),
  );
  const isOfOurs = ({ actor: { arn } }: Change): boolean =>
    arn !== undefined && (isPrincipal(arn, containRoleArn) || isPrincipal(arn, undoRoleArn));
  return (
    undo !== undefined &&
    changes.some(
      (change) =>
        isWordOfAnother(plan, change) && isAbout(plan, change) === true && !isUntil(undo, change) && !isOfOurs(change),
    )
  );
};

const isUntil = (own: Change, { occurredAt }: Change): boolean => Date.parse(occurredAt) <= Date.parse(own.occurredAt);

const isWordOfAnother = (plan: Plan, change: Change): boolean =>
  change.outcome.result === 'succeeded' &&
  Date.parse(change.occurredAt) >= madeAt(plan) &&
  isAbout(plan, change) !== false;

/** @param expected boundaries that were known to be there, or stand there anyway; undefined: none */
const lostOf = (plan: Plan, others: readonly Change[], expected: readonly (string | undefined)[]): LostUpdate => {
  const last = lastWord(plan, others);
  switch (last.word) {
    case 'none':
      return { lost: 'no' };
    case 'unclear':
      return { lost: 'unclear', why: last.why, change: last.change };
    case 'set':
      return expected.includes(boundaryIn(plan, last.change))
        ? { lost: 'no' }
        : { lost: 'yes', change: last.change, ...(last.boundary === undefined ? {} : { boundary: last.boundary }) };
  }
};
