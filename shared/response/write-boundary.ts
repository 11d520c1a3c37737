import { agreeingReadsWithin } from './agreeing-reads.ts';
import { hold } from './before-intent.ts';
import { sha256 } from './canonical-json.ts';
import { compareWithPlan, type Found } from './compare-with-plan.ts';
import type { StepResult } from './contain.ts';
import { ensurePolicy } from './ensure-policy.ts';
import { endInConflict, endWithSubject } from './end-saga.ts';
import type { Outcome } from './outcome.ts';
import type { PlannedCall } from './plan.ts';
import { policyDescription } from './policy-description.ts';
import { recheckPlan } from './recheck-plan.ts';
import { agreeAfterOf, askLastGate } from './run-settings.ts';
import type { Saga, SagaWrite } from './saga.ts';
import { advance, refOf, type Run } from './saga-run.ts';
import { snapshotOf } from './snapshot.ts';

const tries = 3;

/** A4 to A6. `sawPrior`: this very run has just read the state that the plan was made on. */
export const writeBoundary = async (run: Run, saga: Saga, sawPrior: boolean): Promise<StepResult> => {
  const standing = sawPrior ? saga : await whereItStands(run, saga);
  if ('stopped' in standing || 'moved' in standing) return standing;

  const verdict = await askLastGate(run, standing);
  if (verdict.gate !== 'go') return hold(run, standing, verdict);
  const { ports } = run;
  const { boundary } = standing.plan.documents;
  const { policyArn } = standing.plan;
  if (boundary === undefined || policyArn === undefined) {
    return refused(run, standing, 'PROOF_FAILED', 'The plan holds no boundary to write.');
  }
  await ports.slots.recordAttempt(standing.plan.subject.uniqueId, standing.id, ports.clock.now());
  // The calls are stored before they are made, on the fence: a worker whose lease is gone stops here.
  const intended = await advance(run, standing, {
    to: 'INTENT',
    change: {
      plan: standing.plan,
      mode: verdict.mode,
      writes: [...standing.writes, ...pending(standing, ports.clock.now())],
    },
    entry: { kind: 'gate', note: 'Every rule of the gate let it through; the calls follow.' },
  });
  const policy = await ensurePolicy(run, intended, { policyArn, document: boundary });
  switch (policy.policy) {
    case 'there':
      return putBoundary(run, intended, policyArn, policy.requestId);
    case 'refused':
      return refused(run, intended, policy.outcome, policy.detail);
    case 'unsure':
      return { stopped: intended };
  }
};

/** After a crash, and after a write whose answer was lost. */
const whereItStands = async (run: Run, saga: Saga): Promise<Saga | StepResult> => {
  const reads = await agreeingReadsWithin(run.ports, refOf(saga), await agreeAfterOf(run), tries);
  const found = compareWithPlan(saga.plan, reads);
  switch (found.found) {
    case 'desired':
      return { moved: await written(run, saga, undefined) };
    case 'gone':
    case 'replaced':
      return { moved: await endWithSubject(run, saga, found) };
    case 'other':
      return { moved: await endInConflict(run, saga, found.differences) };
    case 'disagreed':
    case 'unreadable':
      return { stopped: saga };
    case 'prior': {
      const rechecked = recheckPlan(saga.plan, found);
      return rechecked.holds
        ? { ...saga, plan: rechecked.plan }
        : refused(run, saga, rechecked.outcome, rechecked.detail);
    }
  }
};

const pending = (saga: Saga, at: string): readonly SagaWrite[] =>
  saga.plan.calls.map((call) => ({ call: described(call, saga.id), at, answer: 'pending' }));

/** CreatePolicy carries a description too; an event is compared with all of it. */
const described = (call: PlannedCall, sagaId: string): PlannedCall =>
  call.operation === 'create-policy'
    ? { ...call, parameters: { ...call.parameters, description: policyDescription(sagaId) } }
    : call;

/** The last read before the put, and the put. */
const putBoundary = async (
  run: Run,
  saga: Saga,
  policyArn: string,
  policyRequestId: string | undefined,
): Promise<StepResult> => {
  const { ports } = run;
  const ref = refOf(saga);
  for (let turn = 0; turn < tries; turn += 1) {
    const read = await ports.principals.readPrincipal(ref);
    if (read.found === 'unreadable') return { stopped: saga };
    if (read.found === 'no') return { stopped: saga };
    const state = snapshotOf(read.value);
    if (!state.known) return { stopped: saga };
    const found = compareWithPlan(saga.plan, {
      read: 'agreed',
      facts: read.value,
      snapshot: state.snapshot,
      at: ports.clock.now(),
    });
    if (found.found !== 'prior') return mismatch(run, saga, found);

    const result = await ports.boundaries.putBoundary({ principal: ref, policyArn, sagaId: saga.id });
    if (result.written === true) {
      return { moved: await written(run, saga, { policy: policyRequestId, boundary: result.requestId }) };
    }
    if (result.written === 'unknown') {
      const marked = markLast(saga, 'lost', undefined);
      const lost = await advance(run, saga, {
        to: 'INTENT',
        change: { writes: marked },
        entry: { kind: 'gate', note: result.detail },
      });
      return whatBecameOf(run, lost);
    }
    const outcome = refusalOf(result.code);
    if (outcome !== undefined) return refused(run, saga, outcome, result.detail);
    // A policy made a moment ago may not be visible everywhere yet, and a change of another may be going through.
    await ports.clock.sleep(await agreeAfterOf(run));
  }
  return { stopped: saga };
};

/** The answer was lost: IAM says whether it was applied. */
const whatBecameOf = async (run: Run, saga: Saga): Promise<StepResult> => {
  const standing = await whereItStands(run, saga);
  if ('stopped' in standing || 'moved' in standing) return standing;
  return writeBoundary(run, standing, true);
};

const mismatch = async (run: Run, saga: Saga, found: Exclude<Found, { found: 'prior' }>): Promise<StepResult> => {
  switch (found.found) {
    case 'replaced':
    case 'gone':
      return { moved: await endWithSubject(run, saga, found) };
    case 'desired':
      return { moved: await written(run, saga, undefined) };
    case 'other':
      return { moved: await endInConflict(run, saga, found.differences) };
    case 'disagreed':
    case 'unreadable':
      return { stopped: saga };
  }
};

const refusalOf = (code: 'denied' | 'conflict' | 'gone' | 'exists' | 'limit' | 'unmodifiable'): Outcome | undefined => {
  switch (code) {
    case 'denied':
      return 'WRITE_DENIED';
    case 'limit':
      return 'QUOTA_EXCEEDED';
    case 'unmodifiable':
      return 'ROUTE_SERVICE_LINKED';
    case 'gone':
    case 'conflict':
    case 'exists':
      return undefined;
  }
};

const refused = async (run: Run, saga: Saga, outcome: Outcome, detail: string): Promise<StepResult> => ({
  moved: await advance(run, saga, {
    to: 'REFUSED',
    change: {
      outcome,
      detail,
      writes: saga.writes.map((write) => (write.answer === 'pending' ? { ...write, answer: 'refused' } : write)),
    },
    entry: { kind: 'refused' },
    stage: outcome === 'POLICY_TAMPERED' || outcome === 'WRITE_DENIED' ? 'failed' : 'refused',
  }),
});

const markLast = (saga: Saga, answer: SagaWrite['answer'], requestId: string | undefined): readonly SagaWrite[] =>
  saga.writes.map((write, index) =>
    index === saga.writes.length - 1 ? { ...write, answer, ...(requestId === undefined ? {} : { requestId }) } : write,
  );

/** `ids` undefined: IAM shows it, and whether it was this try that wrote it is not known. */
const written = (
  run: Run,
  saga: Saga,
  ids: { policy: string | undefined; boundary: string | undefined } | undefined,
): Promise<Saga> => {
  const writes = saga.writes.map((write, index): SagaWrite => {
    if (write.answer !== 'pending') return write;
    if (ids === undefined) return { ...write, answer: 'lost' };
    const requestId = index === saga.writes.length - 1 ? ids.boundary : ids.policy;
    return { ...write, answer: 'written', ...(requestId === undefined ? {} : { requestId }) };
  });
  return advance(run, saga, {
    to: 'WRITTEN',
    change: { writes },
    entry: { kind: 'written', after: { hash: sha256(saga.plan.documents.boundary ?? '') } },
    stage: 'applied',
  });
};
