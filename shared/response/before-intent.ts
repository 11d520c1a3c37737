import { agreeingReadsWithin } from './agreeing-reads.ts';
import { canonicalJson } from './canonical-json.ts';
import { compareWithPlan } from './compare-with-plan.ts';
import type { StepResult } from './contain.ts';
import { desiredSnapshot } from './desired-snapshot.ts';
import { endInConflict, endWithSubject } from './end-saga.ts';
import type { GateVerdict } from './gate.ts';
import type { Plan } from './plan.ts';
import { deadlineFrom } from './propose.ts';
import { undoneMeanwhile } from './not-needed.ts';
import { recheckPlan } from './recheck-plan.ts';
import { agreeAfterOf, askGate } from './run-settings.ts';
import type { Saga } from './saga.ts';
import { advance, refOf, type Run } from './saga-run.ts';
import { snapshotText } from './snapshot.ts';

const freshFor = 30_000;
const tries = 3;

/** A2 again, on the state of now, then A3: snapshot and documents are stored, and the intent with them in force. */
export const beforeIntent = async (run: Run, saga: Saga): Promise<StepResult> => {
  const undone = await undoneMeanwhile(run, saga);
  if (undone !== undefined) return undone;
  const early = await askGate(run, saga.plan, saga);
  if (early.gate !== 'go') return hold(run, saga, early);
  const age = Date.parse(run.ports.clock.now()) - Date.parse(saga.plan.plannedAt);
  if (age < freshFor) return intend(run, saga);

  const reads = await agreeingReadsWithin(run.ports, refOf(saga), await agreeAfterOf(run), tries);
  const found = compareWithPlan(saga.plan, reads);
  switch (found.found) {
    case 'gone':
    case 'replaced':
      return { moved: await endWithSubject(run, saga, found) };
    case 'other':
      return { moved: await endInConflict(run, saga, found.differences) };
    case 'desired':
    case 'partly':
      return {
        moved: await endInConflict(run, saga, 'somebody else did the very thing that was planned, or a part of it'),
      };
    case 'disagreed':
    case 'unreadable':
      return { stopped: saga };
    case 'prior':
      break;
  }
  const rechecked = recheckPlan(saga.plan, found);
  if (!rechecked.holds) {
    const { outcome, detail } = rechecked;
    const step = { to: 'REFUSED', change: { outcome, detail }, entry: { kind: 'refused' }, stage: 'refused' } as const;
    return { moved: await advance(run, saga, step) };
  }
  const fresh = { ...saga, plan: rechecked.plan };
  const verdict = await askGate(run, fresh.plan, fresh);
  return verdict.gate === 'go' ? intend(run, fresh) : hold(run, saga, verdict);
};

const intend = async (run: Run, saga: Saga): Promise<StepResult> => {
  const { documents } = run.ports;
  const { plan } = saga;
  const before = await documents.put(snapshotText(plan.snapshot));
  const after = await documents.put(snapshotText(desiredSnapshot(plan)));
  const inputs = [await documents.put(canonicalJson(plan))];
  for (const document of documentsOf(plan)) inputs.push(await documents.put(document));
  const approvals = saga.approval === undefined ? {} : { approvals: [saga.approval.approver] };
  return {
    moved: await advance(run, saga, {
      to: 'INTENT',
      change: { plan },
      entry: { kind: 'intent', before: { hash: before }, after: { hash: after }, inputs, ...approvals },
    }),
  };
};

/** Everything that is written, and what a merged boundary takes the place of: an auditor reads them by their hash. */
const documentsOf = ({ documents, replaced }: Plan): readonly string[] =>
  [...Object.values(documents), replaced?.document].flatMap((document) => document ?? []);

/** The gate said wait or no. A saga that waits already is told of once. */
export const hold = async (
  run: Run,
  saga: Saga,
  verdict: GateVerdict & { gate: 'wait' | 'refuse' },
): Promise<StepResult> => {
  const { outcome, detail, mode } = verdict;
  if (verdict.gate === 'refuse') {
    const change = { outcome, detail, mode };
    return { moved: await advance(run, saga, { to: 'REFUSED', change, entry: { kind: 'refused' }, stage: 'refused' }) };
  }
  if (saga.state === 'WAITING') return { stopped: saga };
  const deadline = saga.deadline ?? deadlineFrom(run.ports.clock.now());
  const held = outcome === 'BLAST_LIMIT' ? { held: detail } : {};
  const waiting = await advance(run, saga, {
    to: 'WAITING',
    change: { outcome, detail, mode, deadline, ...held },
    entry: { kind: 'gate' },
    stage: 'planned',
  });
  return { stopped: waiting };
};
