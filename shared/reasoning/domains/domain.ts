import type { Glob } from '../glob/glob.ts';
import type { DecimalCut } from './decimal.ts';
import type { RangeSet } from './range-set.ts';

/**
 * What one context key may still be. The search holds one domain a key and narrows it literal by literal.
 *
 * Operations, one a file: `criterion` compiles a condition test, `domainOf` turns it or its negation into a domain,
 * `intersect`, `isEmpty`, `pick`, `member`, `covers`, `constantsOf`; for decide `evaluate` and `holds`.
 */
export type Domain = {
  /** The request may lack the key. */
  absent: boolean;
  /** The key may hold a list without values. */
  emptyList: boolean;
  /** What it may hold otherwise. */
  values: ValueSet;
  /**
   * Lists of two values or more that it may hold beside `values`. Only where `values` are single ones: a plain operator
   * says one thing of a single value and, as AWS defines nothing there, another of several.
   */
  several?: Several;
};

export type Several = { kind: 'any' } | Lists;

export type ValueSet = { kind: 'any' } | { kind: 'none' } | ScalarSet | Lists;
export type ScalarSet = TypedSet | Mixed;
export type TypedSet = Strings | Numbers | Instants | Bools | Ips;

/** Texts that match one glob of each member of `all`, and no glob of `none`. ARN operators are globs too. */
export type Strings = { kind: 'strings'; all: readonly (readonly Glob[])[]; none: readonly Glob[] };
/** `unreadable`, here and below: the texts that are no number (date, address, truth value) are members. */
export type Numbers = { kind: 'numbers'; ranges: RangeSet<DecimalCut>; unreadable: boolean };
/** Whole milliseconds since 1970 in UTC. */
export type Instants = { kind: 'instants'; ranges: RangeSet<number>; unreadable: boolean };
export type Bools = { kind: 'bools'; yes: boolean; no: boolean; unreadable: boolean };
export type Ips = { kind: 'ips'; v4: RangeSet<number>; v6: RangeSet<bigint>; unreadable: boolean };

/** One key read as several types: members of every part, at most one part of a kind. */
export type Mixed = { kind: 'mixed'; parts: readonly TypedSet[] };

/** One or more values: each is in `every`, and each member of `some` holds at least one of them. */
export type Lists = { kind: 'lists'; every: ScalarSet; some: readonly ScalarSet[] };

export type ScalarKind = TypedSet['kind'];

/** Automaton states left for a question. Counted down, shared by every call for it, so that runs repeat. */
export type Budget = { states: number };
/** @param states the default of a question */
export const automatonBudget = (states = 50_000): Budget => ({ states });

/** No restriction: absent, empty or anything. */
export const anything: Domain = { absent: true, emptyList: true, values: { kind: 'any' } };
export const onlyAbsent: Domain = { absent: true, emptyList: false, values: { kind: 'none' } };
/** Present, with one value or more. */
export const present: Domain = { absent: false, emptyList: false, values: { kind: 'any' } };
export const impossible: Domain = { absent: false, emptyList: false, values: { kind: 'none' } };
