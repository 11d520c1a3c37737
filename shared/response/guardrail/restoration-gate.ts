import { defaultCheckSettings } from '../../checks/settings.ts';
import type { OwnIdentity } from '../../ports/ports.ts';
import type { Read } from '../../ports/read.ts';
import { effectiveMode } from '../effective-mode.ts';
import type { Outcome } from '../outcome.ts';
import { isPrincipal, mayBeOnePerson } from '../same-person.ts';
import { defaultSettings, type Mode, type ModeSwitch, type Settings } from '../settings.ts';
import type { Restoration, RestorationPlan } from './restoration.ts';

export type RestorationGateInput = {
  plan: RestorationPlan;
  record: Pick<Restoration, 'approval' | 'cause' | 'deadline'>;
  settings: Read<Settings>;
  modeSwitch: Read<ModeSwitch>;
  identity: Pick<OwnIdentity, 'ownRoleArns' | 'restoreRoleArn'>;
  /** Every restoration of this guardrail but the plan's own. */
  others: readonly Restoration[];
  /** ISO 8601. */
  now: string;
};

export type RestorationVerdict =
  | { gate: 'go'; mode: Mode }
  | { gate: 'wait' | 'refuse'; outcome: Outcome; detail: string; mode: Mode };

const hour = 3_600_000;

/**
 * Whether a guardrail may be brought back. Observe says what would be done. A mode that is raised means approve; only an admin who
 * sets `enforce` for the check by name lets it go on by itself, and the account's enforcement is never changed without an
 * approval of its own: it reaches every caller. What cannot be known is a refusal.
 */
export const restorationGate = (input: RestorationGateInput): RestorationVerdict => {
  const { plan, modeSwitch, settings: read, identity } = input;
  const refuse = (outcome: Outcome, detail: string, mode: Mode = 'observe'): RestorationVerdict => ({
    gate: 'refuse',
    outcome,
    detail,
    mode,
  });
  if (modeSwitch.found === 'unreadable') return unreadable('Mode and kill switch', modeSwitch.why);
  const known: ModeSwitch =
    modeSwitch.found === 'yes' ? modeSwitch.value : { mode: 'observe', killSwitch: false, freeze: false };
  if (known.killSwitch) return refuse('KILL_SWITCH', 'The kill switch is on: nothing is written.', known.mode);
  if (read.found === 'unreadable') return unreadable('The settings', read.why);
  const settings = read.found === 'yes' ? read.value : defaultSettings(defaultCheckSettings);
  const mode = effectiveMode(known, settings, [plan.checkId]);
  if (mode === 'observe') return refuse('MODE_OBSERVE', 'The mode is observe: this is what would be done.', mode);
  if (identity.restoreRoleArn === undefined) {
    return refuse(
      'RESTORE_REFUSED',
      'No role that writes guardrails is installed (RINGFENCE_RESTORE_ROLE_ARN): the plan is for a person.',
      mode,
    );
  }
  const asked = approvalVerdict(input, settings, mode);
  if (asked !== undefined) return asked;
  const begun = input.others.filter(
    ({ steps, changedAt }) => steps.length > 0 && Date.parse(input.now) - Date.parse(changedAt) < hour,
  ).length;
  return begun < settings.attemptsPerHour
    ? { gate: 'go', mode }
    : refuse(
        'ATTEMPT_BUDGET',
        `${begun} restorations in an hour: somebody takes them back. A person has to look.`,
        mode,
      );
};

const unreadable = (what: string, why: string): RestorationVerdict => ({
  gate: 'refuse',
  outcome: 'SETTINGS_UNREADABLE',
  detail: `${what} cannot be read: ${why}. Nothing is written until they can.`,
  mode: 'observe',
});

const approvalVerdict = (
  { plan, record, identity, now }: RestorationGateInput,
  settings: Settings,
  mode: Mode,
): RestorationVerdict | undefined => {
  const goesByItself =
    mode === 'enforce' && settings.checkModes[plan.checkId] === 'enforce' && plan.kind !== 'enforcement';
  if (goesByItself) return undefined;
  const { approval } = record;
  const why =
    plan.kind === 'enforcement'
      ? 'The enforcement of the account reaches every caller of the Region: it has an approval of its own.'
      : 'A guardrail is brought back when a person approves.';
  if (approval?.planHash !== plan.planHash) {
    return record.deadline !== undefined && Date.parse(record.deadline) <= Date.parse(now)
      ? { gate: 'refuse', outcome: 'APPROVAL_EXPIRED', detail: `Nobody approved it until ${record.deadline}.`, mode }
      : { gate: 'wait', outcome: 'AWAITING_APPROVAL', detail: why, mode };
  }
  if (Date.parse(approval.expires) <= Date.parse(now)) {
    const detail = `The approval of ${approval.approver} ended at ${approval.expires}.`;
    return { gate: 'refuse', outcome: 'APPROVAL_EXPIRED', detail, mode };
  }
  const unfit = unfitForRestoration(approval.approver, record, identity);
  return unfit === undefined ? undefined : { gate: 'wait', outcome: 'AWAITING_APPROVAL', detail: unfit, mode };
};

/** Whoever took the guardrail away decides nothing about it, and no role of Ringfence approves itself. */
export const unfitForRestoration = (
  person: string,
  { cause }: Pick<Restoration, 'cause'>,
  { ownRoleArns }: Pick<OwnIdentity, 'ownRoleArns'>,
): string | undefined => {
  if (person.trim() === '') return 'It needs the name of a person.';
  if (ownRoleArns.some((own) => isPrincipal(person, own)))
    return `${person} is a role of Ringfence and cannot approve.`;
  const actor = cause?.actorArn;
  return actor !== undefined && mayBeOnePerson(person, actor)
    ? `${person} made the change that led to this and cannot approve.`
    : undefined;
};
