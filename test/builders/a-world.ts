import { manualClock, type ManualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld, type LocalWorld, type LocalWorldOptions } from '../../shared/adapters/local/local-world.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import { defaultSettings, type Mode, type Settings } from '../../shared/response/settings.ts';

export type TestWorld = Omit<LocalWorld, 'clock'> & { clock: ManualClock };

type Shown = { mode?: Mode; settings?: Partial<Settings> } & Omit<LocalWorldOptions, 'clock' | 'now'>;

/** A world in memory at a fixed time, whose owners have looked at their resource policies. */
export const aWorld = async ({ mode, settings, ...options }: Shown = {}): Promise<TestWorld> => {
  const clock = manualClock('2026-11-21T21:00:00.000Z', 'id');
  const world = localWorld({ ...options, clock });
  await world.settings.write({
    ...defaultSettings(defaultCheckSettings),
    version: 1,
    resourcePoliciesReviewed: true,
    ...settings,
  });
  if (mode !== undefined) await world.modeSwitch.setMode(mode);
  return { ...world, clock };
};
