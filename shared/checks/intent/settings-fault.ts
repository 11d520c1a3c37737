/** A mistake in the settings, by name. An error: the settings say two things or nothing that can be meant. */
export type SettingsFault = {
  level: 'error' | 'warning';
  code: SettingsFaultCode;
  /** JSON Pointer; `''` is the whole document. */
  at: string;
  /** What is wrong, one sentence. */
  what: string;
  /** What to do about it, one sentence. */
  next: string;
};

export const settingsFaultCodes = [
  'not-json',
  'duplicate-key',
  'unknown-field',
  'wrong-value',
  'placeholder',
  'not-a-region',
  'not-an-account',
  'administrator-needs-unique-id',
  'contradicting-rules',
  'contradicting-limits',
  'contradicting-enforcement',
  'contradicting-entries',
  'contradicting-roles',
  'no-account-may-enable',
  'outside-approved-regions',
  'region-without-guardrail',
  'region-not-watched',
  'not-an-own-account',
  'not-an-own-organisation',
  'says-nothing-more',
  'unknown-value',
  'unreachable-rule',
  'matches-everything',
  'matches-nobody',
  'narrower-class-wins',
  'tags-itself',
  'expired',
  'class-without-limits',
  'limits-without-rule',
  'pattern-matches-nothing',
  'pattern-matches-everything',
  'unknown-provider',
  'unknown-region',
  'no-such-principal',
  'own-account-called-external',
  'not-asked-in-this-pack',
] as const;
export type SettingsFaultCode = (typeof settingsFaultCodes)[number];
