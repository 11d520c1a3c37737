/**
 * Where AWS leaves a rule open, `wide` lets the test match more, `narrow` less; `documented` is the likelier reading.
 * `wide` and `narrow` speak of the whole test, so for a negated operator the pattern itself is read the other way.
 */
export type Side = 'documented' | 'wide' | 'narrow';
export const sides = ['documented', 'wide', 'narrow'] as const satisfies readonly Side[];
export type Sided<T> = Readonly<Record<Side, T>>;

/** The open rules. Delete a row when it is settled. */
export type Dispute =
  /** `ArnLike` with fewer than six segments: no match, or completed with wildcards. */
  | 'short-arn-pattern'
  /** Letters beyond A to Z under an operator without case. */
  | 'letter-case-beyond-ascii'
  /** `Bool` with `True`. */
  | 'bool-letter-case'
  /** A negated operator over a value that is no number, date or address: true, or false. */
  | 'unreadable-value'
  /** `NotIpAddress` over an address of the other version: true, or false. */
  | 'other-address-version'
  /** A plain operator over several values. */
  | 'plain-operator-on-list'
  /** Whether a list without values counts as present. */
  | 'empty-list';
