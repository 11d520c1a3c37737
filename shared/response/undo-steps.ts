import { agreeingReadsWithin } from './agreeing-reads.ts';
import { compareBoundary, describeSince, type Found } from './compare-with-plan.ts';
import type { StepResult } from './contain.ts';
import { endWithSubject } from './end-saga.ts';
import type { Plan } from './plan.ts';
import { agreeAfterOf } from './run-settings.ts';
import type { Saga, SagaWrite } from './saga.ts';
import { advance, refOf, type Run } from './saga-run.ts';
import { snapshotOf, snapshotText } from './snapshot.ts';
import { undoGate } from './undo-gate.ts';
import type { UndoPorts } from './undo.ts';

const tries = 3;
type UndoRun = Run<UndoPorts>;

const readBoundary = async (run: UndoRun, saga: Saga): Promise<Found> =>
  compareBoundary(saga.plan, await agreeingReadsWithin(run.ports, refOf(saga), await agreeAfterOf(run), tries));

/** U1 and U2: the boundary is ours, by name, version and hash; then the intent. */
export const planUndo = async (run: UndoRun, saga: Saga): Promise<StepResult> => {
  const found = await readBoundary(run, saga);
  switch (found.found) {
    case 'prior':
      return alreadyRestored(run, saga, found);
    case 'desired':
      return intend(run, saga);
    default:
      return elsewhere(run, saga, found);
  }
};

const intend = async (run: UndoRun, saga: Saga): Promise<StepResult> => {
  const { documents, clock, modeSwitch } = run.ports;
  const request = saga.undo;
  if (request === undefined) return conflict(run, saga, 'Nobody is on record as having asked for the undo');
  const verdict = undoGate({ saga, request, modeSwitch: await modeSwitch.read(), now: clock.now() });
  if (verdict.gate === 'refuse') return { stopped: saga };
  const before = await documents.put(snapshotText(saga.plan.snapshot));
  const at = clock.now();
  return {
    moved: await advance(run, saga, {
      to: 'UNDO_INTENT',
      change: { writes: [...saga.writes, ...pendingCalls(saga.plan, at)] },
      entry: {
        kind: 'undo-intent',
        actor: { arn: request.requestedBy },
        reason: request.reason,
        approvals: request.approver === undefined ? [] : [request.approver],
        after: { hash: before },
      },
    }),
  };
};

const pendingCalls = ({ undo }: Plan, at: string): readonly SagaWrite[] =>
  undo.map((call) => ({ call, at, answer: 'pending' }));

/** U3. */
export const removeBoundary = async (run: UndoRun, saga: Saga): Promise<StepResult> => {
  const found = await readBoundary(run, saga);
  switch (found.found) {
    case 'prior':
      return { moved: await removed(run, saga, 'lost', undefined) };
    case 'desired':
      break;
    default:
      return elsewhere(run, saga, found);
  }
  const { clock, modeSwitch, principals, boundaryRemover } = run.ports;
  const request = saga.undo;
  if (request === undefined) return conflict(run, saga, 'Nobody is on record as having asked for the undo');
  const verdict = undoGate({ saga, request, modeSwitch: await modeSwitch.read(), now: clock.now() });
  if (verdict.gate === 'refuse') return { stopped: saga };
  // The lease may be another's by now: this write fails then, and the call is not made.
  const intended = await advance(run, saga, {
    to: 'UNDO_INTENT',
    entry: { kind: 'gate', note: 'The undo may go on; the call follows.' },
  });
  const read = await principals.readPrincipal(refOf(saga));
  const state = read.found === 'yes' ? snapshotOf(read.value) : undefined;
  if (read.found !== 'yes' || state?.known !== true) return { stopped: intended };
  const now = compareBoundary(saga.plan, {
    read: 'agreed',
    facts: read.value,
    snapshot: state.snapshot,
    at: clock.now(),
  });
  if (now.found !== 'desired') return { stopped: intended };
  const result = await boundaryRemover.deleteBoundary({ principal: refOf(saga), sagaId: saga.id });
  if (result.written === true) return { moved: await removed(run, intended, 'written', result.requestId) };
  // Not applied, perhaps applied, or nothing there any more: in each case the next reads tell.
  if (result.written === 'unknown' || result.code === 'gone')
    return { moved: await removed(run, intended, 'lost', undefined) };
  return conflict(run, intended, `IAM refused it: ${result.detail}`);
};

/** U4 and U6: IAM shows the state before, twice; then our policy goes, if nothing else uses it. */
export const verifyUndo = async (run: UndoRun, saga: Saga): Promise<StepResult> => {
  const found = await readBoundary(run, saga);
  switch (found.found) {
    case 'prior':
      return restored(run, saga, found);
    case 'desired':
      return {
        moved: await advance(run, saga, {
          to: 'UNDO_INTENT',
          entry: { kind: 'undo-intent', ...undoEntry(saga), note: 'IAM shows the boundary again.' },
        }),
      };
    default:
      return elsewhere(run, saga, found);
  }
};

const undoEntry = ({ undo }: Saga): { reason?: string; approvals?: readonly string[] } =>
  undo === undefined ? {} : { reason: undo.reason, approvals: undo.approver === undefined ? [] : [undo.approver] };

const elsewhere = async (
  run: UndoRun,
  saga: Saga,
  found: Exclude<Found, { found: 'prior' | 'desired' }>,
): Promise<StepResult> => {
  switch (found.found) {
    case 'gone':
    case 'replaced':
      return { moved: await endWithSubject(run, saga, found) };
    case 'other':
      return conflict(run, saga, found.differences);
    case 'disagreed':
    case 'unreadable':
      return { stopped: saga };
  }
};

const conflict = async (run: UndoRun, saga: Saga, detail: string): Promise<StepResult> => ({
  moved: await advance(run, saga, {
    to: 'UNDO_CONFLICT',
    change: { outcome: 'UNDO_CONFLICT', detail: `Nothing was taken back: ${detail}.` },
    entry: { kind: 'undo-refused' },
    stage: 'conflict',
  }),
});

const removed = (
  run: UndoRun,
  saga: Saga,
  answer: 'written' | 'lost',
  requestId: string | undefined,
): Promise<Saga> => {
  const isRemoval = (write: SagaWrite): boolean =>
    write.answer === 'pending' && write.call.operation.endsWith('-permissions-boundary');
  return advance(run, saga, {
    to: 'UNDO_WRITTEN',
    change: {
      writes: saga.writes.map((write) =>
        isRemoval(write) ? { ...write, answer, ...(requestId === undefined ? {} : { requestId }) } : write,
      ),
    },
    entry: { kind: 'undo-written' },
  });
};

const othersSince = (saga: Saga, found: Found & { found: 'prior' }): string => {
  const since = describeSince(saga.plan, found.snapshot);
  return since === '' ? '' : ` Changed by others since, and left alone: ${since}.`;
};

/** Somebody else took it back: no intent, so no call either. */
const alreadyRestored = async (run: UndoRun, saga: Saga, found: Found & { found: 'prior' }): Promise<StepResult> => {
  const after = await run.ports.documents.put(snapshotText(found.snapshot));
  return {
    moved: await advance(run, saga, {
      to: 'UNDONE',
      change: {
        outcome: 'ALREADY_RESTORED',
        detail: `IAM showed the recorded state already; ${saga.plan.policyArn ?? 'no policy'} is left as it is.${othersSince(saga, found)}`,
      },
      entry: { kind: 'undone', ...undoEntry(saga), after: { hash: after } },
      stage: 'undone',
    }),
  };
};

const restored = async (run: UndoRun, saga: Saga, found: Found & { found: 'prior' }): Promise<StepResult> => {
  const after = await run.ports.documents.put(snapshotText(found.snapshot));
  const policy = await deletePolicy(run, saga);
  const retained = policy.gone ? '' : ` The policy stays: ${policy.detail}.`;
  return {
    moved: await advance(run, saga, {
      to: 'UNDONE',
      change: {
        outcome: policy.gone ? 'UNDONE' : 'UNDO_POLICY_RETAINED',
        detail: `IAM shows the recorded state again, twice.${retained}${othersSince(saga, found)}`,
        writes: policy.writes,
      },
      entry: { kind: 'undone', ...undoEntry(saga), after: { hash: after } },
      stage: 'undone',
    }),
  };
};

/** Nothing uses it any more, as far as IAM says; a policy that stays is harmless and is named. */
const deletePolicy = async (
  run: UndoRun,
  saga: Saga,
): Promise<{ gone: boolean; detail: string; writes: Saga['writes'] }> => {
  const { policyArn } = saga.plan;
  if (policyArn === undefined) return { gone: true, detail: '', writes: saga.writes };
  const result = await run.ports.boundaryRemover.deletePolicy({ arn: policyArn, sagaId: saga.id });
  const gone = result.written === true || (result.written === false && result.code === 'gone');
  const mark = (write: SagaWrite): SagaWrite =>
    write.call.operation === 'delete-policy' && write.answer === 'pending'
      ? {
          ...write,
          answer: result.written === true ? 'written' : result.written === 'unknown' ? 'lost' : 'refused',
          ...(result.written === true && result.requestId !== undefined ? { requestId: result.requestId } : {}),
        }
      : write;
  return { gone, detail: result.written === true ? '' : result.detail, writes: saga.writes.map(mark) };
};
