import { checks } from '../checks/catalogue.ts';
import type { Ports } from '../ports/ports.ts';
import type { Saga } from './saga.ts';

export type Reminder = { stage: 'escalated' | 'last-call'; at: string };

const minute = 60_000;
const hour = 60 * minute;
/** How long an approval is waited for before the next contact is told. */
const escalatesAfter = { critical: 15 * minute, other: 4 * hour };
/** The whole wait, as `deadlineFrom` gives it. */
const waits = 24 * hour;
/** How long before the end everybody is told once more. */
const lastCall = 2 * hour;

const severityOf = new Map<string, string>(checks.map(({ id, severity }) => [id, severity]));

/** When people are reminded of a containment that waits for them; empty for one that does not. */
export const remindersOf = (saga: Pick<Saga, 'state' | 'deadline' | 'approval' | 'plan'>): readonly Reminder[] => {
  const { state, deadline, approval, plan } = saga;
  if (state !== 'WAITING' || deadline === undefined || approval?.planHash === plan.planHash) return [];
  const end = Date.parse(deadline);
  const critical = plan.questions.some(({ checkId }) => severityOf.get(checkId) === 'critical');
  const escalate = end - waits + (critical ? escalatesAfter.critical : escalatesAfter.other);
  return [
    { stage: 'escalated', at: new Date(escalate).toISOString() },
    { stage: 'last-call', at: new Date(end - lastCall).toISOString() },
  ];
};

/**
 * Nobody answered: the next contact is told after four hours (fifteen minutes where it is critical), and everybody once more before it
 * expires. Each is said once, however often this is asked, and stands in history.
 */
export const remindApprovers =
  (ports: Pick<Ports, 'clock' | 'history' | 'outbox' | 'identity'>) =>
  async (saga: Saga): Promise<readonly Reminder['stage'][]> => {
    const now = ports.clock.now();
    const due = remindersOf(saga).filter(({ at }) => Date.parse(at) <= Date.parse(now));
    for (const { stage } of due) {
      const { subject } = saga.plan;
      const id = `${saga.id}#${stage}-${saga.deadline ?? ''}`;
      await ports.history.append(
        [
          {
            time: now,
            kind: 'gate',
            actor: { arn: ports.identity.containRoleArn, session: saga.id },
            subject: { account: subject.accountId, id: subject.uniqueId, arn: subject.arn },
            saga: saga.id,
            outcome: 'AWAITING_APPROVAL',
            note:
              stage === 'escalated'
                ? 'Nobody answered: the next contact is told.'
                : `It expires at ${saga.deadline ?? ''}.`,
          },
        ],
        id,
      );
      await ports.outbox.add([{ kind: 'waiting', id, at: now, accountId: subject.accountId, stage, saga }]);
    }
    return due.map(({ stage }) => stage);
  };
