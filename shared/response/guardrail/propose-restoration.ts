import { displayText } from '../../change/display-text.ts';
import type { Subject } from '../../checks/check.ts';
import type { GuardrailRecord, SeenGuardrail } from '../../facts/account-facts.ts';
import { diffGuardrails } from '../../facts/guardrail/diff-guardrails.ts';
import { heldAgainst } from '../../facts/guardrail/guardrail-record.ts';
import type { Cause, FindingId } from '../../findings/finding.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Outcome } from '../outcome.ts';
import { deadlineFrom } from '../propose.ts';
import { alreadyBack } from './already-back.ts';
import { adviceFor, recordNoRestoration } from './no-restoration.ts';
import { inRound, planPutBack, planRecreate, type PlannedRestoration, type PlannedTexts } from './plan-restoration.ts';
import { restorationGate, type RestorationVerdict } from './restoration-gate.ts';
import {
  move,
  openRestoration,
  withGuardrailLease,
  type RestorationPorts,
  type RestorationRun,
} from './restoration-run.ts';
import { isOpenRestoration } from './restoration-transitions.ts';
import { guardrailId, isGuardrail } from './repoint-text.ts';
import type { GuardrailUse, Restoration, RestorationPlan, RestorationStep } from './restoration.ts';
import { rememberedResourcePolicy } from './resource-policy-left.ts';
import { allUses, usesOfGuardrail } from './uses-of-guardrail.ts';

export type ProposeRestorationPorts = RestorationPorts & Pick<Ports, 'history' | 'outbox'>;

export type RestorationAsked = {
  subject: Subject & { region: string };
  findingIds: readonly FindingId[];
  cause?: Cause;
  /** The person who asks, where one does. */
  requestedBy?: string;
};

export type ProposedRestoration =
  | { proposed: 'restoration'; restoration: Restoration }
  /** No plan, by name: told to a person with what to do. */
  | { proposed: 'nothing'; outcome: Outcome; detail: string; advice: string }
  /** Another worker is at this guardrail, or it cannot be read now: ask again later. `goesOn`: what was begun and goes on first. */
  | { proposed: 'later'; detail: string; goesOn?: { id: string } };

/**
 * Plans how a guardrail comes back, on what is read now, asks the gate, and stores the answer. The same loss asked about twice is
 * one restoration.
 */
export const proposeRestoration =
  (ports: ProposeRestorationPorts) =>
  async (asked: RestorationAsked): Promise<ProposedRestoration> => {
    const answer = await withGuardrailLease(ports, asked.subject.arn, (run) => propose(run, asked));
    return answer ?? { proposed: 'later', detail: `another worker is at ${asked.subject.arn}` };
  };

const propose = async (
  run: RestorationRun<ProposeRestorationPorts>,
  asked: RestorationAsked,
): Promise<ProposedRestoration> => {
  const { ports } = run;
  const { subject } = asked;
  const others = await ports.restorations.ofSubject(subject.uniqueId);
  const open = others.find((each) => isOpenRestoration(each) && each.plan.kind !== 'enforcement');
  if (open !== undefined && isWriting(open)) {
    return { proposed: 'later', detail: `${open.id} is ${open.state}: it goes on first`, goesOn: { id: open.id } };
  }
  const all = await ports.restorations.list();
  const undoing = all.find((each) => isUndoing(each) && each.made?.arn === subject.arn);
  if (undoing !== undefined) return takenBack(undoing);
  const planned = await planNow(ports, asked, { others, all });
  if ('later' in planned) return { proposed: 'later', detail: planned.later };
  if (!planned.planned) {
    const advice = adviceFor(planned.outcome, subject);
    await recordNoRestoration(ports, asked, { ...planned, advice });
    return { proposed: 'nothing', outcome: planned.outcome, detail: planned.detail, advice };
  }
  const isSame = open !== undefined && inRound(planned.plan, open.plan.round).planHash === open.plan.planHash;
  const undone = asked.requestedBy === undefined ? undoneBefore(planned.plan, others) : undefined;
  if (undone !== undefined) return takenBack(undone);
  if (isSame) return { proposed: 'restoration', restoration: open };
  await keepTexts(ports, planned.texts);
  if (open !== undefined) await supersede(run, open);
  return { proposed: 'restoration', restoration: await openOn(run, planned.plan, asked, others) };
};

/** An undo deletes and weakens by itself: what a person took back does not come back because of the event that this causes. */
const isUndoing = ({ state }: Restoration): boolean => state === 'UNDONE' || state === 'UNDO_INTENT';

const undoneBefore = (plan: RestorationPlan, others: readonly Restoration[]): Restoration | undefined =>
  others.find((each) => each.state === 'UNDONE' && inRound(plan, each.plan.round).planHash === each.plan.planHash);

const takenBack = ({ id, plan }: Restoration): ProposedRestoration => ({
  proposed: 'nothing',
  outcome: 'UNDONE',
  detail: `${id} brought it back, and a person has taken that back`,
  advice: `Nothing is planned for it any more; ringfence guardrails restore ${guardrailId(plan.subject.arn)} asks for it by name.`,
});

const isWriting = ({ state }: Restoration): boolean => state === 'INTENT' || state === 'UNDO_INTENT';

/** Nothing of it was written, and what it was about is another loss by now. */
const supersede = (run: RestorationRun, restoration: Restoration): Promise<Restoration> => {
  const detail = 'What was lost is another thing by now: a new plan takes its place.';
  return move(run, restoration, {
    to: 'REFUSED',
    change: { outcome: 'SUPERSEDED', detail },
    entry: { kind: 'refused', outcome: 'SUPERSEDED', note: detail },
  });
};

const planNow = async (
  ports: ProposeRestorationPorts,
  asked: RestorationAsked,
  { others, all }: { others: readonly Restoration[]; all: readonly Restoration[] },
): Promise<PlannedRestoration | { later: string }> => {
  const { subject, findingIds } = asked;
  const { region, arn } = subject;
  const no = (detail: string): PlannedRestoration => ({ planned: false, outcome: 'NO_SNAPSHOT', detail });
  const recalled = await ports.guardrailMemory.recall(arn);
  if (recalled.found === 'unreadable') return no(recalled.why);
  if (recalled.found === 'no') return nothingRemembered(ports, asked, all);
  const record = recalled.value;
  const base = {
    subject,
    findingIds,
    remembered: withTagsOf(record, heldAgainst(record)),
    round: others.filter(({ plan }) => plan.kind !== 'enforcement').length,
    now: ports.clock.now(),
  };
  const present = await ports.accountState.guardrail(region, arn);
  if (present.found === 'unreadable') return { later: present.why };
  if (present.found === 'yes') {
    return planPutBack({ ...base, uses: [], unread: [], present: present.value });
  }
  const back = await alreadyBack(ports, { region, arn, name: record.facts.name }, all);
  if (back !== undefined) return back;
  const versions = await ports.guardrailMemory.versions(arn);
  if (versions.found === 'unreadable') return no(versions.why);
  const uses = await usesOfGuardrail(ports, { region, arn });
  return planRecreate({
    ...base,
    versions: versions.found === 'yes' ? versions.value : [],
    uses: allUses(uses),
    unread: uses.unread,
    lost: weakenedBefore(record),
    resourcePolicy: await rememberedResourcePolicy(ports, subject),
    repoints: await repointsOf(ports, uses.references, subject),
  });
};

/** One that is there has lost nothing that anybody could know of; one that Ringfence made is brought back as the first one was. */
const nothingRemembered = async (
  ports: Pick<Ports, 'accountState'>,
  { subject: { region, arn } }: RestorationAsked,
  all: readonly Restoration[],
): Promise<PlannedRestoration | { later: string }> => {
  const id = displayText(guardrailId(arn));
  const there = await ports.accountState.guardrail(region, arn);
  if (there.found === 'unreadable') return { later: there.why };
  const maker = all.find(({ made }) => made?.arn === arn);
  const made = maker === undefined ? '' : `; ${maker.id} made it for ${guardrailId(maker.plan.subject.arn)}`;
  return there.found === 'yes'
    ? { planned: false, outcome: 'ALREADY_SAFE', detail: `${id} is there, and nothing else is remembered of it${made}` }
    : { planned: false, outcome: 'NO_SNAPSHOT', detail: `nothing is remembered of ${displayText(arn)}${made}` };
};

/** Tags protect nobody, so the last ones count, also where it had been weakened since. */
const withTagsOf = ({ facts: last }: GuardrailRecord, { facts, asOf }: SeenGuardrail): SeenGuardrail => {
  const { tags } = last.content;
  return tags === undefined ? { facts, asOf } : { facts: { ...facts, content: { ...facts.content, tags } }, asOf };
};

/**
 * Agents and flows whose draft names it now. One that names it only in a version that an alias uses cannot be changed: a version
 * does not change, so it is left to a person, and so is all of them where the role may not write them.
 */
const repointsOf = async (
  { guardrailWriter, identity }: Pick<RestorationPorts, 'guardrailWriter' | 'identity'>,
  references: readonly GuardrailUse[],
  { region, arn }: RestorationAsked['subject'],
): Promise<readonly Extract<RestorationStep, { step: 'repoint' }>[]> => {
  if (identity.restoreRepointsAgents !== true) return [];
  const steps: Extract<RestorationStep, { step: 'repoint' }>[] = [];
  for (const { kind, by } of references) {
    if ((kind !== 'agent' && kind !== 'flow') || steps.some((step) => step.by === by)) continue;
    const now = await guardrailWriter.named({ region, kind, by });
    if (now.found !== 'yes' || !isGuardrail(now.value, guardrailId(arn))) continue;
    steps.push({ step: 'repoint', kind, by, ...now.value });
  }
  return steps;
};

/** Weakened first and deleted then: the plan brings back the state before both, and says so. */
const weakenedBefore = (record: GuardrailRecord): readonly string[] =>
  record.heldAgainst === undefined
    ? []
    : diffGuardrails(record.heldAgainst.facts.content, record.facts.content)
        .changes.filter(({ verdict }) => verdict === 'weaker')
        .map(({ sentence }) => `before it was deleted, and comes back too: ${sentence}`);

const keepTexts = async (ports: Pick<Ports, 'documents'>, texts: PlannedTexts): Promise<void> => {
  for (const text of Object.values(texts)) await ports.documents.put(text);
};

/** Reads what the gate decides on, now, and asks it. */
export const askRestorationGate = async (
  ports: RestorationPorts,
  plan: RestorationPlan,
  record: Pick<Restoration, 'approval' | 'cause' | 'deadline'>,
): Promise<RestorationVerdict> =>
  restorationGate({
    plan,
    record,
    settings: await ports.settings.read(),
    modeSwitch: await ports.modeSwitch.read(),
    identity: ports.identity,
    others: (await ports.restorations.ofSubject(plan.subject.uniqueId)).filter(
      // The enforcement belongs to the restoration that it goes on from: both are one attempt.
      (each) => each.id !== plan.id && each.plan.kind !== 'enforcement',
    ),
    now: ports.clock.now(),
  });

/** Stores a plan with the gate's first answer. One that is there already stays as it is. */
export const openOn = async (
  run: RestorationRun,
  plan: RestorationPlan,
  asked: Pick<RestorationAsked, 'cause' | 'requestedBy'>,
  others: readonly Restoration[],
): Promise<Restoration> => {
  const { ports } = run;
  const known = others.find(({ id }) => id === plan.id);
  if (known !== undefined) return known;
  const cause = asked.cause === undefined ? {} : { cause: asked.cause };
  const verdict = await askRestorationGate(ports, plan, cause);
  const now = ports.clock.now();
  const restoration: Restoration = {
    id: plan.id,
    version: 1,
    fence: run.fence,
    state: 'PLANNED',
    plan,
    mode: verdict.mode,
    ...cause,
    ...(asked.requestedBy === undefined ? {} : { requestedBy: asked.requestedBy }),
    steps: [],
    byHand: [],
    openedAt: now,
    changedAt: now,
  };
  const inputs = [...new Set([await ports.documents.put(JSON.stringify(plan)), ...contentsOf(plan)])];
  const entry = { kind: 'plan', inputs, ...(verdict.gate === 'go' ? {} : { outcome: verdict.outcome }) } as const;
  if (verdict.gate === 'go') return openRestoration(run, restoration, { to: 'PLANNED', entry, stage: 'planned' });
  const { outcome, detail } = verdict;
  if (verdict.gate === 'wait') {
    const change = { outcome, detail, deadline: deadlineFrom(now) };
    return openRestoration(run, restoration, { to: 'WAITING', change, entry, stage: 'planned' });
  }
  // What would have been done is told too: in observe it is the point of the whole run.
  const stage = outcome === 'MODE_OBSERVE' ? 'planned' : 'refused';
  return openRestoration(run, restoration, { to: 'REFUSED', change: { outcome, detail }, entry, stage });
};

/** Hashes of every content that a plan writes. */
export const contentsOf = ({ steps }: RestorationPlan): readonly string[] =>
  steps.flatMap((step) => (step.step === 'create' || step.step === 'update' ? [step.content] : []));
