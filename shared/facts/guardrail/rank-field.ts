import { sameValue } from './same-value.ts';
import type { ChangeVerdict } from './verdict.ts';

/** How one field of a surrounding counts. */
export type FieldRule =
  /** From the weakest value to the strongest. A value that is not among them, or not said, is unranked. */
  | { ranked: readonly unknown[] }
  /** Another value is another place or another owner: nobody can rank it. */
  | 'unranked'
  /** Listed, without effect on protection. */
  | 'without-weight';

/** The verdict over one field. `undefined`: it did not change. */
export const rankField = (rule: FieldRule, before: unknown, after: unknown): ChangeVerdict | undefined => {
  if (sameValue(before, after)) return undefined;
  if (rule === 'unranked') return 'unranked';
  if (rule === 'without-weight') return 'same';
  const was = rule.ranked.indexOf(before);
  const is = rule.ranked.indexOf(after);
  if (was < 0 || is < 0) return 'unranked';
  return is < was ? 'weaker' : 'stronger';
};
