import type { Check } from './check.ts';
import type { Judgement } from './judgement.ts';

type Stamped = 'checkId' | 'checkName' | 'title' | 'containment' | 'fix';

/** Puts the check's words on what was found. The one place that does: a check never builds a judgement. */
export const stamp = <Found extends Partial<Omit<Judgement, Exclude<Stamped, 'containment'>>>>(
  check: Check,
  found: Found,
): Found & Pick<Judgement, Stamped> => ({
  ...found,
  checkId: check.id,
  checkName: check.name,
  title: check.title,
  containment: found.containment ?? check.containment,
  fix: check.fix,
});
