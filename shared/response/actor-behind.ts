import type { Subject } from '../checks/check.ts';
import { sha256, shortId } from './canonical-json.ts';
import type { Plan } from './plan.ts';
import { mayBeOnePerson, personKey } from './same-person.ts';
import type { Saga } from './saga.ts';
import type { Notice } from './notice.ts';

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

/** For people, once a day and actor: whoever makes Ringfence contain one principal after the other may be after that. */
export const actorNotice = (
  actorArn: string,
  behind: readonly Subject[],
  { subject }: Plan,
  now: string,
): Notice & { kind: 'actor' } => ({
  kind: 'actor',
  id: `actor-${shortId(sha256(personKey(actorArn)))}-${now.slice(0, 10)}`,
  at: now,
  accountId: subject.accountId,
  actorArn,
  contained: behind.map(({ arn }) => arn),
  stopped: subject.arn,
});
