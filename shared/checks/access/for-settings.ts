import type { CheckSettings } from '../settings.ts';

/**
 * What a check makes of the settings, made once for all principals: the reasoner takes each question object apart once, and
 * an account has thousands of principals.
 */
export const forSettings = <T>(make: (settings: CheckSettings) => T): ((settings: CheckSettings) => T) => {
  const made = new WeakMap<CheckSettings, { value: T }>();
  return (settings) => {
    const before = made.get(settings);
    if (before !== undefined) return before.value;
    const value = make(settings);
    made.set(settings, { value });
    return value;
  };
};

/** The same for each key, for example a class. */
export const forSettingsAnd = <K, T>(
  make: (settings: CheckSettings, key: K) => T,
): ((settings: CheckSettings, key: K) => T) => {
  const byKey = forSettings(() => new Map<K, { value: T }>());
  return (settings, key) => {
    const values = byKey(settings);
    const before = values.get(key);
    if (before !== undefined) return before.value;
    const value = make(settings, key);
    values.set(key, { value });
    return value;
  };
};
