import { unfitApprover } from './gate.ts';
import type { Outcome } from './outcome.ts';
import { deadlineFrom } from './propose.ts';
import type { Saga } from './saga.ts';
import { advance, withLease, type Run, type SagaPorts } from './saga-run.ts';

export type Decided =
  | { decided: true; saga: Saga }
  | { decided: false; outcome: Outcome | 'BUSY' | 'MISSING'; detail: string };

export type ApprovalRequest = {
  sagaId: string;
  /** Of the plan that the person saw: a changed plan voids the approval. */
  planHash: string;
  /** ARN or other identity of the person, as the caller's session proves it. */
  approver: string;
};

const no = (outcome: (Decided & { decided: false })['outcome'], detail: string): Decided => ({
  decided: false,
  outcome,
  detail,
});

const decide = async (
  ports: SagaPorts,
  sagaId: string,
  planHash: string,
  work: (run: Run, saga: Saga) => Promise<Decided>,
): Promise<Decided> => {
  const known = await ports.sagas.get(sagaId);
  if (known.found !== 'yes') return no('MISSING', `There is no containment ${sagaId}.`);
  const answer = await withLease(ports, known.value.plan.subject.uniqueId, async (run) => {
    const stored = await ports.sagas.get(sagaId);
    if (stored.found !== 'yes') return no('MISSING', `There is no containment ${sagaId}.`);
    const saga = stored.value;
    if (saga.state !== 'WAITING')
      return no(saga.outcome ?? 'SUPERSEDED', `${sagaId} does not wait for anybody: it is ${saga.state}.`);
    if (saga.plan.planHash !== planHash)
      return no('CONFLICT_CHANGED', 'The plan is another one than the one that was shown.');
    if (saga.deadline !== undefined && Date.parse(saga.deadline) <= Date.parse(ports.clock.now())) {
      return no('APPROVAL_EXPIRED', `It waited until ${saga.deadline}.`);
    }
    return work(run, saga);
  });
  return answer ?? no('BUSY', 'Another worker is at this principal: try again in a minute.');
};

/** Bound to the plan's hash, for a day. Applies nothing itself: `contain` goes on with it. */
export const approve =
  (ports: SagaPorts) =>
  ({ sagaId, planHash, approver }: ApprovalRequest): Promise<Decided> =>
    decide(ports, sagaId, planHash, async (run, saga) => {
      const unfit = unfitApprover(approver, saga.plan, saga);
      if (unfit !== undefined) return no('AWAITING_APPROVAL', unfit);
      const at = ports.clock.now();
      const approval = { planHash, approver, at, expires: deadlineFrom(at) };
      return {
        decided: true,
        saga: await advance(run, saga, {
          to: 'WAITING',
          change: { approval },
          entry: { kind: 'approval', actor: { arn: approver }, approvals: [approver] },
          stage: 'approved',
        }),
      };
    });

/** Anybody may say no, the subject too: it takes nothing away. */
export const reject =
  (ports: SagaPorts) =>
  ({
    sagaId,
    planHash,
    by,
    reason,
  }: {
    sagaId: string;
    planHash: string;
    by: string;
    reason: string;
  }): Promise<Decided> =>
    decide(ports, sagaId, planHash, async (run, saga) => ({
      decided: true,
      saga: await advance(run, saga, {
        to: 'REFUSED',
        change: {
          rejection: { planHash, by, at: ports.clock.now(), reason },
          outcome: 'APPROVAL_REJECTED',
          detail: `${by} rejected it: ${reason}`,
        },
        entry: { kind: 'refused', actor: { arn: by }, reason },
        stage: 'refused',
      }),
    }));
