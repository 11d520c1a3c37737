import type { Outcome } from '../outcome.ts';
import { deadlineFrom } from '../propose.ts';
import { unfitForRestoration } from './restoration-gate.ts';
import { move, withGuardrailLease, type RestorationPorts, type RestorationRun } from './restoration-run.ts';
import type { Restoration } from './restoration.ts';

export type RestorationDecided =
  | { decided: true; restoration: Restoration }
  | { decided: false; outcome: Outcome | 'BUSY' | 'MISSING'; detail: string };

const no = (outcome: (RestorationDecided & { decided: false })['outcome'], detail: string): RestorationDecided => ({
  decided: false,
  outcome,
  detail,
});

const decide = async (
  ports: RestorationPorts,
  id: string,
  planHash: string,
  work: (run: RestorationRun, restoration: Restoration) => Promise<RestorationDecided>,
): Promise<RestorationDecided> => {
  const known = await ports.restorations.get(id);
  if (known.found !== 'yes') return no('MISSING', `There is no restoration ${id}.`);
  const answer = await withGuardrailLease(ports, known.value.plan.subject.uniqueId, async (run) => {
    const stored = await ports.restorations.get(id);
    if (stored.found !== 'yes') return no('MISSING', `There is no restoration ${id}.`);
    const restoration = stored.value;
    if (restoration.state !== 'WAITING')
      return no(restoration.outcome ?? 'SUPERSEDED', `${id} does not wait for anybody: it is ${restoration.state}.`);
    if (restoration.plan.planHash !== planHash)
      return no('CONFLICT_CHANGED', 'The plan is another one than the one that was shown.');
    if (restoration.deadline !== undefined && Date.parse(restoration.deadline) <= Date.parse(ports.clock.now()))
      return no('APPROVAL_EXPIRED', `It waited until ${restoration.deadline}.`);
    return work(run, restoration);
  });
  return answer ?? no('BUSY', 'Another worker is at this guardrail: try again in a minute.');
};

/** Bound to the plan's hash, for a day. Writes nothing itself: `restore` goes on with it. */
export const approveRestoration =
  (ports: RestorationPorts) =>
  ({ id, planHash, approver }: { id: string; planHash: string; approver: string }): Promise<RestorationDecided> =>
    decide(ports, id, planHash, async (run, restoration) => {
      const unfit = unfitForRestoration(approver, restoration, ports.identity);
      if (unfit !== undefined) return no('AWAITING_APPROVAL', unfit);
      const at = ports.clock.now();
      return {
        decided: true,
        restoration: await move(run, restoration, {
          to: 'WAITING',
          change: { approval: { planHash, approver, at, expires: deadlineFrom(at) } },
          entry: { kind: 'approval', actor: { arn: approver }, approvals: [approver] },
          stage: 'approved',
        }),
      };
    });

/** Anybody may say no: it writes nothing. */
export const rejectRestoration =
  (ports: RestorationPorts) =>
  ({ id, planHash, by, reason }: { id: string; planHash: string; by: string; reason: string }) =>
    decide(ports, id, planHash, async (run, restoration) => ({
      decided: true,
      restoration: await move(run, restoration, {
        to: 'REFUSED',
        change: { outcome: 'APPROVAL_REJECTED', detail: `${by} rejected it: ${reason}` },
        entry: { kind: 'refused', actor: { arn: by }, reason },
        stage: 'refused',
      }),
    }));
