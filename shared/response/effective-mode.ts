import { modes, type Mode, type ModeSwitch, type Settings } from './settings.ts';

const lower = (a: Mode, b: Mode): Mode => (modes.indexOf(a) <= modes.indexOf(b) ? a : b);

/**
 * The lower of the account's mode and those of the checks. A check that is not named follows the account. Nothing to
 * decide for (no check) is observe: nobody asked for anything.
 */
export const effectiveMode = (
  account: Pick<ModeSwitch, 'mode'>,
  settings: Pick<Settings, 'checkModes'>,
  checkIds: readonly string[],
): Mode =>
  checkIds.length === 0
    ? 'observe'
    : checkIds.reduce<Mode>((mode, checkId) => lower(mode, settings.checkModes[checkId] ?? mode), account.mode);
