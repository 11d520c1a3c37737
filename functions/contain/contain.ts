import type { ContainmentRequest } from '../../shared/ports/containment-requests.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { contain as applyPlan } from '../../shared/response/contain.ts';
import type { Outcome } from '../../shared/response/outcome.ts';
import type { NoPlan } from '../../shared/response/plan.ts';
import { propose } from '../../shared/response/propose.ts';
import type { Saga } from '../../shared/response/saga.ts';
import { isUnderway } from '../../shared/response/saga-transitions.ts';
import { isToLookAt } from '../../shared/response/look-where-written.ts';
import { settle } from '../../shared/response/settle.ts';
import { remindApprovers } from '../../shared/response/approval-reminders.ts';
import { tellExemptionEnds } from '../../shared/response/exemption-ends.ts';
import { isContainable } from '../../shared/runtime/evaluation/request-containment.ts';
import { once } from '../../shared/runtime/once.ts';
import type { ContainmentMessage } from './containment-message.ts';

export type ContainmentResult =
  /** Nothing stands any more that could be contained. */
  | { did: 'nothing'; because: 'no-open-finding' }
  /** A named outcome without a plan: told to a person with what to do. */
  | { did: 'no-plan'; noPlan: NoPlan }
  /** Contained, refused with what would have been done (`MODE_OBSERVE`), or waiting for a person. */
  | { did: 'saga'; saga: Saga }
  | ({ did: 'tended' } & Tended);

/** What the clock found: sagas that went on, and people who were told that something waits or ends. */
type Tended = { sagas: readonly Saga[]; reminded: number };

/** It has to be tried again: another worker is there, or IAM does not show yet what was done. */
export class NotContainedYet extends Error {
  override readonly name = 'NotContainedYet';
}

/** These pass by themselves or are somebody's to mend: the request comes again, and in the end to a person. */
const tryAgain: ReadonlySet<Outcome> = new Set(['CONFLICT_CHANGED', 'SETTINGS_UNREADABLE', 'THROTTLED']);

/** One principal from findings to proof: plan on agreeing reads, gate, saga. Everything is read afresh; the request decides nothing. */
export const contain =
  (ports: Ports) =>
  async (message: ContainmentMessage): Promise<ContainmentResult> => {
    if ('tend' in message) return { did: 'tended', ...(await tend(ports)) };
    if ('sagaId' in message) return { did: 'saga', saga: await goOn(ports, message.sagaId) };
    return planAndContain(ports, message);
  };

const planAndContain = async (ports: Ports, request: ContainmentRequest): Promise<ContainmentResult> => {
  const wanted = new Set<string>(request.findingIds);
  const findings = (await ports.findings.ofSubject(request.subjectUniqueId)).filter(
    ({ id, status }) => wanted.has(id) && (status === 'new' || status === 'updated'),
  );
  if (findings.length === 0) return { did: 'nothing', because: 'no-open-finding' };
  const cause = findings.find((finding) => finding.cause?.eventId === request.eventId)?.cause ?? findings[0]?.cause;
  const sweep = await ports.sweepLog.recall(request.accountId);
  const principalCount = sweep.found === 'yes' ? sweep.value.principals : undefined;
  const proposed = await propose(ports)({
    principal: request.principal,
    findings,
    ...(cause === undefined ? {} : { cause }),
    ...(principalCount === undefined ? {} : { principalCount }),
  });
  switch (proposed.proposed) {
    case 'busy':
      throw new NotContainedYet(`another worker is at ${request.principal.kind} ${request.principal.name}`);
    case 'nothing':
      if (tryAgain.has(proposed.noPlan.outcome)) throw new NotContainedYet(proposed.noPlan.detail);
      return { did: 'no-plan', noPlan: proposed.noPlan };
    case 'saga':
      return { did: 'saga', saga: await goOn(ports, proposed.saga.id) };
  }
};

/** From wherever the saga stands; what is waiting, refused or done stays as it is. */
const goOn = async (ports: Ports, sagaId: string): Promise<Saga> => {
  const result = await applyPlan(ports)(sagaId);
  if (!result.ran) throw new NotContainedYet(`${sagaId}: ${result.detail}`);
  // Stopped between two steps: IAM could not be read or disagrees with itself.
  if (isUnderway(result.saga)) throw new NotContainedYet(`${sagaId} is ${result.saga.state}: it goes on later`);
  return result.saga;
};

/**
 * No saga waits for ever: what a worker left goes on, what is due is settled or expires, and of what waits people are reminded. What
 * an exemption covered is looked at again when it ends. One that fails does not hold up the others.
 * An undo that was left is the other function's: this one has no role to take anything off.
 */
const tend = async (ports: Ports): Promise<Tended> => {
  const now = Date.parse(ports.clock.now());
  const moved: Saga[] = [];
  const failed: string[] = [];
  let reminded = 0;
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failed.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const saga of await ports.sagas.list()) {
    const isDue = saga.deadline !== undefined && Date.parse(saga.deadline) <= now;
    const isLeft = saga.state === 'PLANNED' || saga.state === 'INTENT' || saga.state === 'WRITTEN';
    const isOver = saga.state === 'WAITING' && isDue;
    const isToSettle = (saga.state === 'CONTAINED' && isDue) || isToLookAt(saga, ports.clock.now());
    if (isLeft || isOver || isToSettle) {
      await attempt(saga.id, async () => {
        const result = await (isToSettle ? settle(ports)(saga.id) : applyPlan(ports)(saga.id));
        if (result.ran && result.saga.version > saga.version) moved.push(result.saga);
      });
    } else if (saga.state === 'WAITING') {
      await attempt(saga.id, async () => {
        reminded += (await remindApprovers(ports)(saga)).length;
      });
    }
  }
  await attempt('exemptions', async () => {
    moved.push(...(await afterExemptions(ports)));
  });
  if (failed.length > 0) throw new NotContainedYet(failed.join('; '));
  return { sagas: moved, reminded };
};

/** Owners are told in time; when an exemption ends, what it covered is planned for as if it had just been found. */
const afterExemptions = async (ports: Ports): Promise<readonly Saga[]> => {
  const read = await ports.settings.read();
  if (read.found !== 'yes') return [];
  const { ended } = await tellExemptionEnds(ports)(read.value.exemptions);
  const moved: Saga[] = [];
  for (const { id, uniqueId, scope } of ended) {
    const handled = await once(ports.deliveries, { function: 'contain', id: `${id}#ended` }, async () => {
      const open = (await ports.findings.ofSubject(uniqueId)).filter(
        (finding) => isContainable(finding) && (finding.checkId === scope || finding.checkId.split('.')[1] === scope),
      );
      const [first] = open;
      if (first === undefined) return undefined;
      const { arn, accountId, kind } = first.subject;
      return planAndContain(ports, {
        accountId,
        principal: { kind: kind === 'user' ? 'user' : 'role', name: arn.split('/').at(-1) ?? '' },
        subjectUniqueId: uniqueId,
        findingIds: open.map((finding) => finding.id),
        eventId: `${id}#ended`,
      });
    });
    if (!handled.repeated && handled.result?.did === 'saga') moved.push(handled.result.saga);
  }
  return moved;
};

/** What happened, in numbers. */
export const containmentFigures = (result: ContainmentResult): Readonly<Record<string, number>> => {
  const sagas = result.did === 'saga' ? [result.saga] : result.did === 'tended' ? result.sagas : [];
  const count = (...states: readonly Saga['state'][]): number =>
    sagas.filter(({ state }) => states.includes(state)).length;
  return {
    Contained: count('CONTAINED', 'SETTLED'),
    ContainmentsWaiting: count('WAITING'),
    ApproversReminded: result.did === 'tended' ? result.reminded : 0,
    ContainmentsRefused: count('REFUSED') + (result.did === 'no-plan' ? 1 : 0),
    ContainmentsFailed: count('FAILED', 'CONFLICT', 'ESCALATED', 'UNDO_CONFLICT'),
  };
};
