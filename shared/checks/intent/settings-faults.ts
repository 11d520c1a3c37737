import type { Check } from '../check.ts';
import { inPack } from '../in-pack.ts';
import type { CheckSettings } from '../settings.ts';
import { defaultCheckSettings } from '../settings.ts';
import { accountFaults, type AccountView } from './account-faults.ts';
import { limitFaults } from './limit-faults.ts';
import { pairFaults } from './pairs/pair-faults.ts';
import { patternFaults } from './pattern-faults.ts';
import { ruleFaults } from './rule-faults.ts';
import type { SettingsFault } from './settings-fault.ts';
import { valueFaults } from './value-faults.ts';

export type FaultInput = {
  settings: CheckSettings;
  /** ISO 8601. */
  now: string;
  /** The catalogue: for settings that no check of the pack reads. */
  checks: readonly Check[];
  /** A real account, where one is at hand. */
  account?: Omit<AccountView, 'now'>;
};

/** Everything that is wrong with settings whose form is right, errors first. */
export const settingsFaults = ({ settings, now, checks, account }: FaultInput): readonly SettingsFault[] =>
  [
    ...ruleFaults(settings, now),
    ...limitFaults(settings, now),
    ...pairFaults(settings),
    ...patternFaults(settings),
    ...valueFaults(settings),
    ...unasked(settings, checks),
    ...(account === undefined ? [] : accountFaults(settings, { ...account, now })),
  ].toSorted((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'));

/** A list that is filled for a check which the pack leaves out. */
const unasked = (settings: CheckSettings, checks: readonly Check[]): readonly SettingsFault[] => {
  const asked = new Set(inPack(checks, settings.pack).map(({ id }) => id));
  const filled = new Map<keyof CheckSettings, { asked: boolean; by: Check[] }>();
  for (const check of checks) {
    for (const key of check.needs ?? []) {
      if (!isFilled(settings, key)) continue;
      const entry = filled.get(key) ?? { asked: false, by: [] };
      filled.set(key, { asked: entry.asked || asked.has(check.id), by: [...entry.by, check] });
    }
  }
  return [...filled].flatMap(([key, { asked: isAsked, by }]): readonly SettingsFault[] => {
    const [first] = by;
    if (isAsked || first === undefined) return [];
    return [
      {
        level: 'warning',
        code: 'not-asked-in-this-pack',
        at: `/${key}`,
        what: `${by.map(({ id }) => id).join(', ')} would read it, and the pack ${settings.pack} leaves that out`,
        next: `choose the pack ${first.pack}`,
      },
    ];
  });
};

/** Whether somebody said something there. */
export const isFilled = (settings: CheckSettings, key: keyof CheckSettings): boolean => {
  const text = JSON.stringify(settings[key]);
  return text !== '[]' && text !== '{}' && text !== JSON.stringify(defaultCheckSettings[key]);
};
