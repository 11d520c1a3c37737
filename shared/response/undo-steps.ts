import { agreeingReadsWithin } from './agreeing-reads.ts';
import { compareOwn, describeSince, ownState, type Found } from './compare-with-plan.ts';
import type { StepResult } from './contain.ts';
import { deleteOwnPolicy } from './delete-own-policy.ts';
import { ownEffectsOf, type OwnEffect } from './effect.ts';
import { boundaryUndoWrite, isLookedAt } from './lost-update.ts';
import { inverseOf } from './effect-calls.ts';
import { endWithSubject } from './end-saga.ts';
import type { Plan, PlannedCall } from './plan.ts';
import { besideOf } from './repair-lost-update.ts';
import { endAsNotNeeded } from './not-needed.ts';
import { isInForce } from './saga-transitions.ts';
import { agreeAfterOf } from './run-settings.ts';
import type { Saga, SagaWrite } from './saga.ts';
import { advance, refOf, type Run } from './saga-run.ts';
import { sendInverse } from './send-effect.ts';
import { snapshotOf, snapshotText } from './snapshot.ts';
import { isRepair, priorFault, repairFault, repairWaits, type PriorFault } from './prior-fault.ts';
import { undoGate } from './undo-gate.ts';
import type { UndoPorts } from './undo.ts';

const tries = 3;
/** CloudTrail usually delivers within this time; it is typical, not promised [unconfirmed]. */
const horizon = 15 * 60_000;
type UndoRun = Run<UndoPorts>;

const readOwn = async (run: UndoRun, saga: Saga): Promise<Found> =>
  compareOwn(saga.plan, await agreeingReadsWithin(run.ports, refOf(saga), await agreeAfterOf(run), tries));

/** U1 and U2: what is in force is ours, by name, version and hash, and what it replaced is as recorded; then the intent. */
export const planUndo = async (run: UndoRun, saga: Saga): Promise<StepResult> => {
  const found = await readOwn(run, saga);
  switch (found.found) {
    case 'prior':
      return alreadyRestored(run, saga, found);
    case 'desired':
    case 'partly': {
      const fault = repairFault(run, saga, found) ?? (await priorFault(run, saga));
      return fault === undefined ? intend(run, saga) : cannotRestore(run, saga, fault);
    }
    default:
      return elsewhere(run, saga, found);
  }
};

const intend = async (run: UndoRun, saga: Saga): Promise<StepResult> => {
  const { documents, clock, modeSwitch } = run.ports;
  const request = saga.undo;
  if (request === undefined) return conflict(run, saga, 'Nobody is on record as having asked for the undo');
  const switches = await modeSwitch.read();
  const verdict = undoGate({ saga, request, modeSwitch: switches, now: clock.now() });
  if (verdict.gate === 'refuse' || repairWaits(run, saga, switches)) return { stopped: saga };
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

/** U3: the last effect first. */
export const takeBack = async (run: UndoRun, saga: Saga): Promise<StepResult> => {
  const found = await readOwn(run, saga);
  switch (found.found) {
    case 'prior':
      return { moved: await takenBack(run, saga, 'lost') };
    case 'desired':
    case 'partly':
      break;
    default:
      return elsewhere(run, saga, found);
  }
  const { clock, modeSwitch } = run.ports;
  const request = saga.undo;
  if (request === undefined) return conflict(run, saga, 'Nobody is on record as having asked for the undo');
  const switches = await modeSwitch.read();
  const verdict = undoGate({ saga, request, modeSwitch: switches, now: clock.now() });
  if (verdict.gate === 'refuse' || repairWaits(run, saga, switches)) return { stopped: saga };
  const fault = repairFault(run, saga, found) ?? (await priorFault(run, saga));
  if (fault !== undefined) return cannotRestore(run, saga, fault);
  // The lease may be another's by now: this write fails then, and the call is not made.
  let current = await advance(run, saga, {
    to: 'UNDO_INTENT',
    entry: { kind: 'gate', note: 'The undo may go on; the calls follow.' },
  });
  for (const effect of ownEffectsOf(saga.plan).toReversed()) {
    const result = await takeBackOne(run, current, effect);
    if (!('saga' in result)) return result;
    current = result.saga;
  }
  return { moved: await takenBack(run, current, 'lost') };
};

/** The last read before a call, and the call. */
const takeBackOne = async (run: UndoRun, saga: Saga, effect: OwnEffect): Promise<{ saga: Saga } | StepResult> => {
  const read = await run.ports.principals.readPrincipal(refOf(saga));
  const state = read.found === 'yes' ? snapshotOf(read.value) : undefined;
  if (read.found !== 'yes' || state?.known !== true) return { stopped: saga };
  const { plan } = saga;
  const { snapshot } = state;
  if (snapshot.uniqueId !== plan.snapshot.uniqueId) return { stopped: saga };
  switch (ownState(plan, effect, { facts: read.value, snapshot })) {
    case 'prior':
      return { saga };
    case 'other':
      return { stopped: saga };
    case 'done':
      break;
  }
  const result = await sendInverse(run.ports, effect, refOf(saga), { replaced: plan.replaced, sagaId: saga.id });
  const call = inverseOf(effect, plan.subject, plan.replaced);
  if (result.written === true) return { saga: marked(saga, call, 'written', result.requestId) };
  // Not applied, perhaps applied, or nothing there any more: in each case the next reads tell.
  if (result.written === 'unknown' || result.code === 'gone') return { saga: marked(saga, call, 'lost') };
  return conflict(run, saga, `IAM refused it: ${result.detail}`);
};

const marked = (saga: Saga, call: PlannedCall, answer: SagaWrite['answer'], requestId?: string): Saga => {
  const wanted = JSON.stringify(call);
  const at = saga.writes.findLastIndex((write) => JSON.stringify(write.call) === wanted);
  const writes = saga.writes.map((write, index) =>
    index === at ? { ...write, answer, ...(requestId === undefined ? {} : { requestId }) } : write,
  );
  return { ...saga, writes };
};

const cannotRestore = async (run: UndoRun, saga: Saga, { outcome, detail }: PriorFault): Promise<StepResult> => ({
  moved: await advance(run, saga, {
    to: 'UNDO_CONFLICT',
    change: { outcome, detail: `Nothing was taken back: ${detail}.` },
    entry: { kind: 'undo-refused' },
    stage: 'conflict',
  }),
});

/** U4 and U6: IAM shows the state before, twice; then our policy goes, if nothing else uses it. */
export const verifyUndo = async (run: UndoRun, saga: Saga): Promise<StepResult> => {
  const found = await readOwn(run, saga);
  switch (found.found) {
    case 'prior':
      return restored(run, saga, found);
    case 'desired':
    case 'partly':
      return {
        moved: await advance(run, saga, {
          to: 'UNDO_INTENT',
          entry: { kind: 'undo-intent', ...undoEntry(saga), note: 'IAM shows it in force again, or a part of it.' },
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
  found: Exclude<Found, { found: 'prior' | 'desired' | 'partly' }>,
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
    change: { outcome: 'UNDO_CONFLICT', detail: `${howFar(saga)}: ${detail}.` },
    entry: { kind: 'undo-refused' },
    stage: 'conflict',
  }),
});

const howFar = ({ plan, writes }: Saga): string => {
  const ours = new Set(plan.undo.map((call) => JSON.stringify(call)));
  return writes.some(
    ({ call, answer }) => (answer === 'written' || answer === 'lost') && ours.has(JSON.stringify(call)),
  )
    ? 'A part was taken back, and the rest is not as it was'
    : 'Nothing was taken back';
};

const takenBack = (run: UndoRun, saga: Saga, answer: 'written' | 'lost'): Promise<Saga> =>
  advance(run, saga, {
    to: 'UNDO_WRITTEN',
    change: {
      writes: saga.writes.map((write) =>
        write.answer === 'pending' && write.call.operation !== 'delete-policy' ? { ...write, answer } : write,
      ),
    },
    entry: { kind: 'undo-written' },
  });

const othersSince = (saga: Saga, found: Found & { found: 'prior' }): string => {
  const since = describeSince(saga.plan, found.snapshot);
  return since === '' ? '' : ` Changed by others since, and left alone: ${since}.`;
};

/** Somebody else took it back: no intent, so no call either. */
const alreadyRestored = async (run: UndoRun, saga: Saga, found: Found & { found: 'prior' }): Promise<StepResult> => {
  const after = await run.ports.documents.put(snapshotText(found.snapshot));
  await endBeside(run, saga);
  return {
    moved: await advance(run, saga, {
      to: 'UNDONE',
      change: {
        outcome: 'ALREADY_RESTORED',
        detail: `IAM showed the recorded state already; ${saga.plan.policyArn ?? 'no policy'} is left as it is.${othersSince(saga, found)}`,
        // An undo before this one may have made its call and ended otherwise.
        ...lookLater(run, saga),
      },
      entry: { kind: 'undone', ...undoEntry(saga), after: { hash: after } },
      stage: 'undone',
    }),
  };
};

const restored = async (run: UndoRun, saga: Saga, found: Found & { found: 'prior' }): Promise<StepResult> => {
  const after = await run.ports.documents.put(snapshotText(found.snapshot));
  const policy = await deleteOwnPolicy(run, saga);
  const beside = isRepair(saga, run) ? '' : await endBeside(run, saga);
  const retained = policy.gone ? '' : ` The policy stays: ${policy.detail}.`;
  const later = lookLater(run, saga);
  const toAsk = later.afterUndo?.next === 'look' ? describeLook(saga, later.afterUndo.at) : '';
  return {
    moved: await advance(run, saga, {
      to: 'UNDONE',
      change: {
        ...(isRepair(saga, run)
          ? { outcome: 'LOST_UPDATE_REPAIRED', detail: `${await repaired(run, saga)}${retained}${toAsk}` }
          : {
              outcome: policy.gone ? 'UNDONE' : 'UNDO_POLICY_RETAINED',
              detail: `IAM shows the recorded state again, twice.${retained}${beside}${othersSince(saga, found)}${toAsk}`,
            }),
        ...(isRepair(saga, run) && policy.gone ? { policyGone: true as const } : {}),
        writes: policy.writes,
        ...later,
      },
      entry: { kind: 'undone', ...undoEntry(saga), after: { hash: after } },
      stage: 'undone',
    }),
  };
};

/**
 * A person took the containment back, so the Deny that was to go beside it is not needed: one that waits ends by name. One that is in
 * force is a containment of its own.
 */
const endBeside = async (run: UndoRun, saga: Saga): Promise<string> => {
  if (saga.lostUpdate === undefined) return '';
  const beside = await besideOf(run.ports, saga);
  if (beside === undefined) return '';
  if (isInForce(beside)) return ` The Deny beside it, ${beside.id}, is in force: undo that too.`;
  if (beside.state === 'PLANNED' || beside.state === 'WAITING') await endAsNotNeeded(run, beside, saga);
  return '';
};

/** Nobody can know yet whether somebody changed the boundary in the moment before the undo wrote it. */
const lookLater = ({ ports }: UndoRun, saga: Saga): Pick<Saga, 'afterUndo'> => {
  const answer = boundaryUndoWrite(saga)?.answer;
  if (answer !== 'written' && answer !== 'lost') return {};
  const at = new Date(Date.parse(ports.clock.now()) + horizon).toISOString();
  return { afterUndo: { next: 'look', at, unanswered: 0 } };
};

/** Until somebody has asked, what was restored may be a state that another had changed. */
const describeLook = (saga: Saga, at: string): string =>
  ` From ${at} on CloudTrail shows whether somebody changed the boundary in that moment${isLookedAt(saga) ? '' : ', or right before it was contained'}.`;

const repaired = async (run: UndoRun, saga: Saga): Promise<string> => {
  const { by, at, boundary } = saga.lostUpdate ?? {};
  const beside = await besideOf(run.ports, saga);
  const deny = beside === undefined ? 'That boundary closes the questions itself.' : `The Deny stands in ${beside.id}.`;
  return `The boundary ${boundary?.arn ?? ''}, which ${by ?? 'somebody'} had set at ${at ?? ''} and which ours was written over, is back. ${deny}`;
};
