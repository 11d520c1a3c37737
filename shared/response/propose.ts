import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Cause, Finding } from '../findings/finding.ts';
import type { Ports } from '../ports/ports.ts';
import type { PrincipalRef } from '../ports/principal-reader.ts';
import { tellOfActor } from './actor-behind.ts';
import { agreeingReadsWithin, type AgreedRead } from './agreeing-reads.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { exemptionFor } from './exemption.ts';
import type { GateVerdict } from './gate.ts';
import { markDrift } from './mark-drift.ts';
import type { Level, NoPlan, Plan } from './plan.ts';
import { planContainment } from './plan-containment.ts';
import { askGate, usable } from './run-settings.ts';
import type { Saga } from './saga.ts';
import { setBackBy, type SetBack } from './set-back.ts';
import { advance, open, withLease, type Run, type SagaPorts } from './saga-run.ts';
import { hasEnded, isUnderway } from './saga-transitions.ts';
import type { Settings } from './settings.ts';
import type { Outbox } from '../ports/containment-ports.ts';

export type ProposePorts = SagaPorts & { outbox: Outbox } & Pick<Ports, 'history'>;

export type ProposeRequest = {
  principal: PrincipalRef;
  /** Of this principal. */
  findings: readonly Finding[];
  /** Default `surgical`. */
  level?: Level;
  /** For the level sensitive: the principal before the change, where it is known. */
  before?: PrincipalFacts;
  /** For quarantine: deny sessions that are open now, and make access keys inactive too. */
  revokeSessions?: boolean;
  accessKeys?: boolean;
  cause?: Cause;
  /** The person who asked, where one did. */
  requestedBy?: string;
  /** Principals of the account; absent: not known, and the smallest limit holds. */
  principalCount?: number;
};

export type Proposed =
  /** `PLANNED`: `contain` may go on. `WAITING`: a person decides. `REFUSED`: this is what would have been done, and why not. */
  | { proposed: 'saga'; saga: Saga }
  | { proposed: 'nothing'; noPlan: NoPlan }
  /** Another worker is at this principal: ask again later. */
  | { proposed: 'busy' };

const nothing = (outcome: NoPlan['outcome'], detail: string, advice: string): Proposed => ({
  proposed: 'nothing',
  noPlan: { outcome, detail, advice },
});

/** Plans for one principal on two agreeing reads, asks the gate, and stores the saga (steps A1 and A2). */
export const propose =
  (ports: ProposePorts) =>
  async (request: ProposeRequest): Promise<Proposed> => {
    const settings = usable(await ports.settings.read());
    if (settings === undefined) {
      return nothing('SETTINGS_UNREADABLE', 'The settings cannot be read.', 'Nothing is written until they can.');
    }
    const read = await agreeingReadsWithin(ports, request.principal, settings.agreeAfter, 3);
    switch (read.read) {
      case 'gone':
        return nothing(
          'SUBJECT_GONE',
          `${request.principal.name} does not exist any more.`,
          'Nothing needs to be done.',
        );
      case 'disagreed':
        return nothing(
          'CONFLICT_CHANGED',
          `${request.principal.name} is changing right now.`,
          'Ask again in a minute.',
        );
      case 'unreadable':
        return read.passing === true
          ? nothing('THROTTLED', read.why, 'IAM does not answer just now: ask again in a minute.')
          : nothing('UNKNOWN_ANSWER', read.why, 'Allow the read and ask again.');
      case 'agreed':
        break;
    }
    const findings = request.findings.filter(({ subject }) => subject.uniqueId === read.snapshot.uniqueId);
    if (findings.length === 0 && request.findings.length > 0) {
      return nothing(
        'SUBJECT_REPLACED',
        `${read.facts.arn} is another principal than the one that was judged: it was made anew.`,
        'It is evaluated as a new principal.',
      );
    }
    const answer = await withLease(ports, read.snapshot.uniqueId, (run) =>
      proposeWithLease(run, { ...request, findings }, read, settings),
    );
    return answer ?? { proposed: 'busy' };
  };

const proposeWithLease = async (
  run: Run<ProposePorts>,
  request: ProposeRequest,
  read: AgreedRead,
  settings: Settings,
): Promise<Proposed> => {
  const sagas = await run.ports.sagas.ofSubject(read.snapshot.uniqueId);
  const underway = sagas.find(isUnderway);
  // Its worker died or is on its way: what IAM shows is half of a change. `resume` comes first.
  if (underway !== undefined) return { proposed: 'saga', saga: underway };
  const drifted = await markDrift(run, sagas, read);
  const present = sagas.map((saga) => drifted.find(({ id }) => id === saga.id) ?? saga);

  const planned = planContainment({
    facts: read.facts,
    findings: notExempt(request, read, settings),
    level: request.level ?? 'surgical',
    settings,
    identity: run.ports.identity,
    ...(request.before === undefined ? {} : { before: request.before }),
    ...(request.revokeSessions === undefined ? {} : { revokeSessions: request.revokeSessions }),
    ...(request.accessKeys === undefined ? {} : { accessKeys: request.accessKeys }),
    round: present.filter(hasEnded).length,
    now: read.at,
  });
  if (!planned.planned) {
    const { outcome, detail, advice, documents } = planned;
    const noPlan = { outcome, detail, advice, ...(documents === undefined ? {} : { documents }) };
    await recordNoPlan(run, request, read, noPlan);
    return { proposed: 'nothing', noPlan };
  }
  const setBack = setBackBy(request.cause, present, planned.plan);
  const verdict = await askGate(run, planned.plan, {
    ...(request.cause === undefined ? {} : { cause: request.cause }),
    ...(setBack?.held === undefined ? {} : { held: setBack.held }),
  });
  if (verdict.gate === 'wait') await tellOfActor(run.ports, request.cause, planned.plan);
  const same = present.find((saga) => isSamePlan(saga, planned.plan, verdict));
  if (same?.state === 'DRIFTED') return { proposed: 'saga', saga: await planAgain(run, same, planned.plan, setBack) };
  if (same !== undefined) return { proposed: 'saga', saga: same };
  for (const saga of present) await supersede(run, saga);
  return { proposed: 'saga', saga: await openSaga(run, request, { plan: planned.plan, verdict, setBack }) };
};

/** Exempt findings are left out; where all are, the gate says so by name. */
const notExempt = (request: ProposeRequest, read: AgreedRead, settings: Settings): readonly Finding[] => {
  const causedBy = request.cause?.actorArn;
  const query = {
    uniqueId: read.snapshot.uniqueId,
    now: read.at,
    ...(causedBy === undefined ? {} : { causedBy }),
  };
  const rest = request.findings.filter(
    ({ checkId }) => exemptionFor(settings.exemptions, { ...query, checkId }).exemption === undefined,
  );
  return rest.length === 0 ? request.findings : rest;
};

/** The same state and the same wish. A refusal stands as long as the gate says the same; it is not written again each time. */
const isSamePlan = (saga: Saga, plan: Plan, verdict: GateVerdict): boolean => {
  const { snapshotHash, desiredHash, level } = saga.plan;
  if (snapshotHash !== plan.snapshotHash || desiredHash !== plan.desiredHash || level !== plan.level) return false;
  switch (saga.state) {
    case 'PLANNED':
    case 'WAITING':
    case 'DRIFTED':
      return true;
    case 'REFUSED':
      return (
        saga.plan.round === plan.round - 1 &&
        verdict.gate === 'refuse' &&
        verdict.outcome === saga.outcome &&
        verdict.outcome !== 'APPROVAL_EXPIRED'
      );
    default:
      return false;
  }
};

/**
 * Somebody took our document off, and nothing else changed: the same saga goes through the gate again. Where a person has to decide,
 * what a person decided before does not count any more.
 */
const planAgain = (run: Run, saga: Saga, plan: Plan, setBack: SetBack | undefined): Promise<Saga> => {
  const from = { ...saga };
  if (setBack?.held !== undefined) delete from.approval;
  // What is set now is looked at anew.
  delete from.lostUpdate;
  delete from.unanswered;
  delete from.lookAt;
  delete from.looked;
  return advance(run, from, {
    to: 'PLANNED',
    change: {
      plan: { ...plan, ...identityOf(saga.plan) },
      // The time to settle is over with what was in force; whoever is asked now has the whole time to answer.
      deadline: deadlineFrom(run.ports.clock.now()),
      ...setBack,
    },
    entry: { kind: 'plan' },
  });
};

const identityOf = ({ id, planHash, round }: Plan): Pick<Plan, 'id' | 'planHash' | 'round'> => ({
  id,
  planHash,
  round,
});

/** A plan of an older state ends; one that is in force and another question beside it do not touch each other. */
const supersede = async (run: Run, saga: Saga): Promise<void> => {
  const change = { outcome: 'SUPERSEDED', detail: 'A newer plan for this principal took its place.' } as const;
  if (saga.state === 'PLANNED' || saga.state === 'WAITING') {
    await advance(run, saga, { to: 'REFUSED', change, entry: { kind: 'refused' } });
  }
  if (saga.state === 'DRIFTED') await advance(run, saga, { to: 'ESCALATED', change, entry: { kind: 'tampering' } });
};

const openSaga = async (
  run: Run,
  request: ProposeRequest,
  { plan, verdict, setBack }: { plan: Plan; verdict: GateVerdict; setBack: SetBack | undefined },
): Promise<Saga> => {
  const { clock, documents } = run.ports;
  const now = clock.now();
  const planText = await documents.put(canonicalJson(plan));
  const saga: Saga = {
    id: plan.id,
    version: 0,
    fence: run.fence,
    state: 'PLANNED',
    plan,
    mode: verdict.mode,
    writes: [],
    requestIds: [],
    openedAt: now,
    changedAt: now,
    ...setBack,
    ...(request.cause === undefined ? {} : { cause: request.cause }),
    ...(request.requestedBy === undefined ? {} : { requestedBy: request.requestedBy }),
    ...(request.principalCount === undefined ? {} : { principalCount: request.principalCount }),
  };
  const entry = { kind: 'plan', inputs: [planText] } as const;
  if (verdict.gate === 'go') return open(run, saga, { to: 'PLANNED', entry, stage: 'planned' });
  const change = { outcome: verdict.outcome, detail: verdict.detail };
  if (verdict.gate === 'wait') {
    return open(run, saga, {
      to: 'WAITING',
      change: { ...change, deadline: deadlineFrom(now) },
      entry,
      stage: 'planned',
    });
  }
  // What would have been done is told too: in observe it is the point of the whole run.
  const stage = verdict.outcome === 'MODE_OBSERVE' ? 'planned' : 'refused';
  return open(run, saga, { to: 'REFUSED', change, entry, stage });
};

const approvalTime = 24 * 60 * 60_000;
export const deadlineFrom = (now: string): string => new Date(Date.parse(now) + approvalTime).toISOString();

/** A named outcome without a plan is history too, and a person is told once what to do. */
const recordNoPlan = async (
  run: Run<ProposePorts>,
  request: ProposeRequest,
  read: AgreedRead,
  noPlan: NoPlan,
): Promise<void> => {
  const { clock, history, outbox, identity } = run.ports;
  const now = clock.now();
  const { arn, uniqueId, accountId, kind } = read.facts;
  const findingIds = request.findings.map(({ id }) => id);
  const key = `no-plan-${sha256(canonicalJson({ uniqueId, findingIds, outcome: noPlan.outcome, detail: noPlan.detail }))}`;
  await history.append(
    [
      {
        time: now,
        kind: 'plan',
        actor: { arn: identity.containRoleArn },
        subject: { account: accountId, id: uniqueId, arn },
        outcome: noPlan.outcome,
        note: noPlan.detail,
      },
    ],
    key,
  );
  if (noPlan.outcome === 'ALREADY_SAFE') return;
  await outbox.add([
    {
      kind: 'routed',
      id: key,
      at: now,
      accountId,
      subject: { kind, arn, uniqueId, accountId },
      noPlan,
      findingIds,
      ...(request.cause === undefined ? {} : { cause: request.cause }),
    },
  ]);
};
