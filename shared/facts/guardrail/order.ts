import { sameValue } from './same-value.ts';
import type { ChangeVerdict } from './verdict.ts';

/**
 * A partial order of the values of one field. `undefined` is a field that the answer does not have; JSON's null counts as
 * that. Values that `recognises` refuses are equal to themselves only.
 */
export type Order = {
  compare: (before: unknown, after: unknown) => ChangeVerdict;
  recognises: (value: unknown) => boolean;
  /** The recognised values, where they are a closed list. */
  values?: readonly string[];
};

/** Makes an order from "protects at most as much", asked of recognised values only. */
export const orderBy = (
  recognises: (value: unknown) => boolean,
  atMost: (low: unknown, high: unknown) => boolean,
): Order => ({
  recognises,
  compare: (before, after) => {
    if (sameValue(before, after)) return 'same';
    if (!recognises(before) || !recognises(after)) return 'unranked';
    const rises = atMost(before, after);
    const falls = atMost(after, before);
    if (rises && falls) return 'same';
    if (rises) return 'stronger';
    return falls ? 'weaker' : 'unranked';
  },
});

/**
 * From the weakest to the strongest. What a field that is not said stands for is not documented [unconfirmed], but it is one
 * of these values: so it is at least the weakest and at most the strongest, and unranked against what lies between.
 */
export const chain = (...values: readonly [string, string, ...(readonly string[])]): Order => ({
  ...orderBy(
    (value) => value === undefined || (typeof value === 'string' && values.includes(value)),
    (low, high) => {
      if (low === undefined) return high === undefined || high === values.at(-1);
      if (high === undefined) return low === values[0];
      return rankIn(values, low) <= rankIn(values, high);
    },
  ),
  values,
});

/** The place of a value in its list; -1 for what is not in it. */
export const rankIn = (values: readonly string[], value: unknown): number =>
  typeof value === 'string' ? values.indexOf(value) : -1;

/** A field with one documented value: not said is that value. */
export const only = (value: string): Order => ({
  ...orderBy(
    (each) => each === undefined || each === value,
    () => true,
  ),
  values: [value],
});

/** Switched off is less than switched on. Not said is one of the two, undocumented which [unconfirmed]. */
export const switched: Order = orderBy(
  (value) => value === undefined || typeof value === 'boolean',
  (low, high) => low === high || low === false || high === true,
);

/** A threshold from 0 to 1: a higher one lets less through. */
export const higherIsStronger: Order = orderBy(
  (value) => value === undefined || isShare(value),
  (low, high) => low === high || (typeof low === 'number' && typeof high === 'number' && low <= high),
);

/** A number that changes what is caught, in a direction that the documentation does not settle. */
export const unrankedNumber: Order = orderBy(
  (value) => value === undefined || isShare(value),
  (low, high) => low === high,
);

const isShare = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 1;

/** Text whose meaning no program can rank: a definition, a pattern. */
export const unrankedText: Order = orderBy(
  (value) => value === undefined || typeof value === 'string',
  (low, high) => low === high,
);

/** Texts whose order says nothing; none and not said are the same. */
export const unrankedTexts: Order = orderBy(
  (value) => value === undefined || isTexts(value),
  (low, high) => sameValue(sorted(low), sorted(high)),
);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
const sorted = (value: unknown): readonly string[] => (isTexts(value) ? [...new Set(value)].sort() : []);

/**
 * What a filter looks at: more kinds are more protection. None and not said are the same, and stand for some of the kinds,
 * undocumented which [unconfirmed]: at most all of them.
 */
export const kindsLookedAt = (...kinds: readonly string[]): Order => ({
  ...orderBy(
    (value) => value === undefined || (isTexts(value) && value.every((kind) => kinds.includes(kind))),
    (low, high) => {
      const lower = sorted(low);
      const higher = sorted(high);
      if (lower.length === 0) return higher.length === 0 || higher.length === kinds.length;
      return lower.every((kind) => higher.includes(kind));
    },
  ),
  values: kinds,
});

/** Names, messages, times: a difference is listed and says nothing about protection. */
export const withoutWeight: Order = { recognises: () => true, compare: () => 'same' };

const live = ['READY', 'CREATING', 'UPDATING', 'VERSIONING'];
const isLive = (value: unknown): boolean => rankIn(live, value) >= 0;
const statuses = [...live, 'DELETING', 'FAILED'];

/** A guardrail that is being deleted is less than one that lives. Which configuration a failed one enforces is not known. */
export const status: Order = {
  ...orderBy(
    (value) => typeof value === 'string' && statuses.includes(value),
    (low, high) => low === high || ((low === 'DELETING' || isLive(low)) && isLive(high)),
  ),
  values: statuses,
};
