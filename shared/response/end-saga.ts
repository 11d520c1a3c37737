import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Found } from './compare-with-plan.ts';
import { ownEffectsOf, standsIn } from './effect.ts';
import { commandOf } from './command-of.ts';
import { leftOnAnother } from './left-on-another.ts';
import type { Outcome } from './outcome.ts';
import type { PlannedCall, Snapshot } from './plan.ts';
import type { Saga, SagaWrite } from './saga.ts';
import { advance, type Run } from './saga-run.ts';
import { snapshotOf } from './snapshot.ts';

/**
 * What ends a saga whatever it was doing: the principal is gone, or is another one under the same name. One that was only
 * renamed is neither: it keeps its unique id, and what is in force goes with it, so that is said and nothing is called over.
 */
export const endWithSubject = async (
  run: Run,
  saga: Saga,
  found: Found & { found: 'gone' | 'replaced' },
): Promise<Saga> => {
  if (found.found === 'replaced') {
    return end(
      run,
      saga,
      'SUBJECT_REPLACED',
      `${saga.plan.subject.arn} was made anew as ${found.uniqueId}: another principal, evaluated by itself.${await leftOnAnother(run, saga, found.uniqueId)}`,
    );
  }
  const renamed = await renamedSubject(run, saga);
  return renamed === undefined
    ? end(run, saga, 'SUBJECT_GONE', `${saga.plan.subject.arn} was deleted.`)
    : endRenamed(run, saga, renamed);
};

const end = (run: Run, saga: Saga, outcome: 'SUBJECT_GONE' | 'SUBJECT_REPLACED', detail: string): Promise<Saga> =>
  advance(run, saga, {
    to: 'SUBJECT_GONE',
    change: { outcome, detail },
    entry: { kind: 'refused' },
    stage: 'conflict',
  });

/** The principal under another name: a name can be changed, a unique id cannot (IAM User Guide, "IAM identifiers"). */
export const renamedSubject = async (run: Run, saga: Saga): Promise<PrincipalFacts | undefined> => {
  const account = await run.ports.principals.readAccount();
  return account.found === 'yes'
    ? account.value.find(({ uniqueId }) => uniqueId === saga.plan.snapshot.uniqueId)
    : undefined;
};

const endRenamed = (run: Run, saga: Saga, facts: PrincipalFacts): Promise<Saga> => {
  const { arn } = facts;
  const state = snapshotOf(facts);
  if (isApplying(saga) && (!state.known || standsOn(saga, state.snapshot))) {
    return failInForce(run, saga, {
      outcome: 'CONFLICT_CHANGED',
      detail: `${saga.plan.subject.arn} was renamed to ${arn}, and what was written went with it.`,
    });
  }
  const isUndo = saga.state.startsWith('UNDO_');
  const byHand = saga.plan.undo.map((call) => commandOf(underName(call, facts.name))).join(' ; ');
  return advance(run, saga, {
    to: isUndo ? 'UNDO_CONFLICT' : 'CONFLICT',
    change: isUndo
      ? {
          outcome: 'UNDO_CONFLICT',
          detail: `${saga.plan.subject.arn} was renamed to ${arn}, and the containment went with it. Nothing was taken back. By hand, in this order, after a look that it still stands there: ${byHand}`,
        }
      : { outcome: 'CONFLICT_CHANGED', detail: `${saga.plan.subject.arn} was renamed to ${arn}: plan again for it.` },
    entry: { kind: isUndo ? 'undo-refused' : 'refused' },
    stage: 'conflict',
  });
};

/** The same call, for the name that the principal has by now. Only users can be renamed (IAM API Reference, "UpdateUser"). */
export const underName = (call: PlannedCall, name: string): PlannedCall =>
  'user-name' in call.parameters ? { ...call, parameters: { ...call.parameters, 'user-name': name } } : call;

const isApplying = ({ state }: Saga): boolean => state === 'INTENT' || state === 'WRITTEN';

const standsOn = ({ plan }: Saga, now: Snapshot): boolean =>
  ownEffectsOf(plan).some((effect) => standsIn(now, effect, plan.snapshot));

/** Some of it was written, as far as the answers on record say. */
export const isPartlyWritten = ({ writes }: Saga): boolean =>
  writes.some(({ call, answer }) => call.operation !== 'create-policy' && (answer === 'written' || answer === 'lost'));

/**
 * Somebody else changed the principal: this plan does not fit any more. Where something of ours stands by now it stays, because
 * to take it off would widen, and the saga ends so that an undo takes it back.
 * @param now what IAM shows; absent: nothing was written yet.
 */
export const endInConflict = (run: Run, saga: Saga, differences: string, now?: Snapshot): Promise<Saga> => {
  const detail = `Changed since it was planned: ${differences}.`;
  // One read may be of the past: before the calls are verified, the answers to them count too.
  const isInForce = now !== undefined && (standsOn(saga, now) || (saga.state === 'INTENT' && isPartlyWritten(saga)));
  return isInForce
    ? failInForce(run, saga, { outcome: 'CONFLICT_CHANGED', detail })
    : advance(run, saga, {
        to: 'CONFLICT',
        change: { outcome: 'CONFLICT_CHANGED', detail },
        entry: { kind: 'refused' },
        stage: 'conflict',
      });
};

/** It cannot go on, and some of it is in force: that stays, a person is told, and an undo takes it back. */
export const failInForce = async (
  run: Run,
  saga: Saga,
  { outcome, detail }: { outcome: Outcome; detail: string },
): Promise<Saga> => {
  const writes = saga.writes.map(
    (write): SagaWrite => (write.answer === 'pending' ? { ...write, answer: 'refused' } : write),
  );
  const inForce =
    saga.state === 'WRITTEN'
      ? saga
      : await advance(run, saga, {
          to: 'WRITTEN',
          change: { writes },
          entry: { kind: 'written', note: 'A part of it was written before the rest could not be.' },
        });
  return advance(run, inForce, {
    to: 'FAILED',
    change: { outcome, detail: `${detail} What was written stays in force: undo it, or contain again.` },
    entry: { kind: 'failed' },
    stage: 'failed',
  });
};
