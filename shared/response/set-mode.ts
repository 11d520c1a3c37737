import { defaultCheckSettings } from '../checks/settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModeSwitchStore, Outbox, SagaStore, SettingsStore } from '../ports/containment-ports.ts';
import type { ContentStore, HistoryLog } from '../ports/history-log.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import type { Read } from '../ports/read.ts';
import { canonicalJson } from './canonical-json.ts';
import { daysOfReport, replayReport, type ReplayReport } from './replay-report.ts';
import { mayBeOnePerson, namesNobody } from './same-person.ts';
import { defaultSettings, modes, type Mode, type ModeSwitch, type Settings } from './settings.ts';

export type SetModePorts = {
  identity: OwnIdentity;
  clock: Clock;
  modeSwitch: ModeSwitchStore;
  settings: SettingsStore;
  sagas: SagaStore;
  documents: ContentStore;
  history: HistoryLog;
  outbox: Outbox;
};

export type SetMode = {
  to: Mode;
  /** The mode of one check alone: the lower of it and the account's counts. Absent: the account's. */
  check?: string;
  /** ARN of the person. */
  actor: string;
  reason: string;
  /** The second person, where the mode is raised and the settings ask for two. */
  approver?: string;
  /** Where the mode is raised: the id of the replay report that was seen. It has to be of today, and still say the same. */
  report?: string;
};

export type SetModeAnswer =
  | { set: true; from: Mode | NoMode; to: Mode; held?: string }
  | {
      set: false;
      code:
        | 'NO_REASON'
        | 'SETTINGS_UNREADABLE'
        | 'SETTINGS_CHANGED'
        | 'SECOND_PERSON_NEEDED'
        | 'REPORT_NEEDED'
        | 'REPORT_CHANGED'
        | 'ALREADY_SO';
      detail: string;
      /** What stands there and is no mode. Going to observe replaces it. */
      held?: string;
    };

/** What was there was no mode. Whatever was meant by it, nothing is lower than observe. */
type NoMode = 'unreadable';

type Refused = SetModeAnswer & { set: false };
const refused = (code: Refused['code'], detail: string, held?: string): Refused => ({
  set: false,
  code,
  detail,
  ...(held === undefined ? {} : { held }),
});

type Known = { settings: Settings; from: Mode | NoMode; resumes: boolean; held?: string };

const isHigher = (to: Mode, from: Mode | NoMode): boolean =>
  from !== 'unreadable' && modes.indexOf(to) > modes.indexOf(from);

/**
 * Lowering takes one person, raising two (one where the settings say `approvers: 1`) who have seen what it would have meant. History is
 * written first: a mode that changed without an entry would be an effect without an intent.
 */
export const setMode =
  (ports: SetModePorts) =>
  async (wanted: SetMode): Promise<SetModeAnswer> => {
    const { to, check, reason } = wanted;
    if (reason.trim() === '') return refused('NO_REASON', 'A change of mode needs a reason.');
    const known = knownOf(await ports.modeSwitch.read(), await ports.settings.read(), wanted);
    if ('set' in known) return known;
    const { from, resumes, settings, held } = known;
    if (from === to && !resumes) return refused('ALREADY_SO', `The mode is ${to} already.`);
    const raises = resumes || isHigher(to, from);
    const seen = raises ? await mayRaise(ports, wanted, known) : undefined;
    if (seen !== undefined && 'set' in seen) return seen;
    const key = `mode-${ports.clock.id()}`;
    await remember(ports, wanted, { ...known, key, raises, seen: seen?.report });
    if (check !== undefined) {
      const next = { ...settings, version: settings.version + 1, checkModes: { ...settings.checkModes, [check]: to } };
      const { saved } = await ports.settings.write(next);
      if (!saved) return refused('SETTINGS_CHANGED', 'Somebody changed the settings at the same time: try again.');
    } else {
      // In this order: nothing runs, not even for a moment, in the mode in which it was stopped.
      await ports.modeSwitch.setMode(to);
      if (resumes) await ports.modeSwitch.setKillSwitch({ killSwitch: false });
    }
    await announce(ports, wanted, { key, from });
    return { set: true, from, to, ...(held === undefined ? {} : { held }) };
  };

/** Whether setting this mode would raise it, so that a report of what it would have meant comes first. */
export const wouldRaise =
  (ports: Pick<SetModePorts, 'modeSwitch' | 'settings'>) =>
  async ({ to, check }: Pick<SetMode, 'to' | 'check'>): Promise<boolean> => {
    const about = { to, ...(check === undefined ? {} : { check }) };
    const known = knownOf(await ports.modeSwitch.read(), await ports.settings.read(), about);
    if ('set' in known || to === 'observe') return false;
    return known.resumes || isHigher(to, known.from);
  };

/** The safe side needs nothing that is whole: neither a mode to come from, nor settings, whose defaults are the strict ones. */
const knownOf = (
  current: Read<ModeSwitch>,
  stored: Read<Settings>,
  { to, check }: Pick<SetMode, 'to' | 'check'>,
): Known | Refused => {
  const isSafe = to === 'observe' && check === undefined;
  if (stored.found === 'unreadable' && !isSafe)
    return refused('SETTINGS_UNREADABLE', `The mode stays as it is: ${stored.why}`);
  const settings = stored.found === 'yes' ? stored.value : defaultSettings(defaultCheckSettings);
  if (current.found === 'unreadable') {
    const { why, held } = current;
    return isSafe && held !== undefined
      ? { settings, from: 'unreadable', resumes: false, held }
      : refused('SETTINGS_UNREADABLE', `The mode stays as it is: ${why}`, held);
  }
  // A check without a mode of its own follows the account, whatever that is.
  if (check !== undefined) return { settings, from: settings.checkModes[check] ?? 'enforce', resumes: false };
  const from = current.found === 'yes' ? current.value.mode : 'observe';
  return { settings, from, resumes: current.found === 'yes' && current.value.killSwitch };
};

/** Two people, and a report of today that they have seen. In observe nothing can happen that a report could show. */
const mayRaise = async (
  ports: SetModePorts,
  { to, check, actor, approver, report }: SetMode,
  { settings, resumes }: Known,
): Promise<Refused | { report?: ReplayReport }> => {
  if (
    settings.approvers === 2 &&
    (approver === undefined || namesNobody(approver) || mayBeOnePerson(actor, approver))
  ) {
    return refused(
      'SECOND_PERSON_NEEDED',
      resumes
        ? 'Releasing the kill switch takes a second person; only stopping takes one.'
        : `Raising the mode to ${to} takes a second person; only lowering it takes one.`,
    );
  }
  if (to === 'observe') return {};
  const days = report === undefined ? undefined : daysOfReport(report);
  if (report === undefined || days === undefined) {
    return refused('REPORT_NEEDED', `Raising the mode to ${to} needs the id of a replay report of today.`);
  }
  const now = await replayReport(ports)({ to, days, ...(check === undefined ? {} : { check }) });
  if (now === undefined) return refused('SETTINGS_UNREADABLE', 'The mode stays as it is: the settings cannot be read.');
  return now.id === report
    ? { report: now }
    : refused(
        'REPORT_CHANGED',
        `${report} is not what the replay says now, which is ${now.id}: it is of another day, or something was planned since.`,
      );
};

type Remembered = Known & { key: string; raises: boolean; seen: ReplayReport | undefined };

const remember = async (ports: SetModePorts, wanted: SetMode, about: Remembered): Promise<void> => {
  const { to, check, actor, reason, approver } = wanted;
  const { from, resumes, raises, settings, seen, key, held } = about;
  const note = [
    `Mode${check === undefined ? '' : ` of ${check}`} ${from} to ${to}`,
    held === undefined ? '' : ` (it held ${held}, which is no mode)`,
    resumes ? ', and the kill switch released' : '',
    raises && settings.approvers === 1 ? ' (one approver is enough by the settings)' : '',
    '.',
    seen === undefined ? '' : ` Seen: ${seen.id}, ${said(seen)}.`,
  ].join('');
  const inputs = seen === undefined ? [] : [await ports.documents.put(canonicalJson(seen))];
  await ports.history.append(
    [
      {
        time: ports.clock.now(),
        kind: 'mode',
        actor: { arn: actor },
        reason,
        outcome: to,
        ...(check === undefined ? {} : { check, settingsVersion: settings.version + 1 }),
        ...(approver === undefined ? {} : { approvals: [approver] }),
        ...(inputs.length === 0 ? {} : { inputs }),
        note,
      },
    ],
    key,
  );
};

const said = ({ plans, days }: ReplayReport): string => {
  const count = (would: string): number => plans.filter((plan) => plan.would === would).length;
  return `in ${days} days ${count('contain')} contained, ${count('wait')} for approval, ${count('refuse')} refused`;
};

const announce = (
  ports: SetModePorts,
  { to, check, actor, reason }: SetMode,
  { key, from }: { key: string; from: Mode | NoMode },
): Promise<void> => {
  const of = check === undefined ? '' : ` for ${check}`;
  const { accountId } = ports.identity;
  const at = ports.clock.now();
  return ports.outbox.add([
    { id: key, at, accountId, kind: 'mode', from: `${from}${of}`, to: `${to}${of}`, actor, reason },
  ]);
};

/** One person stops everything. Resuming is raising a mode. */
export const stopAll =
  (ports: Pick<SetModePorts, 'identity' | 'clock' | 'modeSwitch' | 'history' | 'outbox'>) =>
  async ({ actor, reason, freeze }: { actor: string; reason: string; freeze?: boolean }): Promise<void> => {
    const time = ports.clock.now();
    const key = `stop-${ports.clock.id()}`;
    // The switch first: stopping must not wait for a history that may be what is broken.
    await ports.modeSwitch.setKillSwitch({ killSwitch: true, ...(freeze === undefined ? {} : { freeze }) });
    const frozen = freeze === true ? ', undo frozen too' : '';
    await ports.history.append(
      [{ time, kind: 'mode', actor: { arn: actor }, reason, outcome: 'stop', note: `Kill switch set${frozen}.` }],
      key,
    );
    await ports.outbox.add([
      {
        id: key,
        at: time,
        accountId: ports.identity.accountId,
        kind: 'mode',
        from: 'running',
        to: 'stopped',
        actor,
        reason,
      },
    ]);
  };
