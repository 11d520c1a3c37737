import { defaultCheckSettings } from '../../checks/settings.ts';
import type { Ports } from '../../ports/ports.ts';
import { namesAnyGuardrail, renamedSettings } from '../../response/guardrail/renamed-settings.ts';
import { defaultSettings, type Settings } from '../../response/settings.ts';

/**
 * What the owners decided; where nothing was ever written, what is built in. The roles of this installation count as its own
 * without anybody naming them, so that RF.TAMPER.6 asks about them. A guardrail that was brought back stands for the one that the
 * settings name. Settings that cannot be read stop the evaluation by
 * name: with empty ones every exemption would end at once.
 */
export const readSettings = async (ports: Pick<Ports, 'settings' | 'identity' | 'restorations'>): Promise<Settings> => {
  const settings = await storedSettings(ports);
  const checks = namesAnyGuardrail(settings.checks)
    ? renamedSettings(settings.checks, await ports.restorations.list())
    : settings.checks;
  const ownRoles = [...new Set([...checks.ownRoles, ...ports.identity.ownRoleArns])];
  return { ...settings, checks: { ...checks, ownRoles } };
};

const storedSettings = async (ports: Pick<Ports, 'settings'>): Promise<Settings> => {
  const read = await ports.settings.read();
  switch (read.found) {
    case 'yes':
      return read.value;
    case 'no':
      return defaultSettings(defaultCheckSettings);
    case 'unreadable':
      throw new SettingsUnreadable(read.why);
  }
};

export class SettingsUnreadable extends Error {
  constructor(why: string) {
    super(`nothing is judged while the settings cannot be read: ${why}`);
    this.name = 'SettingsUnreadable';
  }
}
