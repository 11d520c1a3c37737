import type { RecordedCalls } from '../ports/recorded-calls.ts';
import type { AgreedRead } from './agreeing-reads.ts';
import { canonicalJson } from './canonical-json.ts';
import { isRestorable } from './choose-mechanism.ts';
import { commandOf } from './command-of.ts';
import { doneOutcome } from './done-outcome.ts';
import { callsOf } from './effect-calls.ts';
import { effectsOf } from './effect.ts';
import { findLostUpdate, lookFor, type LostUpdate } from './lost-update.ts';
import type { PlannedCall, PolicyOnRecord } from './plan.ts';
import { closesAlone, planBeside, type BesidePorts } from './plan-beside.ts';
import { deadlineFrom } from './propose.ts';
import { askGate } from './run-settings.ts';
import type { LostUpdateOnRecord, Saga } from './saga.ts';
import { advance, open, type Run, type SagaPorts } from './saga-run.ts';
import { hasEnded, isInForce } from './saga-transitions.ts';
import { withBoundaryOnRecord } from './snapshot.ts';

export type SettlePorts = BesidePorts & { recordedCalls: RecordedCalls };

const minute = 60_000;
/** CloudTrail is asked again a quarter of an hour later, and then a person. */
export const limit = 4;
export const askAgainAfter = 15 * minute;
/** The undo function looks every five minutes. */
const putBackWithin = 60 * minute;

const later = (run: Run<SettlePorts>, milliseconds: number): string =>
  new Date(Date.parse(run.ports.clock.now()) + milliseconds).toISOString();

/**
 * A8: whether the boundary was written over somebody else's change, and the repair. The Deny stays in force throughout: it is set
 * beside the policies and verified first, and only then the lost boundary is put back, by the undo function, because a boundary of
 * another can widen. Undefined: nothing was lost, so it may settle.
 * @param elsewhere why a person has to repair it, where the containment does not stand as it was planned.
 */
export const lookForLostUpdate = async (
  run: Run<SettlePorts>,
  saga: Saga,
  read: AgreedRead,
  elsewhere?: string,
): Promise<Saga | undefined> => {
  if (saga.lostUpdate !== undefined) return goOnWithRepair(run, saga, saga.lostUpdate, read);
  const found = await lookInRecord(run, saga);
  switch (found.lost) {
    case 'no':
      return undefined;
    case 'unknown':
      return notKnown(run, saga, found.why);
    case 'unclear': {
      const { why, change } = found;
      return toPerson(run, saga, {
        lostUpdate: { ...onRecord(change), repair: 'person' },
        detail: `${describeChange(found)} before it was set, and the boundary then is not certain: ${why}.`,
        calls: [],
      });
    }
    case 'yes':
      return elsewhere === undefined
        ? beginRepair(run, saga, found, read)
        : toPerson(run, saga, {
            lostUpdate: { ...onRecord(found.change), repair: 'person' },
            detail: `${describeChange(found)} and was written over: ${found.boundary ?? 'no boundary'} stood there. ${elsewhere}`,
            calls: [],
          });
  }
};

export const lookInRecord = async (run: Run<SettlePorts>, saga: Saga): Promise<LostUpdate> => {
  const { recordedCalls, clock, identity } = run.ports;
  const wanted = lookFor(saga, clock.now());
  if (wanted === undefined) return { lost: 'no' };
  const read = await recordedCalls.calls(wanted);
  if (read.found !== 'yes') return { lost: 'unknown', why: read.found === 'no' ? 'there is no record' : read.why };
  return findLostUpdate(saga, read.value, identity);
};

export const onRecord = ({ eventId, occurredAt, actor }: (LostUpdate & { lost: 'yes' })['change']) => ({
  eventId,
  at: occurredAt,
  ...(actor.arn === undefined ? {} : { by: actor.arn }),
});

export const describeChange = ({ change }: LostUpdate & { lost: 'yes' | 'unclear' }): string =>
  `${change.actor.arn ?? 'Somebody'} called ${change.eventName} at ${change.occurredAt} (event ${change.eventId})`;

const notKnown = async (run: Run<SettlePorts>, saga: Saga, why: string): Promise<Saga> => {
  const unanswered = (saga.unanswered ?? 0) + 1;
  if (unanswered >= limit) {
    return toPerson(
      run,
      { ...saga, unanswered },
      {
        detail: `Whether it was written over somebody's change of the boundary is not known: ${why}. Look in CloudTrail for it.`,
        calls: [],
      },
    );
  }
  return advance(run, saga, {
    to: 'CONTAINED',
    change: { ...saidBefore(saga), unanswered, deadline: later(run, askAgainAfter) },
    entry: { kind: 'gate', note: `Not settled yet: ${why}. It is looked at again.` },
  });
};

export const saidBefore = ({ outcome, detail }: Saga): Partial<Pick<Saga, 'outcome' | 'detail'>> => ({
  ...(outcome === undefined ? {} : { outcome }),
  ...(detail === undefined ? {} : { detail }),
});

/** It stays in force; whoever reads this has the calls. */
const toPerson = (
  run: Run<SettlePorts>,
  saga: Saga,
  { lostUpdate, detail, calls }: { lostUpdate?: LostUpdateOnRecord; detail: string; calls: readonly PlannedCall[] },
): Promise<Saga> =>
  advance(run, saga, {
    to: 'FAILED',
    change: {
      outcome: 'LOST_UPDATE_CONFLICT',
      detail:
        `The Deny is in force. ${detail}` +
        (calls.length === 0 ? '' : ` By hand, in this order: ${calls.map(commandOf).join(' ; ')}`),
      looked: true,
      ...(lostUpdate === undefined ? {} : { lostUpdate }),
    },
    entry: { kind: 'failed' },
    stage: 'failed',
  });

const beginRepair = async (
  run: Run<SettlePorts>,
  saga: Saga,
  found: LostUpdate & { lost: 'yes' },
  read: AgreedRead,
): Promise<Saga> => {
  const record = onRecord(found.change);
  const what = `${describeChange(found)} and was written over.`;
  if (found.boundary === undefined) {
    // What it took off was part of the merge. An undo leaves it off, as its owner wanted.
    return toPerson(run, withPrior(saga, undefined), {
      lostUpdate: { ...record, repair: 'person' },
      detail: `${what} What it took off still limits the principal, inside of the merged boundary: undo this containment and contain again.`,
      calls: [],
    });
  }
  const policy = await run.ports.boundaries.readPolicy(found.boundary);
  if (policy.found !== 'yes') {
    const why = policy.found === 'no' ? 'it does not exist any more' : policy.why;
    return toPerson(run, saga, {
      lostUpdate: { ...record, repair: 'person' },
      detail: `${what} The boundary ${found.boundary} cannot be read: ${why}.`,
      calls: [],
    });
  }
  const { document, versionId } = policy.value;
  const boundary = { arn: found.boundary, versionId, document };
  return repair(run, withPrior(saga, boundary), { ...record, repair: 'deny-beside', boundary }, read);
};

/** What an undo puts back from now on. The plan keeps its name, and the state that it was approved on its hash. */
export const withPrior = (saga: Saga, boundary: PolicyOnRecord | undefined): Saga => {
  const { replaced: _before, ...rest } = saga.plan;
  const replaced = boundary === undefined ? {} : { replaced: { arn: boundary.arn, document: boundary.document } };
  const { undo } = callsOf(effectsOf(rest), rest.subject, { replaced: replaced.replaced, sagaId: saga.id });
  return { ...saga, plan: { ...rest, ...replaced, undo, snapshot: withBoundaryOnRecord(rest.snapshot, boundary) } };
};

/** The saga is corrected first, whatever comes after: from here on an undo restores what its owner had set. */
const repair = async (
  run: Run<SettlePorts>,
  saga: Saga,
  lostUpdate: LostUpdateOnRecord & { boundary?: PolicyOnRecord },
  read: AgreedRead,
): Promise<Saga> => {
  const { boundary } = lostUpdate;
  if (boundary === undefined) return saga;
  const beside = closesAlone(saga.plan, boundary, read) ? 'not needed' : await planBeside(run, saga, boundary, read);
  const calls = [
    ...(beside !== 'not needed' && beside.planned ? beside.plan.calls : []),
    ...saga.plan.undo.filter(({ operation }) => operation !== 'delete-policy'),
  ];
  const conflict = (why: string): Promise<Saga> =>
    toPerson(run, saga, {
      lostUpdate: { ...lostUpdate, repair: 'person' },
      detail: `${lostUpdate.by ?? 'Somebody'} had set the boundary ${boundary.arn} at ${lostUpdate.at}, and it was written over: ${why}`,
      calls,
    });
  const { identity } = run.ports;
  if (identity.undoRestoresBoundaries !== true || !isRestorable(identity, boundary.arn)) {
    return conflict('the undo role of this installation may not put it back.');
  }
  if (beside === 'not needed') return letPutBack(run, saga, lostUpdate);
  if (!beside.planned) return conflict(`the Deny cannot stand beside it (${beside.outcome}): ${beside.detail}`);
  const { plan } = beside;
  if (plan.mechanism !== 'inline' && plan.mechanism !== 'managed') {
    return conflict(`a Deny of its own has no place beside it (${plan.mechanism}).`);
  }
  const cause = saga.cause === undefined ? {} : { cause: saga.cause };
  const verdict = await askGate(run, plan, cause);
  if (verdict.gate === 'refuse') return conflict(`${verdict.outcome}: ${verdict.detail}`);
  const noted =
    saga.lostUpdate === undefined
      ? await advance(run, saga, {
          to: 'CONTAINED',
          change: { ...saidBefore(saga), plan: saga.plan, lostUpdate },
          entry: {
            kind: 'gate',
            note: `${boundary.arn}, set by ${lostUpdate.by ?? 'somebody'} at ${lostUpdate.at}, was written over. The Deny goes beside it, then it is put back.`,
          },
        })
      : saga;
  const now = run.ports.clock.now();
  const inputs = [await run.ports.documents.put(canonicalJson(plan))];
  await open(
    run,
    {
      id: plan.id,
      version: 0,
      fence: run.fence,
      state: 'PLANNED',
      plan,
      mode: verdict.mode,
      writes: [],
      requestIds: [],
      openedAt: now,
      changedAt: now,
      ...cause,
      ...(saga.principalCount === undefined ? {} : { principalCount: saga.principalCount }),
    },
    {
      to: verdict.gate === 'go' ? 'PLANNED' : 'WAITING',
      ...(verdict.gate === 'go'
        ? {}
        : { change: { outcome: verdict.outcome, detail: verdict.detail, deadline: deadlineFrom(now) } }),
      entry: { kind: 'plan', inputs },
      stage: 'planned',
    },
  );
  return noted;
};

const goOnWithRepair = async (
  run: Run<SettlePorts>,
  saga: Saga,
  lostUpdate: LostUpdateOnRecord,
  read: AgreedRead,
): Promise<Saga> => {
  switch (lostUpdate.repair) {
    case 'person':
      return saga;
    case 'put-back': {
      const beside = await besideOf(run.ports, saga);
      const deny =
        beside === undefined
          ? 'It needs no Deny beside it.'
          : isInForce(beside)
            ? `The Deny beside it, ${beside.id}, is in force too.`
            : `The Deny beside it, ${beside.id}, is not in force any more: contain again before it is put back.`;
      return toPerson(run, saga, {
        lostUpdate: { ...lostUpdate, repair: 'person' },
        detail: `The boundary ${lostUpdate.boundary?.arn ?? ''} of another was written over and was not put back in time. ${deny}`,
        calls: saga.plan.undo.filter(({ operation }) => operation !== 'delete-policy'),
      });
    }
    case 'deny-beside': {
      const beside = await besideOf(run.ports, saga);
      if (beside === undefined) return repair(run, saga, lostUpdate, read);
      if (isInForce(beside) && beside.state !== 'FAILED') return letPutBack(run, saga, lostUpdate);
      if (!hasEnded(beside) && beside.state !== 'FAILED' && beside.state !== 'ESCALATED') return saga;
      return toPerson(run, saga, {
        lostUpdate: { ...lostUpdate, repair: 'person' },
        detail: `The boundary ${lostUpdate.boundary?.arn ?? ''} of another was written over, and the Deny beside it, ${beside.id}, ended ${beside.outcome ?? beside.state}: ${beside.detail ?? ''}`,
        calls: saga.plan.undo.filter(({ operation }) => operation !== 'delete-policy'),
      });
    }
  }
};

/** The saga of the Deny that goes beside the boundary which is put back. */
export const besideOf = async (ports: Pick<SagaPorts, 'sagas'>, saga: Saga): Promise<Saga | undefined> =>
  (await ports.sagas.ofSubject(saga.plan.subject.uniqueId)).find(({ plan }) => plan.asIf?.sagaId === saga.id);

const letPutBack = (run: Run<SettlePorts>, saga: Saga, lostUpdate: LostUpdateOnRecord): Promise<Saga> =>
  advance(run, saga, {
    to: 'CONTAINED',
    change: {
      outcome: doneOutcome(saga.plan.mechanism),
      detail: `The boundary ${lostUpdate.boundary?.arn ?? ''} of another was written over; it is put back next.`,
      plan: saga.plan,
      lostUpdate: { ...lostUpdate, repair: 'put-back' },
      deadline: later(run, putBackWithin),
    },
    entry: { kind: 'gate', note: 'The questions answer no with the lost boundary too: it may be put back.' },
  });
