import type { WriteResult } from '../ports/containment-ports.ts';
import { sha256 } from './canonical-json.ts';
import { missing } from './contain.ts';
import { inverseOf } from './effect-calls.ts';
import { orphanPolicyOf } from './orphan-policy.ts';
import type { Saga, SagaWrite } from './saga.ts';
import { advance, LeaseLost, withLease, type Run } from './saga-run.ts';
import type { Undone, UndoPorts } from './undo.ts';

type UndoRun = Run<UndoPorts>;

/**
 * Deletes the policy that an ended saga left, if IAM shows it as we made it and used by nobody. Such a policy does nothing; it is
 * clutter, and a name that somebody could attach. One in use is never deleted: IAM refuses that too (IAM API Reference, "DeletePolicy").
 */
export const removeOrphanPolicy =
  (ports: UndoPorts) =>
  async (sagaId: string): Promise<Undone> => {
    const known = await ports.sagas.get(sagaId);
    if (known.found !== 'yes') return missing(sagaId, known);
    try {
      const answer = await withLease(ports, known.value.plan.subject.uniqueId, async (run): Promise<Undone> => {
        const stored = await ports.sagas.get(sagaId);
        if (stored.found !== 'yes') return missing(sagaId, stored);
        return { ran: true, saga: await removeWithLease(run, stored.value) };
      });
      return answer ?? { ran: false, why: 'busy', detail: `Another worker is at the principal of ${sagaId}.` };
    } catch (error) {
      if (error instanceof LeaseLost) return { ran: false, why: 'lost', detail: error.message };
      throw error;
    }
  };

const removeWithLease = async (run: UndoRun, saga: Saga): Promise<Saga> => {
  const { boundaries, boundaryRemover, clock, sagas } = run.ports;
  const arn = orphanPolicyOf(saga, await sagas.list(), clock.now());
  if (arn === undefined || (await isFrozen(run))) return saga;
  const read = await boundaries.readPolicy(arn);
  if (read.found === 'unreadable') return saga;
  if (read.found === 'no') return gone(run, saga, saga.writes, `${arn} is not there.`);
  const { document, versionId, uses } = read.value;
  const isAsMade = versionId === 'v1' && arn.endsWith(`/${sha256(document).slice(0, 32)}`);
  if (!isAsMade || uses !== 0) return saga;

  const call = inverseOf({ effect: 'create-policy', arn, document }, saga.plan.subject, undefined);
  const pending: SagaWrite = { call, at: clock.now(), answer: 'pending' };
  const intended = await noted(
    run,
    saga,
    { writes: [...saga.writes, pending] },
    `Nothing uses ${arn}: it is deleted next.`,
  );
  const result = await boundaryRemover.deletePolicy({ arn, sagaId: saga.id });
  const writes = answered(intended, result);
  if (result.written === true) return gone(run, intended, writes, `${arn} was left over and is deleted.`);
  const isGone =
    (result.written === false && result.code === 'gone') || (await boundaries.readPolicy(arn)).found === 'no';
  return isGone
    ? gone(run, intended, writes, `${arn} was left over and is gone.`)
    : noted(run, intended, { writes }, `${arn} stays: ${result.detail}.`);
};

/** As an undo: it goes on under the kill switch unless that freezes undo too. What cannot be read is a no. */
const isFrozen = async ({ ports }: UndoRun): Promise<boolean> => {
  const read = await ports.modeSwitch.read();
  return read.found === 'unreadable' || (read.found === 'yes' && read.value.killSwitch && read.value.freeze);
};

const answered = (saga: Saga, result: WriteResult): readonly SagaWrite[] => {
  const last = saga.writes.length - 1;
  const answer = result.written === true ? 'written' : result.written === 'unknown' ? 'lost' : 'refused';
  const id = result.written === true && result.requestId !== undefined ? { requestId: result.requestId } : {};
  return saga.writes.map((write, index) => (index === last ? { ...write, answer, ...id } : write));
};

const gone = (run: UndoRun, saga: Saga, writes: Saga['writes'], note: string): Promise<Saga> =>
  noted(run, saga, { writes, policyGone: true }, note);

/** The saga has ended and stays as it ended: only what became of its policy is added. */
const noted = (
  run: UndoRun,
  saga: Saga,
  change: Partial<Pick<Saga, 'writes' | 'policyGone'>>,
  note: string,
): Promise<Saga> =>
  advance(run, saga, {
    to: saga.state,
    change: {
      ...(saga.outcome === undefined ? {} : { outcome: saga.outcome }),
      ...(saga.detail === undefined ? {} : { detail: saga.detail }),
      ...change,
    },
    entry: { kind: 'gate', actor: { arn: run.ports.identity.undoRoleArn, session: saga.id }, note },
  });
