import type { WriteResult } from '../ports/containment-ports.ts';
import type { Read } from '../ports/read.ts';
import type { ModeSwitch } from './settings.ts';

/**
 * The gate once more, in a function that writes for another one: it does not take that one's word for it. Undefined where the
 * switches let a write through; what they do not show is a refusal.
 */
export const refusedBySwitches = (read: Read<ModeSwitch>): (WriteResult & { written: false }) | undefined => {
  const refused = (detail: string): WriteResult & { written: false } => ({ written: false, code: 'denied', detail });
  switch (read.found) {
    case 'unreadable':
      return refused(`SETTINGS_UNREADABLE: mode and kill switch cannot be read: ${read.why}.`);
    case 'no':
      return refused('MODE_OBSERVE: no mode was ever set, so nothing is written.');
    case 'yes':
      if (read.value.killSwitch) return refused('KILL_SWITCH: the kill switch is on: no containment is applied.');
      return read.value.mode === 'observe' ? refused('MODE_OBSERVE: the mode is observe.') : undefined;
  }
};
