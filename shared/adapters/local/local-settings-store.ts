import type { ModeSwitchStore, SettingsStore } from '../../ports/containment-ports.ts';
import type { ModeSwitch, Settings } from '../../response/settings.ts';
import { rowOf, type LocalState } from './local-state.ts';

export const localSettingsStore = (state: LocalState): SettingsStore => {
  const rows = state.table(
    'settings',
    rowOf<Settings>('schemaVersion', 'version', 'checks', 'checkModes', 'exemptions'),
  );
  return {
    read: () => {
      const value = rows.get('settings');
      return Promise.resolve(value === undefined ? { found: 'no' } : { found: 'yes', value });
    },
    write: (next) =>
      Promise.resolve(
        state.transaction(() => {
          if ((rows.get('settings')?.version ?? 0) !== next.version - 1) return { saved: false };
          rows.put('settings', next);
          return { saved: true };
        }),
      ),
  };
};

/** Where nothing was ever set, nothing is done: mode observe. */
const initial: ModeSwitch = { mode: 'observe', killSwitch: false, freeze: false };

export const localModeSwitch = (state: LocalState): ModeSwitchStore => {
  const rows = state.table('mode', rowOf<ModeSwitch>('mode', 'killSwitch', 'freeze'));
  const now = (): ModeSwitch => rows.get('mode') ?? initial;
  return {
    read: () => Promise.resolve({ found: 'yes', value: now() }),
    setMode: (mode) => {
      rows.put('mode', { ...now(), mode });
      return Promise.resolve();
    },
    setKillSwitch: ({ killSwitch, freeze }) => {
      rows.put('mode', { ...now(), killSwitch, freeze: killSwitch && (freeze ?? now().freeze) });
      return Promise.resolve();
    },
  };
};
