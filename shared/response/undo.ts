import type { BoundaryRemover } from '../ports/containment-ports.ts';
import type { RecordedCalls } from '../ports/recorded-calls.ts';
import { missing, type Contained, type StepResult } from './contain.ts';
import { carriedBy } from './mark-drift.ts';
import type { Outcome } from './outcome.ts';
import { isRepair } from './prior-fault.ts';
import type { Saga } from './saga.ts';
import { advance, LeaseLost, withLease, type Run, type SagaPorts } from './saga-run.ts';
import { mayMove } from './saga-transitions.ts';
import { undoGate, type UndoGateInput } from './undo-gate.ts';
import { planUndo, takeBack, verifyUndo } from './undo-steps.ts';

export type UndoPorts = SagaPorts & { boundaryRemover: BoundaryRemover; recordedCalls: RecordedCalls };

export type UndoRequest = { sagaId: string } & UndoGateInput['request'];

export type Undone =
  | Contained
  /** It had been undone before: nothing was read or written, and the saga says so. Its record stays as it is. */
  | { ran: true; saga: Saga; again: true }
  /** Nothing was written; the refusal is in history. */
  | { ran: false; why: 'refused'; outcome: Outcome; detail: string };

/**
 * Takes back what a saga set, to the exact state it recorded, or refuses by name. It does not silence the check: without
 * an exemption it fires again (steps U1 to U6).
 */
export const undo =
  (ports: UndoPorts) =>
  (request: UndoRequest): Promise<Undone> =>
    withSaga(ports, request.sagaId, (run, saga) => begin(run, saga, request));

/** Goes on with an undo that a worker left. */
export const resumeUndo =
  (ports: UndoPorts) =>
  (sagaId: string): Promise<Undone> =>
    withSaga(ports, sagaId, goOn);

export const withSaga = async (
  ports: UndoPorts,
  sagaId: string,
  work: (run: Run<UndoPorts>, saga: Saga) => Promise<Undone>,
): Promise<Undone> => {
  const known = await ports.sagas.get(sagaId);
  if (known.found !== 'yes') return missing(sagaId, known);
  try {
    const answer = await withLease(ports, known.value.plan.subject.uniqueId, async (run) => {
      const stored = await ports.sagas.get(sagaId);
      return stored.found === 'yes' ? work(run, stored.value) : missing(sagaId, stored);
    });
    return answer ?? { ran: false, why: 'busy', detail: `Another worker is at the principal of ${sagaId}.` };
  } catch (error) {
    if (error instanceof LeaseLost) return { ran: false, why: 'lost', detail: error.message };
    throw error;
  }
};

const begin = async (run: Run<UndoPorts>, saga: Saga, request: UndoRequest): Promise<Undone> => {
  if (saga.state === 'UNDONE') return { ran: true, saga: undoneBefore(saga), again: true };
  if (saga.state === 'UNDO_WRITTEN') return goOn(run, saga);
  const isUndoing = saga.state === 'UNDO_PLANNED' || saga.state === 'UNDO_INTENT';
  // A repair that stands still becomes the undo of the person who asks: it goes on where nobody's would not.
  if (isUndoing && !isRepair(saga, run)) return goOn(run, saga);
  if (!isUndoing && !mayMove(saga.state, 'UNDO_PLANNED')) {
    const detail = `${saga.id} is ${saga.state}: there is nothing of it to take back, or it is not done yet.`;
    return { ran: false, why: 'refused', outcome: saga.outcome ?? 'UNDO_CONFLICT', detail };
  }
  const { clock, modeSwitch } = run.ports;
  const now = clock.now();
  const { requestedBy, reason, approver } = request;
  const asked = { requestedBy, reason, ...(approver === undefined ? {} : { approver }) };
  const later = carriedBy(saga, await run.ports.sagas.ofSubject(saga.plan.subject.uniqueId));
  const verdict =
    later === undefined
      ? undoGate({ saga, request: asked, modeSwitch: await modeSwitch.read(), now })
      : {
          gate: 'refuse' as const,
          outcome: 'UNDO_CONFLICT' as const,
          detail: `${later.id} took over the boundary of this one and holds its Denies: undo ${later.id} first.`,
        };
  if (verdict.gate === 'refuse') {
    const { outcome, detail } = verdict;
    // The saga keeps its outcome: only the attempt is told.
    const kept = { ...(saga.outcome && { outcome: saga.outcome }), ...(saga.detail && { detail: saga.detail }) };
    await advance(run, saga, {
      to: saga.state,
      change: kept,
      entry: { kind: 'undo-refused', actor: { arn: requestedBy }, outcome, reason, note: detail },
    });
    return { ran: false, why: 'refused', outcome, detail };
  }
  const planned = await advance(run, saga, {
    to: isUndoing ? saga.state : 'UNDO_PLANNED',
    change: { undo: { ...asked, at: now }, ...(saga.state === 'SETTLED' ? { looked: true as const } : {}) },
    entry: {
      kind: 'approval',
      actor: { arn: requestedBy },
      reason,
      approvals: approver === undefined ? [] : [approver],
      note: 'An undo was asked for. The check stays: without an exemption it fires again.',
    },
  });
  return goOn(run, planned);
};

/** What is told of a repeated undo; `UNDONE` would be read as done now. It is looked at after its end, so its last change is later. */
export const undoneBefore = (saga: Saga): Saga => ({
  ...saga,
  outcome: 'ALREADY_RESTORED',
  detail:
    `${saga.id} was undone before, at ${saga.undo?.at ?? saga.changedAt}` +
    (saga.undo === undefined ? '' : `, for ${saga.undo.requestedBy} (${saga.undo.reason})`) +
    `${saga.outcome === undefined || saga.outcome === 'UNDONE' ? '' : `: ${saga.outcome}`}. Nothing was written now.`,
});

export const goOn = async (run: Run<UndoPorts>, from: Saga): Promise<Undone> => {
  let saga = from;
  for (;;) {
    const result = await stepOf(run, saga);
    if ('stopped' in result) return { ran: true, saga: result.stopped };
    saga = result.moved;
  }
};

const stepOf = async (run: Run<UndoPorts>, saga: Saga): Promise<StepResult> => {
  switch (saga.state) {
    case 'UNDO_PLANNED':
      return planUndo(run, saga);
    case 'UNDO_INTENT':
      return takeBack(run, saga);
    case 'UNDO_WRITTEN':
      return verifyUndo(run, saga);
    default:
      return { stopped: saga };
  }
};
