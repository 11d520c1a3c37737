import { defaultCheckSettings } from '../checks/settings.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import type { Read } from '../ports/read.ts';
import { actorLimit, principalsBehind } from './actor-behind.ts';
import { effectiveMode } from './effective-mode.ts';
import { exemptionFor } from './exemption.ts';
import type { Outcome } from './outcome.ts';
import type { Plan } from './plan.ts';
import { protectionOf, seededPatterns } from './protected-principal.ts';
import type { Saga } from './saga.ts';
import { isPrincipal, mayBeOnePerson } from './same-person.ts';
import { defaultSettings, type Mode, type ModeSwitch, type Settings } from './settings.ts';

export type GateInput = {
  /** `first`: may the plan wait or go on at all. `last`: right before the write, with lease, age and slot. */
  pass: 'first' | 'last';
  plan: Plan;
  /** What is known of the plan's own saga. */
  record: Pick<Saga, 'approval' | 'rejection' | 'cause' | 'deadline' | 'held'>;
  settings: Read<Settings>;
  modeSwitch: Read<ModeSwitch>;
  identity: OwnIdentity;
  /** Every saga, for the rule about an actor behind many containments. */
  sagas: readonly Saga[];
  /** Applies begun for this principal in the last hour. */
  attempts: number;
  /** Last pass only. */
  leaseHeld?: boolean;
  /** Last pass only; absent while no slot was asked for. */
  slot?: { taken: true } | { taken: false; limit: string };
  /** ISO 8601. */
  now: string;
};

/** `wait`: a person has to decide. `refuse`: this plan ends here. */
export type GateVerdict =
  | { gate: 'go'; mode: Mode }
  | { gate: 'wait' | 'refuse'; outcome: Outcome; detail: string; mode: Mode };

type Refusal = { gate: 'wait' | 'refuse'; outcome: Outcome; detail: string };
/** The settings and the switch once they are known to be readable. */
type Known = { settings: Settings; modeSwitch: ModeSwitch; mode: Mode };
type Rule = (input: GateInput, known: Known) => Refusal | undefined;

const refuse = (outcome: Outcome, detail: string): Refusal => ({ gate: 'refuse', outcome, detail });
const wait = (outcome: Outcome, detail: string): Refusal => ({ gate: 'wait', outcome, detail });

const oldestSnapshot = 60_000;

const since = (iso: string, now: string): number => Date.parse(now) - Date.parse(iso);

const reasonerAnswer: Rule = ({ plan }) => {
  const unclear = plan.questions.find(({ before }) => before.answer !== 'yes');
  if (plan.questions.length === 0 || unclear !== undefined) {
    return refuse('UNKNOWN_ANSWER', `${unclear?.checkId ?? 'The plan'} is not a question that was answered yes.`);
  }
  const { questionsAnswerNo, outsideUnchanged } = plan.proof;
  const holds =
    questionsAnswerNo &&
    outsideUnchanged.differences.length === 0 &&
    plan.questions.every(({ after }) => after.answer === 'no');
  return holds ? undefined : refuse('PROOF_FAILED', 'The plan carries no proof that it does what it says.');
};

const exemption: Rule = ({ plan, record, now }, { settings }) => {
  for (const { checkId } of plan.questions) {
    const query = { uniqueId: plan.subject.uniqueId, checkId, now };
    const causedBy = record.cause?.actorArn;
    const found = exemptionFor(settings.exemptions, causedBy === undefined ? query : { ...query, causedBy });
    if (found.exemption !== undefined) {
      return refuse('EXEMPT', `${checkId} is exempt until ${found.exemption.expires} by ${found.exemption.id}.`);
    }
  }
  return undefined;
};

const mode: Rule = (_input, known) =>
  known.mode === 'observe' ? refuse('MODE_OBSERVE', 'The mode is observe: this is what would be done.') : undefined;

const level: Rule = ({ plan }, { settings }) =>
  settings.levels.includes(plan.level)
    ? undefined
    : refuse(
        'LEVEL_NOT_ALLOWED',
        `The level ${plan.level} is not among the levels allowed: ${settings.levels.join(', ')}.`,
      );

const reasonsToAsk = (input: GateInput, known: Known): readonly string[] => {
  const actor = input.record.cause?.actorArn;
  const behind = actor === undefined ? 0 : principalsBehind(actor, input).length;
  return [
    ...(known.mode === 'approve' ? ['The mode is approve.'] : []),
    ...(input.record.held === undefined ? [] : [input.record.held]),
    ...input.plan.approvalReasons,
    ...(behind >= actorLimit ? [`${actor} is behind ${behind} contained principals in a day.`] : []),
  ];
};

const approval: Rule = (input, known) => {
  const { plan, record, now } = input;
  if (record.rejection?.planHash === plan.planHash) {
    return refuse('APPROVAL_REJECTED', `${record.rejection.by} rejected it: ${record.rejection.reason}`);
  }
  const reasons = reasonsToAsk(input, known);
  if (reasons.length === 0) return undefined;
  const given = record.approval;
  if (given?.planHash === plan.planHash) {
    if (Date.parse(given.expires) <= Date.parse(now)) {
      return refuse('APPROVAL_EXPIRED', `The approval of ${given.approver} ended at ${given.expires}.`);
    }
    const unfit = unfitApprover(given.approver, plan, record);
    if (unfit === undefined) return undefined;
    return wait('AWAITING_APPROVAL', unfit);
  }
  if (record.deadline !== undefined && Date.parse(record.deadline) <= Date.parse(now)) {
    return refuse('APPROVAL_EXPIRED', `Nobody approved it until ${record.deadline}.`);
  }
  return wait('AWAITING_APPROVAL', reasons.join(' '));
};

/** Why this person's approval does not count: the subject, or whoever made the change, approves nothing. */
export const unfitApprover = (approver: string, plan: Plan, record: Pick<Saga, 'cause'>): string | undefined => {
  if (approver.trim() === '') return 'An approval needs the name of whoever gave it.';
  if (isPrincipal(approver, plan.subject.arn))
    return `${approver} is the principal to be contained and cannot approve.`;
  const actor = record.cause?.actorArn;
  return actor !== undefined && mayBeOnePerson(approver, actor)
    ? `${approver} made the change that led to this and cannot approve.`
    : undefined;
};

const attempts: Rule = ({ attempts: begun }, { settings }) =>
  begun < settings.attemptsPerHour
    ? undefined
    : refuse(
        'ATTEMPT_BUDGET',
        `${begun} applies in an hour for one principal: somebody undoes them. A person has to look.`,
      );

const leaseAndAge: Rule = ({ pass, plan, leaseHeld, now }) => {
  if (pass === 'first') return undefined;
  if (leaseHeld !== true) return refuse('LEASE_LOST', 'Another worker has taken over this principal.');
  return since(plan.plannedAt, now) < oldestSnapshot
    ? undefined
    : refuse('STALE_SNAPSHOT', `The state was read at ${plan.plannedAt}, too long ago to write on.`);
};

const blast: Rule = ({ pass, slot }) =>
  pass === 'last' && slot?.taken === false
    ? wait(
        'BLAST_LIMIT',
        `The limit ${slot.limit} is used up. Nothing more is contained until it is free, and then by approval.`,
      )
    : undefined;

/** The order of docs/containment: the first refusal wins. The three before these need no settings. */
const rules: readonly Rule[] = [reasonerAnswer, exemption, mode, level, approval, attempts, leaseAndAge, blast];

const unreadable = (what: string, why: string): GateVerdict => ({
  ...refuse('SETTINGS_UNREADABLE', `${what} cannot be read: ${why}. Nothing is written until they can.`),
  mode: 'observe',
});

/**
 * Whether a plan may be written. A pure function; what it cannot know is a refusal, never a go. Nothing stored means the
 * defaults: mode observe.
 */
export const gate = (input: GateInput): GateVerdict => {
  const { identity, plan } = input;
  const settings: Settings =
    input.settings.found === 'yes' ? input.settings.value : defaultSettings(defaultCheckSettings);
  const patterns = [...seededPatterns(identity), ...settings.protectedPrincipals];
  const entry = protectionOf(plan.subject, patterns);
  if (entry !== undefined) {
    return { ...refuse('NEVER_LIST', `${plan.subject.arn} is protected by the entry "${entry}".`), mode: 'observe' };
  }
  if (input.modeSwitch.found === 'unreadable') return unreadable('Mode and kill switch', input.modeSwitch.why);
  const modeSwitch: ModeSwitch =
    input.modeSwitch.found === 'yes' ? input.modeSwitch.value : { mode: 'observe', killSwitch: false, freeze: false };
  if (modeSwitch.killSwitch) {
    return { ...refuse('KILL_SWITCH', 'The kill switch is on: no containment is applied.'), mode: modeSwitch.mode };
  }
  if (input.settings.found === 'unreadable') return unreadable('The settings', input.settings.why);
  const known: Known = {
    settings,
    modeSwitch,
    mode: effectiveMode(
      modeSwitch,
      settings,
      plan.questions.map(({ checkId }) => checkId),
    ),
  };
  for (const rule of rules) {
    const refusal = rule(input, known);
    if (refusal !== undefined) return { ...refusal, mode: known.mode };
  }
  return { gate: 'go', mode: known.mode };
};
