import type { CheckSettings } from '../../settings.ts';
import { roleClasses } from '../role-class.ts';
import type { SettingsFault } from '../settings-fault.ts';

/** Settings that can contradict each other, and where they do. */
export type Pair = {
  settings: readonly (keyof CheckSettings)[];
  faults: (settings: CheckSettings) => readonly SettingsFault[];
};

export const errorAt = (code: SettingsFault['code'], at: string, what: string, next: string): SettingsFault => ({
  level: 'error',
  code,
  at,
  what,
  next,
});

export const warningAt = (code: SettingsFault['code'], at: string, what: string, next: string): SettingsFault => ({
  level: 'warning',
  code,
  at,
  what,
  next,
});

/** The Region that an ARN names. `undefined`: none, or a pattern. */
export const regionIn = (arn: string): string | undefined => {
  const region = arn.split(':')[3] ?? '';
  return region === '' || /[*?]/u.test(region) ? undefined : region;
};

/** Regions that are approved for the account or for some class of it. Empty: any. */
export const regionsOfAny = ({ approvedRegions, classLimits }: CheckSettings): readonly string[] =>
  approvedRegions.length === 0
    ? []
    : [...approvedRegions, ...roleClasses.flatMap((name) => classLimits[name]?.regions ?? [])];
