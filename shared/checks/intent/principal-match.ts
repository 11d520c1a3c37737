/**
 * How settings name a principal. What each way deserves differs:
 * - `uniqueId`: firm. IAM gives it once and never again.
 * - `path`: fixed when the principal is created; whoever creates principals chooses it.
 * - `name`: the same, and a name is easily made alike.
 * - `tag`: whoever may tag the principal chooses it, at any time.
 */
export type PrincipalMatch =
  | { uniqueId: string }
  /** Begins with it; begins and ends with `/`. */
  | { path: string }
  /** `*` and `?`; letter case counts, as IAM keeps it. */
  | { name: string }
  | { tag: { key: string; value: string } };

/** `firm`: nobody in the account can make it so. `creator`: whoever creates principals. `forgeable`: whoever names or tags. */
export type MatchTrust = 'firm' | 'creator' | 'forgeable';
