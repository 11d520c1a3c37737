import { readCheckSettings } from '../shared/checks/intent/read-check-settings.ts';
import { settingsFaults } from '../shared/checks/intent/settings-faults.ts';
import type { SettingsFault } from '../shared/checks/intent/settings-fault.ts';
import { checks } from '../shared/checks/catalogue.ts';
import type { CheckSettings } from '../shared/checks/settings.ts';
import { CommandError } from './command-error.ts';
import { readInput } from './read-input.ts';
import type { Terminal } from './terminal.ts';

const mostShown = 10;

/**
 * What the account's owners tell the checks. Wrong ones are refused, each fault with its place; warnings are said.
 * @param pack in place of the file's, so that nothing is said of what another pack leaves out
 */
export const readSettingsFile = async (
  file: string,
  context?: { now: () => string; terminal: Pick<Terminal, 'note'> },
  pack?: CheckSettings['pack'],
): Promise<CheckSettings> => {
  const { settings: read, faults: ofForm } = readCheckSettings(await readInput(file, 'the settings file'));
  const settings = read === undefined || pack === undefined ? read : { ...read, pack };
  const faults = settings === undefined ? ofForm : settingsFaults({ settings, now: context?.now() ?? '', checks });
  const errors = faults.filter(({ level }) => level === 'error');
  const [first, ...more] = errors;
  if (settings === undefined || first !== undefined) {
    const others = more.slice(0, mostShown - 1).map((fault) => `\n  also ${sayFault(fault)}`);
    const what = first === undefined ? 'unreadable' : `${first.code}: ${first.what}`;
    throw new CommandError(`the settings file is wrong: ${what}${others.join('')}`, {
      place: `${file} ${first?.at ?? ''}`.trimEnd(),
      next: `${first?.next ?? 'mend it'}; ringfence doctor --settings ${file} lists everything`,
    });
  }
  for (const fault of faults) context?.terminal.note(`settings ${sayFault(fault)}`);
  return settings;
};

const sayFault = ({ at, code, what, next }: SettingsFault): string => `${at} ${code}: ${what}; ${next}`;
