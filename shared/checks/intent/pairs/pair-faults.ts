import type { CheckSettings } from '../../settings.ts';
import type { SettingsFault } from '../settings-fault.ts';
import { accountPairs } from './account-pairs.ts';
import { guardrailPairs } from './guardrail-pairs.ts';
import { modelPairs } from './model-pairs.ts';
import type { Pair } from './pair.ts';
import { principalPairs } from './principal-pairs.ts';

/** Every group of settings that can say two things at once. */
export const pairs: readonly Pair[] = [...modelPairs, ...guardrailPairs, ...accountPairs, ...principalPairs];

/** Settings that contradict each other, each of them by itself in order. */
export const pairFaults = (settings: CheckSettings): readonly SettingsFault[] =>
  pairs.flatMap(({ faults }) => faults(settings));
