import type { Change } from '../change/change.ts';
import { isRestorable } from './choose-mechanism.ts';
import { asEnded, byUndoRole, callFor, nothingLost, tellPerson } from './end-after-undo.ts';
import {
  findLostByUndo,
  findLostUpdate,
  isLookedAt,
  isOverruled,
  lookFor,
  lookForUndo,
  type LostUpdate,
} from './lost-update.ts';
import { putBackAfterUndo } from './put-back-after-undo.ts';
import type { LostUpdateOnRecord, Saga } from './saga.ts';
import { advance, refOf, type Run } from './saga-run.ts';
import { isOwnPolicy } from './shield.ts';
import { laterWord } from './since-undo.ts';
import { snapshotOf } from './snapshot.ts';
import { withSaga, type Undone, type UndoPorts } from './undo.ts';

const minute = 60_000;
/** CloudTrail is asked again a quarter of an hour later, and then a person. */
const limit = 4;
const askAgainAfter = 15 * minute;
const putBackWithin = 60 * minute;

type UndoRun = Run<UndoPorts>;

/** Something is left to do: CloudTrail is to be asked, or a boundary waits to be put back. */
export const isLeftAfterUndo = ({ state, afterUndo }: Pick<Saga, 'state' | 'afterUndo'>, now: string): boolean =>
  state === 'UNDONE' &&
  afterUndo !== undefined &&
  (afterUndo.next === 'put-back' || Date.parse(afterUndo.at) <= Date.parse(now));

/**
 * U5: whether an undo wrote over somebody's change of the boundary, or gave back a state that was stale because the containment had.
 * What its owner had set comes back where that can only narrow; anything else is said to a person, with the call.
 */
export const lookAfterUndo =
  (ports: UndoPorts) =>
  (sagaId: string): Promise<Undone> =>
    withSaga(ports, sagaId, async (run, saga) => ({ ran: true, saga: await goOn(run, saga) }));

const goOn = async (run: UndoRun, saga: Saga): Promise<Saga> => {
  const { afterUndo } = saga;
  if (afterUndo === undefined || !isLeftAfterUndo(saga, run.ports.clock.now())) return saga;
  if (afterUndo.next === 'put-back') return putBackAfterUndo(run, saga, afterUndo.until);
  const found = await lookInRecord(run, saga);
  switch (found.lost) {
    case 'no':
      return nothingLost(run, saga, 'Nobody had changed its boundary in the moment before it was undone.');
    case 'unknown':
      return notKnown(run, saga, found, afterUndo.unanswered + 1);
    case 'unclear':
      return tellPerson(run, saga, {
        lostUpdate: onRecord(found.change),
        detail: `${described(found.change)}, and what it left is not certain: ${found.why}.`,
      });
    case 'overruled':
      return nothingLost(run, saga, `${described(found.change)} and was written over; it was changed again since.`);
    case 'yes':
      return wanted(run, saga, found);
  }
};

const lookInRecord = async (
  { ports }: UndoRun,
  saga: Saga,
): Promise<LostUpdate | { lost: 'overruled'; change: Change }> => {
  const { recordedCalls, clock, identity } = ports;
  const now = clock.now();
  const undo = lookForUndo(saga, now);
  if (undo === undefined) return { lost: 'no' };
  // An undo within the quarter of an hour: nobody has asked yet what the containment itself was written over.
  const containment = isLookedAt(saga) ? undefined : lookFor(saga, now);
  const from = containment === undefined || undo.from < containment.from ? undo.from : containment.from;
  const read = await recordedCalls.calls({ ...undo, from });
  if (read.found !== 'yes') return { lost: 'unknown', why: read.found === 'no' ? 'there is no record' : read.why };
  const byUndo = findLostByUndo(saga, read.value, identity);
  const found = byUndo.lost !== 'no' || containment === undefined ? byUndo : findLostUpdate(saga, read.value, identity);
  return found.lost === 'yes' && isOverruled(saga, read.value, identity)
    ? { lost: 'overruled', change: found.change }
    : found;
};

const onRecord = ({ eventId, occurredAt, actor }: Change): Omit<LostUpdateOnRecord, 'repair'> => ({
  eventId,
  at: occurredAt,
  ...(actor.arn === undefined ? {} : { by: actor.arn }),
  afterUndo: true,
});

const described = ({ actor, eventName, occurredAt, eventId }: Change): string =>
  `${actor.arn ?? 'Somebody'} called ${eventName} at ${occurredAt} (event ${eventId})`;

const notKnown = (
  run: UndoRun,
  saga: Saga,
  { why, quiet }: LostUpdate & { lost: 'unknown' },
  unanswered: number,
): Promise<Saga> => {
  if (unanswered < limit) {
    const at = new Date(Date.parse(run.ports.clock.now()) + askAgainAfter).toISOString();
    return advance(run, saga, {
      to: 'UNDONE',
      change: { ...asEnded(saga), afterUndo: { next: 'look', at, unanswered } },
      entry: { kind: 'gate', ...byUndoRole(run, saga), note: `Whether something was lost is not known: ${why}.` },
    });
  }
  // The call may not have been made at all: IAM showed the state before when the undo came to it.
  if (quiet === true)
    return nothingLost(run, saga, 'CloudTrail shows nobody who changed its boundary, the undo included.');
  return tellPerson(run, saga, {
    detail: `Whether the undo was written over somebody's change of the boundary is not known: ${why}. Look in CloudTrail for it.`,
  });
};

const wanted = async (run: UndoRun, saga: Saga, found: LostUpdate & { lost: 'yes' }): Promise<Saga> => {
  const { boundary: arn, change } = found;
  const lostUpdate = onRecord(change);
  const call = callFor(saga, arn);
  const toPerson = (why: string): Promise<Saga> =>
    tellPerson(run, saga, {
      lostUpdate,
      detail: `${described(change)} and was written over: ${why}`,
      ...(call === undefined ? {} : { call }),
    });
  const { identity, boundaries, clock, principals } = run.ports;
  const read = await principals.readPrincipal(refOf(saga));
  const state = read.found === 'yes' ? snapshotOf(read.value) : undefined;
  const since = state?.known === true ? laterWord(saga, state.snapshot) : undefined;
  if (since !== undefined) return nothingLost(run, saga, since);
  if (arn === undefined) return toPerson('it had taken the boundary off. To take it off again can widen.');
  if (identity.undoRestoresBoundaries !== true || !isRestorable(identity, arn)) {
    return toPerson(`the undo role of this installation may not put ${arn} back.`);
  }
  if (isOwnPolicy(arn)) return toPerson(`${arn} is a boundary of Ringfence, which only a containment sets.`);
  const policy = await boundaries.readPolicy(arn);
  if (policy.found !== 'yes') {
    return toPerson(
      `the boundary ${arn} cannot be read: ${policy.found === 'no' ? 'it does not exist any more' : policy.why}.`,
    );
  }
  const { document, versionId } = policy.value;
  const until = new Date(Date.parse(clock.now()) + putBackWithin).toISOString();
  const noted = await advance(run, saga, {
    to: 'UNDONE',
    change: {
      ...asEnded(saga),
      looked: true,
      lostUpdate: { ...lostUpdate, repair: 'put-back', boundary: { arn, versionId, document } },
      afterUndo: { next: 'put-back', until },
    },
    entry: {
      kind: 'gate',
      ...byUndoRole(run, saga),
      note: `${described(change)} and was written over: ${arn} is put back where that can only narrow.`,
    },
  });
  return putBackAfterUndo(run, noted, until);
};
