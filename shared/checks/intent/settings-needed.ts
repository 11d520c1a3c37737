import type { Check, CheckId } from '../check.ts';
import { inPack } from '../in-pack.ts';
import type { CheckSettings } from '../settings.ts';
import { isFilled } from './settings-faults.ts';

/** Checks of the pack that judge nothing while these settings are empty: no setting, no finding. */
export const settingsNeeded = (
  checks: readonly Check[],
  settings: CheckSettings,
): readonly { checkId: CheckId; title: string; settings: readonly (keyof CheckSettings)[] }[] =>
  inPack(checks, settings.pack).flatMap(({ id, title, needs = [] }) =>
    needs.length === 0 || needs.some((key) => isFilled(settings, key)) ? [] : [{ checkId: id, title, settings: needs }],
  );
