import type { EntryDraft, EntryKind } from '../../history/entry.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Notice } from '../notice.ts';
import { leaseMilliseconds } from '../saga-run.ts';
import type { Restoration, RestorationState } from './restoration.ts';
import { mayMoveRestoration } from './restoration-transitions.ts';

export type RestorationPorts = Pick<
  Ports,
  | 'identity'
  | 'clock'
  | 'principals'
  | 'accountState'
  | 'guardrailMemory'
  | 'surroundings'
  | 'surroundingMemory'
  | 'restorations'
  | 'settings'
  | 'modeSwitch'
  | 'documents'
  | 'guardrailWriter'
>;

export type RestorationStage = (Notice & { kind: 'restoration' })['stage'];

/** One worker's hold on one guardrail. */
export type RestorationRun<P extends RestorationPorts = RestorationPorts> = {
  ports: P;
  fence: number;
  /** Milliseconds since 1970: from then on the lease may be another's. */
  until: number;
};

/** Another worker moved the restoration, or took the lease: this one stops and writes nothing more. */
export class RestorationLost extends Error {
  override readonly name = 'RestorationLost';
  constructor(id: string) {
    super(`Another worker has taken over ${id}.`);
  }
}

/** A step that the state machine does not have: a defect of Ringfence. */
export class ForbiddenRestorationStep extends Error {
  override readonly name = 'ForbiddenRestorationStep';
  constructor(from: RestorationState, to: RestorationState) {
    super(`There is no arrow from ${from} to ${to}.`);
  }
}

export type RestorationMove = {
  to: RestorationState;
  change?: Partial<Omit<Restoration, 'id' | 'version' | 'fence' | 'state' | 'plan' | 'openedAt' | 'changedAt'>>;
  entry: { kind: EntryKind } & Partial<EntryDraft>;
  stage?: RestorationStage;
};

/** The lease of a guardrail is named by it: a containment's subject is a principal, so the two never meet. */
export const withGuardrailLease = async <P extends RestorationPorts, T>(
  ports: P,
  arn: string,
  work: (run: RestorationRun<P>) => Promise<T>,
): Promise<T | undefined> => {
  const holder = ports.clock.id();
  const lease = await ports.restorations.takeLease(arn, holder, leaseMilliseconds);
  if (lease === undefined) return undefined;
  const until = Date.parse(ports.clock.now()) + leaseMilliseconds;
  const result = await work({ ports, fence: lease.fence, until });
  // After a throw the lease is left to lapse: what this worker did last may still be on its way.
  await ports.restorations.releaseLease(arn, holder);
  return result;
};

/** @throws RestorationLost right before a call that this worker may not make any more. */
export const mustHoldLease = (run: RestorationRun, { id }: Pick<Restoration, 'id'>): void => {
  if (Date.parse(run.ports.clock.now()) >= run.until) throw new RestorationLost(id);
};

/** One step on, with its history entry and its notice in one transaction. @throws RestorationLost when it was not written. */
export const move = (run: RestorationRun, from: Restoration, step: RestorationMove): Promise<Restoration> => {
  if (!mayMoveRestoration(from.state, step.to)) throw new ForbiddenRestorationStep(from.state, step.to);
  // What was said of the last step is not true of the next one.
  const { outcome: _, detail: __, open: ___, ...kept } = from;
  return store(run, { ...kept, ...step.change, version: from.version + 1, state: step.to }, step);
};

/** A restoration's first step. */
export const openRestoration = (run: RestorationRun, made: Restoration, step: RestorationMove): Promise<Restoration> =>
  store(run, { ...made, ...step.change, version: 1, state: step.to }, step);

const store = async (run: RestorationRun, moved: Restoration, step: RestorationMove): Promise<Restoration> => {
  const { clock, restorations } = run.ports;
  const at = clock.now();
  const saga: Restoration = { ...moved, fence: run.fence, changedAt: at };
  const notices = step.stage === undefined ? [] : [noticeOf(saga, step.stage, at)];
  const { advanced } = await restorations.advance({ saga, entries: [entryOf(run.ports, saga, step, at)], notices });
  if (!advanced) throw new RestorationLost(saga.id);
  return saga;
};

const noticeOf = (restoration: Restoration, stage: RestorationStage, at: string): Notice => ({
  kind: 'restoration',
  id: `${restoration.id}#${restoration.version}-${stage}`,
  at,
  accountId: restoration.plan.subject.accountId,
  stage,
  restoration,
});

const entryOf = (ports: RestorationPorts, saga: Restoration, { entry }: RestorationMove, at: string): EntryDraft => {
  const { subject, checkId, findingIds } = saga.plan;
  const [finding] = findingIds;
  const requestIds = saga.steps.flatMap(({ requestId }) => requestId ?? []);
  return {
    time: at,
    actor: { arn: ports.identity.restoreRoleArn ?? ports.identity.containRoleArn, session: saga.id },
    subject: { account: subject.accountId, id: subject.uniqueId, arn: subject.arn },
    saga: saga.id,
    check: checkId,
    ...(finding === undefined ? {} : { finding }),
    ...(saga.outcome === undefined ? {} : { outcome: saga.outcome }),
    ...(saga.detail === undefined ? {} : { note: saga.detail }),
    ...(requestIds.length === 0 ? {} : { requestIds }),
    ...entry,
  };
};
