import { agreeingReadsWithin } from './agreeing-reads.ts';
import { compareOwn } from './compare-with-plan.ts';
import { refusedBySwitches } from './gate-delegated.ts';
import { closesAlone } from './plan-beside.ts';
import { besideOf } from './repair-lost-update.ts';
import { agreeAfterOf } from './run-settings.ts';
import type { Saga } from './saga.ts';
import { advance, refOf, type Run } from './saga-run.ts';
import { goOn, withSaga, type Undone, type UndoPorts } from './undo.ts';

const tries = 3;

/** A lost boundary waits to be put back: the undo role may, and the containing role never. */
export const waitsForBoundary = ({ state, lostUpdate }: Pick<Saga, 'state' | 'lostUpdate'>): boolean =>
  state === 'CONTAINED' && lostUpdate?.repair === 'put-back' && lostUpdate.boundary !== undefined;

/**
 * Puts back the boundary that a containment wrote over, as the undo of that containment. Only while every question answers no with
 * that boundary and the Deny beside it, on two agreeing reads; asked again before the call. A kill switch stops it: no person asked.
 */
export const putBackBoundary =
  (ports: UndoPorts) =>
  (sagaId: string): Promise<Undone> =>
    withSaga(ports, sagaId, begin);

const begin = async (run: Run<UndoPorts>, saga: Saga): Promise<Undone> => {
  const stays: Undone = { ran: true, saga };
  const lost = saga.lostUpdate;
  if (!waitsForBoundary(saga) || lost?.boundary === undefined) return stays;
  const { ports } = run;
  if (refusedBySwitches(await ports.modeSwitch.read()) !== undefined) return stays;
  const reads = await agreeingReadsWithin(ports, refOf(saga), await agreeAfterOf(run), tries);
  const found = compareOwn(saga.plan, reads);
  // What else it is, the containing function says: it looks at what is due.
  if (found.found !== 'desired' || !closesAlone(saga.plan, lost.boundary, found)) return stays;
  const beside = await besideOf(ports, saga);
  const approver = beside?.approval?.approver ?? saga.approval?.approver;
  const now = ports.clock.now();
  const reason = `${lost.boundary.arn}, set by ${lost.by ?? 'somebody'} at ${lost.at}, was written over: it is put back`;
  const requestedBy = ports.identity.undoRoleArn;
  const planned = await advance(run, saga, {
    to: 'UNDO_PLANNED',
    change: { undo: { requestedBy, reason, at: now, ...(approver === undefined ? {} : { approver }) } },
    entry: {
      kind: 'approval',
      actor: { arn: requestedBy, session: saga.id },
      reason,
      approvals: approver === undefined ? [] : [approver],
      note: 'Nobody asked: the Deny stays in force, and what its owner had set comes back.',
    },
  });
  return goOn(run, planned);
};
