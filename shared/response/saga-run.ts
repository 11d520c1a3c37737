import type { EntryDraft, EntryKind } from '../history/entry.ts';
import type { Ports } from '../ports/ports.ts';
import type { PrincipalRef } from '../ports/principal-reader.ts';
import type { Notice } from './notice.ts';
import type { Saga, SagaState } from './saga.ts';
import { mayMove } from './saga-transitions.ts';

export type SagaPorts = Pick<
  Ports,
  | 'identity'
  | 'clock'
  | 'principals'
  | 'sagas'
  | 'slots'
  | 'settings'
  | 'modeSwitch'
  | 'documents'
  | 'history'
  | 'boundaries'
  | 'denies'
  | 'credentials'
>;

/** Longer than any run between two stored steps; a worker that died is waited for no longer than this. */
export const leaseMilliseconds = 5 * 60_000;

/** One worker's hold on one subject. */
export type Run<P extends SagaPorts = SagaPorts> = {
  ports: P;
  fence: number;
  /** Milliseconds since 1970: from then on the lease may be another's. */
  until: number;
};

/** Another worker moved the saga, or took the lease: this one stops and writes nothing more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  constructor(sagaId: string) {
    super(`Another worker has taken over ${sagaId}.`);
  }
}

/** A step that the state machine does not have: a defect of Ringfence, never of the account. */
export class ForbiddenStep extends Error {
  override readonly name = 'ForbiddenStep';
  constructor(from: SagaState, to: SagaState) {
    super(`There is no arrow from ${from} to ${to}.`);
  }
}

export type ContainmentStage = (Notice & { kind: 'containment' })['stage'];

export type Step = {
  to: SagaState;
  change?: Partial<
    Pick<
      Saga,
      | 'plan'
      | 'mode'
      | 'outcome'
      | 'detail'
      | 'writes'
      | 'approval'
      | 'rejection'
      | 'undo'
      | 'held'
      | 'deadline'
      | 'policyGone'
      | 'setBack'
      | 'lostUpdate'
      | 'unanswered'
      | 'lookAt'
      | 'looked'
      | 'afterUndo'
    >
  >;
  entry: { kind: EntryKind } & Partial<EntryDraft>;
  stage?: ContainmentStage;
};

export const refOf = (saga: Pick<Saga, 'plan'>): PrincipalRef => ({
  kind: saga.plan.subject.kind === 'user' ? 'user' : 'role',
  name: saga.plan.subject.arn.split('/').at(-1) ?? '',
});

/** Runs `work` with the subject's lease; undefined when another worker has it. */
export const withLease = async <P extends SagaPorts, T>(
  ports: P,
  subjectUniqueId: string,
  work: (run: Run<P>) => Promise<T>,
): Promise<T | undefined> => {
  const holder = ports.clock.id();
  const lease = await ports.sagas.takeLease(subjectUniqueId, holder, leaseMilliseconds);
  if (lease === undefined) return undefined;
  const until = Date.parse(ports.clock.now()) + leaseMilliseconds;
  const result = await work({ ports, fence: lease.fence, until });
  // After a throw the lease is left to lapse: what this worker did last may still be on its way.
  await ports.sagas.releaseLease(subjectUniqueId, holder);
  return result;
};

export const holdsLease = (run: Run): boolean => Date.parse(run.ports.clock.now()) < run.until;

/** What was said of the last step is not true of the next one. */
const unsaid = (saga: Saga): Saga => {
  const copy = { ...saga };
  delete copy.outcome;
  delete copy.detail;
  return copy;
};

/** The saga one step on, with its history entry and its notice in one transaction. @throws LeaseLost when it was not written. */
export const advance = async (run: Run, saga: Saga, step: Step): Promise<Saga> => {
  if (!mayMove(saga.state, step.to)) throw new ForbiddenStep(saga.state, step.to);
  return store(run, { ...unsaid(saga), ...step.change, version: saga.version + 1, state: step.to }, step);
};

/** A saga's first step. */
export const open = (run: Run, saga: Saga, step: Step): Promise<Saga> =>
  store(run, { ...saga, ...step.change, version: 1, state: step.to }, step);

const store = async (run: Run, moved: Saga, step: Step): Promise<Saga> => {
  const { clock, sagas } = run.ports;
  const at = clock.now();
  const saga: Saga = {
    ...moved,
    fence: run.fence,
    changedAt: at,
    requestIds: moved.writes.flatMap(({ requestId }) => requestId ?? []),
  };
  const notices = step.stage === undefined ? [] : [noticeOf(saga, step.stage, at)];
  const { advanced } = await sagas.advance({ saga, entries: [entryOf(run.ports, saga, step, at)], notices });
  if (!advanced) throw new LeaseLost(saga.id);
  return saga;
};

const noticeOf = (saga: Saga, stage: ContainmentStage, at: string): Notice => ({
  kind: 'containment',
  id: `${saga.id}#${saga.version}-${stage}`,
  at,
  accountId: saga.plan.subject.accountId,
  stage,
  saga,
});

const entryOf = (ports: SagaPorts, saga: Saga, { entry }: Step, at: string): EntryDraft => {
  const { subject, questions, level } = saga.plan;
  const [first] = questions;
  return {
    time: at,
    actor: { arn: ports.identity.containRoleArn, session: saga.id },
    subject: { account: subject.accountId, id: subject.uniqueId, arn: subject.arn },
    saga: saga.id,
    level,
    ...(first === undefined ? {} : { check: first.checkId, finding: first.findingId }),
    ...(saga.outcome === undefined ? {} : { outcome: saga.outcome }),
    ...(saga.detail === undefined ? {} : { note: saga.detail }),
    ...(saga.requestIds.length === 0 ? {} : { requestIds: saga.requestIds }),
    ...entry,
  };
};
