import type { Change } from '../change/change.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import { ownEffectsOf } from './effect.ts';
import { callOf } from './effect-calls.ts';
import type { Plan } from './plan.ts';
import { isPrincipal } from './same-person.ts';
import type { Saga } from './saga.ts';

/** What the record says about the moment before our boundary was set. */
export type LostUpdate =
  | { lost: 'no' }
  /** Somebody's change stood there and is gone. `boundary`: the one that was set; absent: the boundary had been taken off. */
  | { lost: 'yes'; boundary?: string; change: Change }
  /** Somebody changed it, and what is not certain. */
  | { lost: 'unclear'; why: string; change: Change }
  /** Our own call is not recorded yet, so nothing can be said of what came before it. */
  | { lost: 'unknown'; why: string };

/** Reads may be of the past by so much: what was done shortly before them may not have been seen. */
const readLag = 2 * 60_000;

const nounOf = ({ subject }: Pick<Plan, 'subject'>): 'Role' | 'User' => (subject.kind === 'user' ? 'User' : 'Role');
const putOf = (plan: Plan): string => `Put${nounOf(plan)}PermissionsBoundary`;
const deleteOf = (plan: Plan): string => `Delete${nounOf(plan)}PermissionsBoundary`;

/** The boundary that a plan sets. Undefined: it sets none, and whatever else it writes stands under a name of its own. */
const boundaryOf = (plan: Plan): string | undefined =>
  ownEffectsOf(plan).find((effect) => effect.effect === 'set-boundary')?.arn;

/** What to read of the record. Undefined: the plan can have written over nothing. */
export const lookFor = (
  { id, plan, writes }: Saga,
  now: string,
): { eventNames: readonly string[]; from: string; to: string } | undefined => {
  const effect = ownEffectsOf(plan).find((each) => each.effect === 'set-boundary');
  if (effect === undefined) return undefined;
  const { operation } = callOf(effect, plan.subject, id);
  const written = writes.findLast(({ call }) => call.operation === operation)?.at ?? plan.plannedAt;
  const first = Math.min(Date.parse(written), Date.parse(plan.plannedAt));
  return { eventNames: [putOf(plan), deleteOf(plan)], from: new Date(first - readLag).toISOString(), to: now };
};

/**
 * Whether the boundary of a containment was written over somebody else's change: the last word on the principal's boundary before
 * ours, against what the plan was made on. CloudTrail gives seconds. One change in the second of ours came before it, because it
 * is ours that stands; two that differ give no order.
 * @param changes calls of `lookFor`, oldest first. IAM shows our boundary now, twice.
 */
export const findLostUpdate = (
  saga: Saga,
  changes: readonly Change[],
  identity: Pick<OwnIdentity, 'containRoleArn'>,
): LostUpdate => {
  const ours = boundaryOf(saga.plan);
  if (ours === undefined) return { lost: 'no' };
  const own = changes.findLast((change) => isOwnPut(saga, ours, change, identity));
  if (own === undefined) {
    return { lost: 'unknown', why: `CloudTrail does not show yet that ${saga.id} set its boundary` };
  }
  const others = changes.filter(
    (change) =>
      change.outcome.result === 'succeeded' &&
      Date.parse(change.occurredAt) <= Date.parse(own.occurredAt) &&
      Date.parse(change.occurredAt) >= madeAt(saga.plan) &&
      !isOwnPut(saga, ours, change, identity) &&
      isAbout(saga.plan, change) !== false,
  );
  const last = others.at(-1);
  if (last === undefined) return { lost: 'no' };
  const together = others.filter(({ occurredAt }) => Date.parse(occurredAt) === Date.parse(last.occurredAt));
  const hidden = together.find((change) => isAbout(saga.plan, change) === 'unknown');
  if (hidden !== undefined) {
    return { lost: 'unclear', why: `the record of ${hidden.eventName} came without its parameters`, change: hidden };
  }
  const boundaries = new Set(together.map((change) => boundaryIn(saga.plan, change)));
  if (boundaries.size > 1) return { lost: 'unclear', why: 'two changes of one second have no order', change: last };
  const boundary = boundaryIn(saga.plan, last);
  if (boundary === saga.plan.snapshot.boundary?.arn || boundary === ours) return { lost: 'no' };
  return { lost: 'yes', change: last, ...(boundary === undefined ? {} : { boundary }) };
};

/** What came before it was about another principal of that name. CloudTrail gives seconds. */
const madeAt = ({ snapshot }: Plan): number =>
  snapshot.createdAt === undefined
    ? Number.NEGATIVE_INFINITY
    : Math.floor(Date.parse(snapshot.createdAt) / 1_000) * 1_000;

const isOwnPut = (
  saga: Saga,
  ours: string,
  change: Change,
  { containRoleArn }: Pick<OwnIdentity, 'containRoleArn'>,
): boolean =>
  change.outcome.result === 'succeeded' &&
  change.eventName === putOf(saga.plan) &&
  change.actor.arn !== undefined &&
  isPrincipal(change.actor.arn, containRoleArn) &&
  change.actor.arn.endsWith(`/${saga.id}`) &&
  isAbout(saga.plan, change) === true &&
  boundaryIn(saga.plan, change) === ours;

/** Whether it changes the boundary of the plan's principal. A record without parameters may be about anybody. */
const isAbout = (plan: Plan, change: Change): boolean | 'unknown' => {
  if (change.eventName !== putOf(plan) && change.eventName !== deleteOf(plan)) return false;
  if (change.body !== 'present') return 'unknown';
  const name = change.parameters[plan.subject.kind === 'user' ? 'userName' : 'roleName'];
  return typeof name === 'string' && name.toLowerCase() === (plan.subject.arn.split('/').at(-1) ?? '').toLowerCase();
};

/** The boundary that the change leaves there; undefined where it takes it off. */
const boundaryIn = (plan: Plan, { eventName, parameters }: Change): string | undefined =>
  eventName === deleteOf(plan) ? undefined : String(parameters['permissionsBoundary']);
