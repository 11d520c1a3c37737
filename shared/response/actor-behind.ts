import type { Subject } from '../checks/check.ts';
import type { Cause } from '../findings/finding.ts';
import type { Ports } from '../ports/ports.ts';
import { sha256, shortId } from './canonical-json.ts';
import type { Plan } from './plan.ts';
import { mayBeOnePerson, personKey } from './same-person.ts';
import type { Saga } from './saga.ts';

const day = 86_400_000;
/** More contained principals than this behind one actor in a day, and a person looks at each further one. */
export const actorLimit = 3;

/** Principals contained in the last day because of changes by this actor, the present one not counted. */
export const principalsBehind = (
  actorArn: string,
  { sagas, plan, now }: { sagas: readonly Saga[]; plan: Plan; now: string },
): readonly Subject[] => {
  const subjects = sagas
    .filter(
      (saga) =>
        saga.plan.subject.uniqueId !== plan.subject.uniqueId &&
        saga.writes.length > 0 &&
        Date.parse(now) - Date.parse(saga.changedAt) < day &&
        saga.cause?.actorArn !== undefined &&
        mayBeOnePerson(saga.cause.actorArn, actorArn),
    )
    .map((saga) => saga.plan.subject);
  return [...new Map(subjects.map((subject) => [subject.uniqueId, subject])).values()];
};

/**
 * The gate stops every further containment behind one actor: that is told of the actor too, once a day, and not of each principal
 * alone. Whoever makes Ringfence contain one principal after the other may be after that.
 */
export const tellOfActor = async (
  { clock, sagas, outbox }: Pick<Ports, 'clock' | 'sagas' | 'outbox'>,
  cause: Cause | undefined,
  plan: Plan,
): Promise<void> => {
  const actorArn = cause?.actorArn;
  if (actorArn === undefined) return;
  const now = clock.now();
  const behind = principalsBehind(actorArn, { sagas: await sagas.list(), plan, now });
  if (behind.length < actorLimit) return;
  const { accountId, arn } = plan.subject;
  await outbox.add([
    {
      kind: 'actor',
      id: `actor-${shortId(sha256(personKey(actorArn)))}-${now.slice(0, 10)}`,
      at: now,
      accountId,
      actorArn,
      contained: behind.map((subject) => subject.arn),
      stopped: arn,
    },
  ]);
};
