import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { agreeingReadsWithin } from './agreeing-reads.ts';
import { compareOwn } from './compare-with-plan.ts';
import { contain, missing, type Contained } from './contain.ts';
import { doneOutcome } from './done-outcome.ts';
import { endWithSubject, renamedSubject } from './end-saga.ts';
import { carriedBy, markDrift } from './mark-drift.ts';
import { isToLookAt, lookWhereWritten } from './look-where-written.ts';
import { besideOf, lookForLostUpdate, type SettlePorts } from './repair-lost-update.ts';
import { agreeAfterOf } from './run-settings.ts';
import type { Saga } from './saga.ts';
import { snapshotOf } from './snapshot.ts';
import { advance, LeaseLost, refOf, withLease, type Run } from './saga-run.ts';
import { isUnderway } from './saga-transitions.ts';

const tries = 3;

/**
 * Looks at a containment again once CloudTrail has had the time to deliver: still in force, and set over nobody's change, is
 * settled; a change that it wrote over is repaired; anything else is drift. What drifted or failed before is looked at for such a change
 * too. Before its time nothing is done.
 */
export const settle =
  (ports: SettlePorts) =>
  async (sagaId: string): Promise<Contained> => {
    const looked = await look(ports, sagaId);
    if (!looked.ran || looked.saga.state !== 'CONTAINED' || looked.saga.lostUpdate?.repair !== 'deny-beside')
      return looked;
    // The Deny beside it is a containment of its own, under its own lease.
    const beside = await besideOf(ports, looked.saga);
    if (beside === undefined || !(beside.state === 'PLANNED' || isUnderway(beside))) return looked;
    await contain(ports)(beside.id);
    return look(ports, sagaId);
  };

const look = async (ports: SettlePorts, sagaId: string): Promise<Contained> => {
  const stored = await ports.sagas.get(sagaId);
  if (stored.found !== 'yes') return missing(sagaId, stored);
  try {
    const answer = await withLease(ports, stored.value.plan.subject.uniqueId, async (run): Promise<Contained> => {
      const again = await ports.sagas.get(sagaId);
      if (again.found !== 'yes') return missing(sagaId, again);
      return { ran: true, saga: await settleWithLease(run, again.value) };
    });
    return answer ?? { ran: false, why: 'busy', detail: `Another worker is at the principal of ${sagaId}.` };
  } catch (error) {
    if (error instanceof LeaseLost) return { ran: false, why: 'lost', detail: error.message };
    throw error;
  }
};

const settleWithLease = async (run: Run<SettlePorts>, saga: Saga): Promise<Saga> => {
  const isDue = saga.deadline === undefined || Date.parse(saga.deadline) <= Date.parse(run.ports.clock.now());
  const isToSettle = saga.state === 'CONTAINED' && isDue;
  if (!isToSettle && !isToLookAt(saga, run.ports.clock.now())) return saga;
  const reads = await agreeingReadsWithin(run.ports, refOf(saga), await agreeAfterOf(run), tries);
  if (!isToSettle) return lookWhereWritten(run, saga, reads);
  const found = compareOwn(saga.plan, reads);
  switch (found.found) {
    case 'gone': {
      const renamed = await renamedSubject(run, saga);
      return renamed === undefined ? endWithSubject(run, saga, found) : settleRenamed(run, saga, renamed);
    }
    case 'replaced':
      return endWithSubject(run, saga, found);
    case 'desired':
      return (
        (await lookForLostUpdate(run, saga, found)) ??
        settled(run, saga, 'Still in force after the time that events need.')
      );
    case 'prior':
    case 'partly':
    case 'other': {
      const sagas = await run.ports.sagas.ofSubject(saga.plan.snapshot.uniqueId);
      // Carried by a later one: still in force, inside of its document.
      if (carriedBy(saga, sagas) !== undefined)
        return (
          (await lookForLostUpdate(run, saga, found, 'A later containment holds its Denies: undo that one first.')) ??
          settled(run, saga, 'Still in force, inside of a later containment.')
        );
      const [drifted] = await markDrift(run, [saga], found);
      // What is left of it may stand over somebody's change, and an undo takes that off.
      return drifted === undefined ? saga : lookWhereWritten(run, drifted, reads);
    }
    case 'disagreed':
    case 'unreadable':
      return saga;
  }
};

/** What is in force goes with a principal that is renamed. One that lost it on the way drifted. */
const settleRenamed = async (run: Run<SettlePorts>, saga: Saga, facts: PrincipalFacts): Promise<Saga> => {
  const state = snapshotOf(facts);
  if (!state.known) return saga;
  const read = { facts, snapshot: state.snapshot, at: run.ports.clock.now() };
  const found = compareOwn(saga.plan, { read: 'agreed', ...read });
  if (found.found !== 'desired') return (await markDrift(run, [saga], read))[0] ?? saga;
  const renamed = `${saga.plan.subject.arn} was renamed to ${facts.arn}, and it went along.`;
  return (await lookForLostUpdate(run, saga, read, renamed)) ?? settled(run, saga, `Still in force: ${renamed}`);
};

const settled = (run: Run, saga: Saga, detail: string): Promise<Saga> =>
  advance(run, saga, {
    to: 'SETTLED',
    change: { outcome: doneOutcome(saga.plan.mechanism), detail, looked: true },
    entry: { kind: 'verified' },
  });
