import { defaultCheckSettings } from '../checks/settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { SettingsStore } from '../ports/containment-ports.ts';
import type { HistoryLog } from '../ports/history-log.ts';
import { faultOf, type ExemptionFault } from './exemption.ts';
import { defaultSettings, type Exemption } from './settings.ts';

export type GrantExemptionPorts = {
  identity: { accountId: string };
  clock: Clock;
  settings: SettingsStore;
  history: HistoryLog;
};

export type GrantExemptionAnswer =
  | { granted: true; exemption: Exemption }
  | { granted: false; code: ExemptionFault | 'SETTINGS_UNREADABLE' | 'SETTINGS_CHANGED'; detail: string };

/** An exemption is for one unique id, with owner, reason, ticket and end; requester, approver and subject all differ. */
export const grantExemption =
  (ports: GrantExemptionPorts) =>
  async (asked: Omit<Exemption, 'id' | 'from'>): Promise<GrantExemptionAnswer> => {
    const exemption: Exemption = { ...asked, id: `x-${ports.clock.id()}`, from: ports.clock.now() };
    const fault = faultOf(exemption);
    if (fault) return { granted: false, ...fault };
    const read = await ports.settings.read();
    if (read.found === 'unreadable') return { granted: false, code: 'SETTINGS_UNREADABLE', detail: read.why };
    const settings = read.found === 'yes' ? read.value : defaultSettings(defaultCheckSettings);
    const version = settings.version + 1;
    await ports.history.append(
      [
        {
          time: exemption.from,
          kind: 'exemption',
          actor: { arn: exemption.approver },
          subject: { account: ports.identity.accountId, id: exemption.uniqueId, arn: exemption.arn },
          check: exemption.scope,
          reason: exemption.reason,
          ticket: exemption.ticket,
          approvals: [exemption.requester, exemption.approver],
          settingsVersion: version,
          outcome: 'GRANTED',
          note: `Exemption ${exemption.id} for ${exemption.scope} until ${exemption.expires}, owner ${exemption.owner}.`,
        },
      ],
      exemption.id,
    );
    const { saved } = await ports.settings.write({
      ...settings,
      version,
      exemptions: [...settings.exemptions, exemption],
    });
    return saved
      ? { granted: true, exemption }
      : {
          granted: false,
          code: 'SETTINGS_CHANGED',
          detail: 'Somebody changed the settings at the same time; look at them and try again.',
        };
  };
