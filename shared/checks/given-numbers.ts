import type { Area } from './check.ts';

/**
 * The highest number ever given in each area, to checks that exist, are planned or are retired. An id is permanent: a new
 * check takes the next number, or one that was planned for it.
 */
export const givenNumbers: Readonly<Record<Area, number>> = {
  ACCESS: 25,
  TRUST: 8,
  SENSITIVE: 11,
  ESCALATE: 9,
  AGENT: 18,
  GUARD: 11,
  LOGGING: 8,
  NETWORK: 4,
  QUSER: 5,
  ACTIVITY: 9,
  TAMPER: 8,
  COVERAGE: 7,
};
