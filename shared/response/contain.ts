import { beforeIntent } from './before-intent.ts';
import { writeEffects } from './write-effects.ts';
import type { Saga } from './saga.ts';
import { LeaseLost, withLease, type Run, type SagaPorts } from './saga-run.ts';
import { verifyContainment } from './verify-containment.ts';

export type Contained =
  | { ran: true; saga: Saga }
  /** `busy`: another worker has it. `lost`: it took over on the way. `missing`: there is no such saga. */
  | { ran: false; why: 'busy' | 'lost' | 'missing' | 'unreadable'; detail: string };

/** A step that moved nothing waits for the next run: IAM could not be read, or disagrees with itself. */
export type StepResult = { moved: Saga } | { stopped: Saga };

/**
 * Applies a planned saga, from wherever it stands: after a crash IAM decides how to go on, not what a worker remembers
 * (steps A3 to A7). Returns when it is contained, refused, waiting for a person, or has to be tried later.
 */
export const contain =
  (ports: SagaPorts) =>
  async (sagaId: string): Promise<Contained> => {
    const stored = await ports.sagas.get(sagaId);
    if (stored.found !== 'yes') return missing(sagaId, stored);
    try {
      const answer = await withLease(ports, stored.value.plan.subject.uniqueId, (run) => applyWithLease(run, sagaId));
      return answer ?? { ran: false, why: 'busy', detail: `Another worker is at the principal of ${sagaId}.` };
    } catch (error) {
      if (error instanceof LeaseLost) return { ran: false, why: 'lost', detail: error.message };
      throw error;
    }
  };

export const missing = (sagaId: string, read: { found: 'no' } | { found: 'unreadable'; why: string }): Contained =>
  read.found === 'no'
    ? { ran: false, why: 'missing', detail: `There is no containment ${sagaId}.` }
    : { ran: false, why: 'unreadable', detail: `${sagaId} cannot be read: ${read.why}` };

const applyWithLease = async (run: Run, sagaId: string): Promise<Contained> => {
  // Read again under the lease: it may have moved while this worker waited for it.
  const stored = await run.ports.sagas.get(sagaId);
  if (stored.found !== 'yes') return missing(sagaId, stored);
  let saga = stored.value;
  let sawPrior = false;
  for (;;) {
    const result: StepResult = await stepOf(run, saga, sawPrior);
    if ('stopped' in result) return { ran: true, saga: result.stopped };
    sawPrior = saga.state === 'PLANNED' || saga.state === 'WAITING';
    saga = result.moved;
  }
};

const stepOf = async (run: Run, saga: Saga, sawPrior: boolean): Promise<StepResult> => {
  switch (saga.state) {
    case 'PLANNED':
    case 'WAITING':
      return beforeIntent(run, saga);
    case 'INTENT':
      return writeEffects(run, saga, sawPrior);
    case 'WRITTEN':
      return verifyContainment(run, saga);
    case 'CONTAINED':
    case 'SETTLED':
    case 'REFUSED':
    case 'CONFLICT':
    case 'FAILED':
    case 'ESCALATED':
    case 'DRIFTED':
    case 'SUBJECT_GONE':
    case 'UNDO_PLANNED':
    case 'UNDO_INTENT':
    case 'UNDO_WRITTEN':
    case 'UNDONE':
    case 'UNDO_CONFLICT':
      return { stopped: saga };
  }
};
