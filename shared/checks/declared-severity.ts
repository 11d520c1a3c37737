import type { Check } from './check.ts';
import type { Severity } from './severity.ts';

/** `entry` says that each question carries its own severity; one that does not is a defect of the check. */
export const declaredSeverity = (check: Check): Severity => {
  if (check.severity === 'entry') throw new TypeError(`${check.id}: a question without its own severity`);
  return check.severity;
};
