import type { Dispute, Sided } from './dispute.ts';
import type { TypedSet } from './domain.ts';

/** The single values for which a base operator holds, in each reading. */
export type SidedSet = { sets: Sided<TypedSet>; disputes: readonly Dispute[] };

export const unanimous = (set: TypedSet): SidedSet => ({
  sets: { documented: set, wide: set, narrow: set },
  disputes: [],
});

/**
 * Negated operators: a value that cannot be read is not equal, so the test holds; or it holds for nothing unread.
 * @param narrow the set of the second reading
 */
export const negatedSets = (wide: TypedSet, narrow: TypedSet, ...more: readonly Dispute[]): SidedSet => ({
  sets: { documented: wide, wide, narrow },
  disputes: ['unreadable-value', ...more],
});
