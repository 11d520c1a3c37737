import { agreeingReadsWithin, type AgreedRead } from './agreeing-reads.ts';
import { refusedBySwitches } from './gate-delegated.ts';
import { asEnded, byUndoRole, callFor, nothingLost, policyAsEnded, tellPerson } from './end-after-undo.ts';
import { readLag } from './boundary-changes.ts';
import { canonicalJson } from './canonical-json.ts';
import { renamedSubject, underName } from './end-saga.ts';
import { isNarrowerBoundary } from './narrower-boundary.ts';
import type { PlannedCall, PolicyOnRecord, Snapshot } from './plan.ts';
import { agreeAfterOf } from './run-settings.ts';
import type { LostUpdateOnRecord, Saga, SagaWrite } from './saga.ts';
import { advance, refOf, type Run } from './saga-run.ts';
import { isInForce, isUnderway } from './saga-transitions.ts';
import { isOwnBoundary, laterWord } from './since-undo.ts';
import { snapshotOf, snapshotText } from './snapshot.ts';
import type { UndoPorts } from './undo.ts';

const tries = 3;
type UndoRun = Run<UndoPorts>;
/** The boundary that is to stand, and the record of who had set it. */
type Lost = LostUpdateOnRecord & { boundary: PolicyOnRecord };
type ToPerson = (why: string, now?: Saga) => Promise<Saga>;

/**
 * Puts back the boundary that an undo was written over: on two agreeing reads that show what the undo left, where it lets nothing more
 * through than that, never under the kill switch or in mode observe, as a recorded call.
 */
export const putBackAfterUndo = async (run: UndoRun, saga: Saga, until: string): Promise<Saga> => {
  const { ports } = run;
  const boundary = saga.lostUpdate?.boundary;
  if (boundary === undefined || saga.lostUpdate === undefined) return saga;
  const lost: Lost = { ...saga.lostUpdate, boundary };
  const call = callFor(saga, boundary.arn);
  if (call === undefined) return saga;
  const isLate = Date.parse(until) <= Date.parse(ports.clock.now());
  const toPerson: ToPerson = (why, now = saga) =>
    tellPerson(run, now, {
      lostUpdate: lost,
      detail: `${lost.by ?? 'Somebody'} had set the boundary ${boundary.arn} at ${lost.at}, and it was written over: ${why}`,
      call,
    });
  const later = (why: string): Promise<Saga> => (isLate ? toPerson(why) : Promise.resolve(saga));

  const others = (await ports.sagas.ofSubject(saga.plan.subject.uniqueId)).filter(({ id }) => id !== saga.id);
  if (others.some(isUnderway)) return later('another containment of it is on its way.');
  const reads = await agreeingReadsWithin(ports, refOf(saga), await agreeAfterOf(run), tries);
  switch (reads.read) {
    case 'gone':
      return underAnotherName(run, saga, { lost, call });
    case 'disagreed':
      return later('IAM gave two different answers each time.');
    case 'unreadable':
      return later(`IAM could not be read: ${reads.why}.`);
    case 'agreed':
      break;
  }
  const { snapshot } = reads;
  const isAnother = snapshot.uniqueId !== saga.plan.snapshot.uniqueId;
  if (!isAnother && snapshot.boundary?.arn === boundary.arn) return stands(run, saga, lost, reads, call);
  const since = laterWord(saga, snapshot) ?? takenOffSince(saga, call, ports.clock.now());
  if (since !== undefined) return nothingLost(run, saga, since);
  if (isOwnBoundary(snapshot)) return containedAgain({ snapshot, others, toPerson });
  // It may have waited for an hour: what it lets through now counts, not what it let through then.
  const policy = await ports.boundaries.readPolicy(boundary.arn);
  if (policy.found === 'no') return toPerson('it does not exist any more.');
  if (policy.found === 'unreadable') return later(`it cannot be read: ${policy.why}.`);
  if (!isNarrowerBoundary(reads.facts, { arn: boundary.arn, ...policy.value }, reads.at)) {
    const present = snapshot.boundary?.arn ?? 'no boundary';
    return toPerson(
      `${present} stands there since the undo, and that the other lets nothing more through is not certain.`,
    );
  }
  const refused = refusedBySwitches(await ports.modeSwitch.read());
  return refused === undefined ? putBack(run, saga, { lost, call, toPerson, snapshot }) : later(refused.detail);
};

/** A call that IAM answered, and not only its record, is long past: whoever took the boundary off has spoken last. */
const takenOffSince = ({ writes }: Saga, call: PlannedCall, now: string): string | undefined => {
  const wanted = JSON.stringify(call);
  const made = writes.find((write) => JSON.stringify(write.call) === wanted && write.answer === 'written');
  return made === undefined || Date.parse(now) - Date.parse(made.at) < readLag
    ? undefined
    : `It was put back at ${made.at} and was taken off since: that stays.`;
};

/** A user that was renamed has lost its boundary all the same. */
const underAnotherName = async (
  run: UndoRun,
  saga: Saga,
  { lost, call }: { lost: Lost; call: PlannedCall },
): Promise<Saga> => {
  const { arn } = saga.plan.subject;
  const renamed = await renamedSubject(run, saga);
  return renamed === undefined
    ? nothingLost(run, saga, `${arn} does not go by that name any more: nothing is put back.`)
    : tellPerson(run, saga, {
        lostUpdate: lost,
        detail: `${lost.by ?? 'Somebody'} had set the boundary ${lost.boundary.arn} at ${lost.at}, and it was written over: ${arn} was renamed to ${renamed.arn} since.`,
        call: underName(call, renamed.name),
      });
};

const containedAgain = ({
  snapshot,
  others,
  toPerson,
}: {
  snapshot: Snapshot;
  others: readonly Saga[];
  toPerson: ToPerson;
}): Promise<Saga> => {
  const later = others.find((each) => isInForce(each) && each.plan.policyArn === snapshot.boundary?.arn);
  return toPerson(
    `it is contained again${later === undefined ? '' : ` by ${later.id}`}, whose undo does not restore it: set it once that is undone.`,
  );
};

/** The last read before the call, and the call. */
const putBack = async (
  run: UndoRun,
  saga: Saga,
  { lost, call, toPerson, snapshot }: { lost: Lost; call: PlannedCall; toPerson: ToPerson; snapshot: Snapshot },
): Promise<Saga> => {
  const { ports } = run;
  const by = byUndoRole(run, saga);
  const ended = asEnded(saga);
  const reason = `${lost.boundary.arn}, set by ${lost.by ?? 'somebody'} at ${lost.at}, was written over.`;
  const pending: SagaWrite = { call, at: ports.clock.now(), answer: 'pending' };
  const intended = await advance(run, saga, {
    to: 'UNDONE',
    change: { ...ended, writes: [...saga.writes, pending] },
    entry: { kind: 'gate', ...by, reason, note: 'Nobody asked: what its owner had set is put back next.' },
  });
  const read = await ports.principals.readPrincipal(refOf(saga));
  const now = read.found === 'yes' ? snapshotOf(read.value) : undefined;
  if (now?.known !== true || !isSameBoundary(snapshot, now.snapshot)) return notCalled(run, intended);
  const result = await ports.boundaryRemover.restoreBoundary({
    principal: refOf(saga),
    policyArn: lost.boundary.arn,
    sagaId: saga.id,
  });
  const last = intended.writes.length - 1;
  const answer: SagaWrite['answer'] =
    result.written === true ? 'written' : result.written === 'unknown' ? 'lost' : 'refused';
  const id = result.written === true && result.requestId !== undefined ? { requestId: result.requestId } : {};
  const writes = intended.writes.map((write, index) => (index === last ? { ...write, answer, ...id } : write));
  const written = await advance(run, intended, {
    to: 'UNDONE',
    change: { ...ended, writes },
    entry: {
      kind: 'gate',
      ...by,
      note:
        result.written === true
          ? `${lost.boundary.arn} was put back.`
          : `It is not known to be back: ${result.detail}.`,
    },
  });
  if (result.written === false && result.code === 'denied')
    return toPerson(`IAM refused it: ${result.detail}.`, written);
  const reads = await agreeingReadsWithin(ports, refOf(saga), await agreeAfterOf(run), tries);
  // What it is otherwise, the next look says.
  return reads.read === 'agreed' && reads.snapshot.boundary?.arn === lost.boundary.arn
    ? stands(run, written, lost, reads, call)
    : written;
};

/** The document counts too: the two were compared. */
const isSameBoundary = (a: Snapshot, b: Snapshot): boolean =>
  a.uniqueId === b.uniqueId && canonicalJson(a.boundary ?? null) === canonicalJson(b.boundary ?? null);

/** What somebody else sets from here on is not by a call of ours. */
const notCalled = (run: UndoRun, intended: Saga): Promise<Saga> =>
  advance(run, intended, {
    to: 'UNDONE',
    change: {
      ...asEnded(intended),
      writes: intended.writes.map((write, index) =>
        index === intended.writes.length - 1 ? { ...write, answer: 'refused' } : write,
      ),
    },
    entry: {
      kind: 'gate',
      ...byUndoRole(run, intended),
      note: 'The last read showed something else: no call was made.',
    },
  });

/** It is back: by a call of ours that is on record, or because somebody set it again. */
const stands = async (
  run: UndoRun,
  saga: Saga,
  lost: Lost,
  { snapshot }: AgreedRead,
  call: PlannedCall,
): Promise<Saga> => {
  const wantedCall = JSON.stringify(call);
  const isOurs = saga.writes.some((write) => JSON.stringify(write.call) === wantedCall && write.answer !== 'refused');
  if (!isOurs) return nothingLost(run, saga, `${lost.boundary.arn} was set again by somebody else.`);
  const { afterUndo: _done, ...rest } = saga;
  return advance(run, rest, {
    to: 'UNDONE',
    change: {
      outcome: 'LOST_UPDATE_REPAIRED',
      detail: `The undo stands. The boundary ${lost.boundary.arn}, which ${lost.by ?? 'somebody'} had set at ${lost.at} and which was written over, is back.`,
      writes: saga.writes.map((write) =>
        JSON.stringify(write.call) === wantedCall && write.answer === 'pending' ? { ...write, answer: 'lost' } : write,
      ),
      ...policyAsEnded(saga),
    },
    entry: {
      kind: 'gate',
      ...byUndoRole(run, saga),
      after: { hash: await run.ports.documents.put(snapshotText(snapshot)) },
    },
    stage: 'undone',
  });
};
