import type { Clock } from '../ports/clock.ts';
import type { ModeSwitchStore, Outbox, SettingsStore } from '../ports/containment-ports.ts';
import type { HistoryLog } from '../ports/history-log.ts';
import { mayBeOnePerson } from './same-person.ts';
import { modes, type Mode } from './settings.ts';

export type SetModePorts = {
  identity: { accountId: string };
  clock: Clock;
  modeSwitch: ModeSwitchStore;
  settings: SettingsStore;
  history: HistoryLog;
  outbox: Outbox;
};

export type SetMode = {
  to: Mode;
  /** ARN of the person. */
  actor: string;
  reason: string;
  /** The second person, where the mode is raised and the settings ask for two. */
  approver?: string;
};

export type SetModeAnswer =
  | { set: true; from: Mode; to: Mode }
  | {
      set: false;
      code: 'NO_REASON' | 'SETTINGS_UNREADABLE' | 'SECOND_PERSON_NEEDED' | 'ALREADY_SO';
      detail: string;
    };

/**
 * Lowering takes one person, raising two (one where the settings say `approvers: 1`). History is written first: a mode
 * that changed without an entry would be an effect without an intent.
 */
export const setMode =
  (ports: SetModePorts) =>
  async ({ to, actor, reason, approver }: SetMode): Promise<SetModeAnswer> => {
    if (reason.trim() === '') return { set: false, code: 'NO_REASON', detail: 'A change of mode needs a reason.' };
    const current = await ports.modeSwitch.read();
    const settings = await ports.settings.read();
    if (current.found === 'unreadable' || settings.found === 'unreadable') {
      const why = current.found === 'unreadable' ? current.why : settings.found === 'unreadable' ? settings.why : '';
      return { set: false, code: 'SETTINGS_UNREADABLE', detail: `The mode stays as it is: ${why}` };
    }
    const from = current.found === 'yes' ? current.value.mode : 'observe';
    const resumes = current.found === 'yes' && current.value.killSwitch;
    if (from === to && !resumes) return { set: false, code: 'ALREADY_SO', detail: `The mode is ${to} already.` };
    const approvers = settings.found === 'yes' ? settings.value.approvers : 2;
    const raises = resumes || modes.indexOf(to) > modes.indexOf(from);
    if (raises && approvers === 2 && (approver === undefined || mayBeOnePerson(actor, approver))) {
      return {
        set: false,
        code: 'SECOND_PERSON_NEEDED',
        detail: resumes
          ? 'Releasing the kill switch takes a second person; only stopping takes one.'
          : `Raising the mode to ${to} takes a second person; only lowering it takes one.`,
      };
    }
    const time = ports.clock.now();
    const key = `mode-${ports.clock.id()}`;
    await ports.history.append(
      [
        {
          time,
          kind: 'mode',
          actor: { arn: actor },
          reason,
          outcome: to,
          ...(approver === undefined ? {} : { approvals: [approver] }),
          note: `Mode ${from} to ${to}${resumes ? ', and the kill switch released' : ''}${raises && approvers === 1 ? ' (one approver is enough by the settings)' : ''}.`,
        },
      ],
      key,
    );
    if (resumes) await ports.modeSwitch.setKillSwitch({ killSwitch: false });
    await ports.modeSwitch.setMode(to);
    await ports.outbox.add([
      { id: key, at: time, accountId: ports.identity.accountId, kind: 'mode', from, to, actor, reason },
    ]);
    return { set: true, from, to };
  };

/** One person stops everything. Resuming is raising a mode. */
export const stopAll =
  (ports: SetModePorts) =>
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
