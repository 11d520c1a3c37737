import type { Change } from '../change/change.ts';
import type { Plan } from './plan.ts';
import { isPrincipal } from './same-person.ts';

/** Reads may be of the past by so much: what was done shortly before them may not have been seen. */
export const readLag = 2 * 60_000;

const nounOf = ({ subject }: Pick<Plan, 'subject'>): 'Role' | 'User' => (subject.kind === 'user' ? 'User' : 'Role');
export const putOf = (plan: Plan): string => `Put${nounOf(plan)}PermissionsBoundary`;
export const deleteOf = (plan: Plan): string => `Delete${nounOf(plan)}PermissionsBoundary`;

/** Whether it changes the boundary of the plan's principal. A record without parameters may be about anybody. */
export const isAbout = (plan: Plan, change: Change): boolean | 'unknown' => {
  if (change.eventName !== putOf(plan) && change.eventName !== deleteOf(plan)) return false;
  if (change.body !== 'present') return 'unknown';
  const name = change.parameters[plan.subject.kind === 'user' ? 'userName' : 'roleName'];
  return typeof name === 'string' && name.toLowerCase() === (plan.subject.arn.split('/').at(-1) ?? '').toLowerCase();
};

/** The boundary that the change leaves there; undefined where it takes it off. */
export const boundaryIn = (plan: Plan, { eventName, parameters }: Change): string | undefined =>
  eventName === deleteOf(plan) ? undefined : String(parameters['permissionsBoundary']);

/** A call by this role, in a session named by the saga, that left that boundary (undefined: none). */
export const isCallOf = (
  { id, plan }: { id: string; plan: Plan },
  change: Change,
  { roleArn, boundary }: { roleArn: string; boundary: string | undefined },
): boolean =>
  change.outcome.result === 'succeeded' &&
  change.actor.arn !== undefined &&
  isPrincipal(change.actor.arn, roleArn) &&
  change.actor.arn.endsWith(`/${id}`) &&
  isAbout(plan, change) === true &&
  boundaryIn(plan, change) === boundary;

/** What came before it was about another principal of that name. CloudTrail gives seconds. */
export const madeAt = ({ snapshot }: Plan): number =>
  snapshot.createdAt === undefined
    ? Number.NEGATIVE_INFINITY
    : Math.floor(Date.parse(snapshot.createdAt) / 1_000) * 1_000;

/** The last word on a principal's boundary. `boundary` absent: it was taken off. */
export type LastWord =
  | { word: 'none' }
  | { word: 'unclear'; why: string; change: Change }
  | { word: 'set'; boundary?: string; change: Change };

/**
 * Of changes that succeeded and may be about the plan's principal, oldest first, the one that counts. CloudTrail gives seconds: two
 * of one second that differ have no order.
 */
export const lastWord = (plan: Plan, changes: readonly Change[]): LastWord => {
  const last = changes.at(-1);
  if (last === undefined) return { word: 'none' };
  const together = changes.filter(({ occurredAt }) => Date.parse(occurredAt) === Date.parse(last.occurredAt));
  const hidden = together.find((change) => isAbout(plan, change) === 'unknown');
  if (hidden !== undefined) {
    return { word: 'unclear', why: `the record of ${hidden.eventName} came without its parameters`, change: hidden };
  }
  const boundaries = new Set(together.map((change) => boundaryIn(plan, change)));
  if (boundaries.size > 1) return { word: 'unclear', why: 'two changes of one second have no order', change: last };
  const boundary = boundaryIn(plan, last);
  return { word: 'set', change: last, ...(boundary === undefined ? {} : { boundary }) };
};
