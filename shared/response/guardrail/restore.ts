import { documentOf } from './whole-document.ts';
import { askRestorationGate, openOn } from './propose-restoration.ts';
import { planEnforcement } from './plan-restoration.ts';
import { contentsOf } from './propose-restoration.ts';
import { performStep, type Performed } from './restoration-steps.ts';
import {
  move,
  mustHoldLease,
  RestorationLost,
  withGuardrailLease,
  type RestorationPorts,
  type RestorationRun,
} from './restoration-run.ts';
import type { OpenPoint, Restoration, RestorationStep, StepRecord } from './restoration.ts';
import { verifyRestoration } from './verify-restoration.ts';
import { leftByHand } from './left-by-hand.ts';

export type Restored =
  /** `waitsFor`: why it stopped between two steps; absent where it stands for good, or waits for a person. */
  | { ran: true; restoration: Restoration; waitsFor?: string }
  /** `busy`, `lost`: another worker has it. `unreadable`: what is stored cannot be read. */
  | { ran: false; why: 'busy' | 'lost' | 'missing' | 'unreadable'; detail: string };

/** From wherever it stands to its end, or to where it has to wait. Intent is stored before every effect. */
export const restore =
  (ports: RestorationPorts) =>
  (id: string): Promise<Restored> =>
    withRestoration(ports, id, goOn);

/** Reads it afresh with the lease of its guardrail. */
export const withRestoration = async <P extends RestorationPorts>(
  ports: P,
  id: string,
  work: (run: RestorationRun<P>, restoration: Restoration) => Promise<Restored>,
): Promise<Restored> => {
  const stored = await ports.restorations.get(id);
  if (stored.found !== 'yes') return missing(id, stored);
  try {
    const answer = await withGuardrailLease(ports, stored.value.plan.subject.uniqueId, async (run) => {
      const now = await ports.restorations.get(id);
      return now.found === 'yes' ? work(run, now.value) : missing(id, now);
    });
    return answer ?? { ran: false, why: 'busy', detail: `Another worker is at the guardrail of ${id}.` };
  } catch (error) {
    if (error instanceof RestorationLost) return { ran: false, why: 'lost', detail: error.message };
    throw error;
  }
};

const missing = (id: string, read: { found: 'no' } | { found: 'unreadable'; why: string }): Restored =>
  read.found === 'no'
    ? { ran: false, why: 'missing', detail: `There is no restoration ${id}.` }
    : { ran: false, why: 'unreadable', detail: read.why };

const goOn = async (run: RestorationRun, from: Restoration): Promise<Restored> => {
  let restoration = from;
  for (;;) {
    const next = await stepOf(run, restoration);
    if (next === undefined) return { ran: true, restoration };
    if ('waitsFor' in next) return { ran: true, ...next };
    restoration = next;
  }
};

/** Stopped between two steps: whoever comes next goes on from what is stored. */
type Stopped = { restoration: Restoration; waitsFor: string };

/** Undefined: it waits for a person, or stays where it is for ever. */
const stepOf = (run: RestorationRun, restoration: Restoration): Promise<Restoration | Stopped | undefined> => {
  switch (restoration.state) {
    case 'PLANNED':
    case 'WAITING':
      return begin(run, restoration);
    case 'INTENT':
      return goOnWriting(run, restoration);
    default:
      return Promise.resolve(undefined);
  }
};

/** The gate's last pass, on what is read now; then every content is looked at before anything is written. */
const begin = async (run: RestorationRun, restoration: Restoration): Promise<Restoration | undefined> => {
  const { ports } = run;
  const verdict = await askRestorationGate(ports, restoration.plan, restoration);
  if (verdict.gate === 'wait') return undefined;
  if (verdict.gate === 'refuse') return refuse(run, restoration, verdict);
  for (const hash of contentsOf(restoration.plan)) {
    const whole = await documentOf(ports, hash);
    if (!whole.ok) return refuse(run, restoration, { outcome: 'NO_SNAPSHOT', detail: whole.detail });
  }
  const approver = restoration.approval?.approver;
  return move(run, restoration, {
    to: 'INTENT',
    change: { mode: verdict.mode },
    entry: { kind: 'intent', ...(approver === undefined ? {} : { approvals: [approver] }) },
  });
};

const refuse = (
  run: RestorationRun,
  restoration: Restoration,
  { outcome, detail }: { outcome: NonNullable<Restoration['outcome']>; detail: string },
): Promise<Restoration> =>
  move(run, restoration, {
    to: 'REFUSED',
    change: { outcome, detail },
    entry: { kind: 'refused', outcome },
    stage: 'refused',
  });

const goOnWriting = async (run: RestorationRun, restoration: Restoration): Promise<Restoration | Stopped> => {
  const open = restoration.steps.find(({ state }) => state === 'begun');
  const index = open?.index ?? restoration.steps.length;
  const step = restoration.plan.steps[index];
  if (step === undefined) return finish(run, restoration);
  // A worker that stops here has stored what it was about to do.
  const begun = open === undefined ? await recordBegun(run, restoration, index, step) : restoration;
  mustHoldLease(run, begun);
  return recordDone(run, begun, index, await performStep(run, begun, step));
};

const recordBegun = (
  run: RestorationRun,
  restoration: Restoration,
  index: number,
  step: RestorationStep,
): Promise<Restoration> => {
  const record: StepRecord = { index, at: run.ports.clock.now(), state: 'begun' };
  return move(run, restoration, {
    to: 'INTENT',
    change: { steps: [...restoration.steps, record] },
    entry: { kind: 'intent', note: `Step ${index + 1} of ${restoration.plan.steps.length}: ${describeStep(step)}` },
  });
};

const stepName = ({ plan }: Restoration, index: number): string => {
  const step = plan.steps[index];
  return `step ${index + 1} of ${plan.steps.length}${step === undefined ? '' : `, to ${describeStep(step)}`}`;
};

export const describeStep = (step: RestorationStep): string => {
  switch (step.step) {
    case 'create':
      return 'create the guardrail';
    case 'update':
      return 'update its draft';
    case 'publish':
      return `publish version ${step.becomes}, which was ${step.from}`;
    case 'repoint':
      return `name it in ${step.kind} ${step.by}`;
  }
};

const recordDone = async (
  run: RestorationRun,
  restoration: Restoration,
  index: number,
  performed: Performed,
): Promise<Restoration | Stopped> => {
  const at = run.ports.clock.now();
  const withRecord = (record: Omit<StepRecord, 'index' | 'at'>): readonly StepRecord[] =>
    restoration.steps.map((each) => (each.index === index ? { ...each, at, ...record } : each));
  switch (performed.did) {
    case 'written': {
      const { made = restoration.made, requestId } = performed;
      return move(run, restoration, {
        to: 'INTENT',
        change: {
          steps: withRecord({ state: 'done', ...(requestId === undefined ? {} : { requestId }) }),
          ...(made === undefined ? {} : { made }),
        },
        entry: { kind: 'written' },
      });
    }
    case 'left':
      return move(run, restoration, {
        to: 'INTENT',
        change: { steps: withRecord({ state: 'left', detail: performed.detail }) },
        entry: { kind: 'refused', note: performed.detail },
      });
    case 'refused': {
      const { outcome, detail } = performed;
      const change = { steps: withRecord({ state: 'left', detail }), outcome, detail };
      const wrote = restoration.made !== undefined || restoration.steps.some(({ state }) => state === 'done');
      return wrote
        ? move(run, restoration, { to: 'FAILED', change, entry: { kind: 'failed', outcome }, stage: 'failed' })
        : move(run, restoration, { to: 'REFUSED', change, entry: { kind: 'refused', outcome }, stage: 'refused' });
    }
    case 'later':
      // The step stays begun: whoever goes on looks first what became of it.
      return { restoration, waitsFor: `${stepName(restoration, index)}: ${performed.detail}` };
  }
};

const finish = async (run: RestorationRun, restoration: Restoration): Promise<Restoration | Stopped> => {
  const { ports } = run;
  const verified = await verifyRestoration(ports, restoration);
  if (verified.answer === 'later')
    return { restoration, waitsFor: `to read back what was written: ${verified.detail}` };
  if (verified.answer === 'no') {
    const { detail } = verified;
    return move(run, restoration, {
      to: 'FAILED',
      change: { outcome: 'VERIFY_FAILED', detail },
      entry: { kind: 'failed', outcome: 'VERIFY_FAILED' },
      stage: 'failed',
    });
  }
  const followedBy = await openEnforcement(run, restoration);
  const left = await leftByHand(ports, restoration);
  const open = [
    ...left.open,
    ...(followedBy === undefined
      ? []
      : [{ what: `the account's enforcement waits for its own approval: ${followedBy}` }]),
  ];
  const outcome = open.length === 0 ? 'GUARDRAIL_RESTORED' : 'RESTORE_PARTIAL';
  return move(run, restoration, {
    to: open.length === 0 ? 'RESTORED' : 'PARTIAL',
    change: {
      outcome,
      ...(open.length === 0 ? {} : { detail: inOneLine(open), open }),
      byHand: left.byHand,
      ...(followedBy === undefined ? {} : { followedBy }),
    },
    entry: { kind: 'verified', outcome },
    stage: 'restored',
  });
};

export const inOneLine = (open: readonly OpenPoint[]): string => open.map(({ what }) => what).join('; ');

/** Before the end is stored, so that a worker that dies in between opens it again and finds it there. */
const openEnforcement = async (run: RestorationRun, restoration: Restoration): Promise<string | undefined> => {
  const { plan, made, cause } = restoration;
  const named = plan.uses.some(({ kind }) => kind === 'enforcement');
  if (plan.kind !== 'recreate' || made === undefined || !named) return undefined;
  const next = planEnforcement(plan, { arn: made.arn, versions: made.versions }, run.ports.clock.now());
  const others = await run.ports.restorations.ofSubject(plan.subject.uniqueId);
  const opened = await openOn(run, next, cause === undefined ? {} : { cause }, others);
  return opened.id;
};
