import { anyArn } from '../glob/arn-glob.ts';
import { literalGlob, matches, type Glob } from '../glob/glob.ts';
import { allDecimals, before, decimalOrder, readDecimal } from './decimal.ts';
import type { Bools, ScalarKind, ScalarSet, Strings, TypedSet } from './domain.ts';
import { allInstants, readInstant } from './instant.ts';
import { allV4, allV6, readAddress } from './ip-address.ts';
import { bigintOrder, inRanges, intersectRanges, numberOrder, subtractRanges } from './range-set.ts';

/** Whether one text is in the set. */
export function memberOfSet(set: ScalarSet, text: string): boolean {
  switch (set.kind) {
    case 'strings':
      return (
        set.all.every((alternatives) => alternatives.some((glob) => matches(glob, text))) &&
        !set.none.some((glob) => matches(glob, text))
      );
    case 'numbers': {
      const number = readDecimal(text);
      return number === undefined ? set.unreadable : inRanges(set.ranges, before(number), decimalOrder);
    }
    case 'instants': {
      const instant = readInstant(text);
      return instant === undefined ? set.unreadable : inRanges(set.ranges, instant, numberOrder);
    }
    case 'bools': {
      const folded = text.toLowerCase();
      return folded === 'true' ? set.yes : folded === 'false' ? set.no : set.unreadable;
    }
    case 'ips': {
      const address = readAddress(text);
      if (address === undefined) return set.unreadable;
      return address.version === 4
        ? inRanges(set.v4, address.value, numberOrder)
        : inRanges(set.v6, address.value, bigintOrder);
    }
    case 'mixed':
      return set.parts.every((part) => memberOfSet(part, text));
  }
}

/** Every text, those that cannot be read as the kind included. */
export function everyText(kind: ScalarKind): TypedSet {
  switch (kind) {
    case 'strings':
      return { kind, all: [], none: [] };
    case 'numbers':
      return { kind, ranges: allDecimals, unreadable: true };
    case 'instants':
      return { kind, ranges: allInstants, unreadable: true };
    case 'bools':
      return { kind, yes: true, no: true, unreadable: true };
    case 'ips':
      return { kind, v4: allV4, v6: allV6, unreadable: true };
  }
}

/** The texts that can be read as the kind. `arns`: texts of six segments or more. */
export function readableTexts(kind: ScalarKind | 'arns'): TypedSet {
  if (kind === 'arns') return { kind: 'strings', all: [[anyArn]], none: [] };
  const every = everyText(kind);
  return every.kind === 'strings' ? every : { ...every, unreadable: false };
}

/** The texts outside. Strings only have one when they say one thing: one member of `all`, or `none` alone. */
export function complementOf(set: TypedSet): TypedSet | undefined {
  switch (set.kind) {
    case 'strings':
      return complementOfStrings(set);
    case 'numbers':
      return {
        kind: 'numbers',
        ranges: subtractRanges(allDecimals, set.ranges, decimalOrder),
        unreadable: !set.unreadable,
      };
    case 'instants':
      return {
        kind: 'instants',
        ranges: subtractRanges(allInstants, set.ranges, numberOrder),
        unreadable: !set.unreadable,
      };
    case 'bools':
      return { kind: 'bools', yes: !set.yes, no: !set.no, unreadable: !set.unreadable };
    case 'ips':
      return {
        kind: 'ips',
        v4: subtractRanges(allV4, set.v4, numberOrder),
        v6: subtractRanges(allV6, set.v6, bigintOrder),
        unreadable: !set.unreadable,
      };
  }
}

function complementOfStrings(set: Strings): Strings | undefined {
  const [alternatives, ...more] = set.all;
  if (alternatives === undefined) return { kind: 'strings', all: [set.none], none: [] };
  return more.length === 0 && set.none.length === 0 ? { kind: 'strings', all: [], none: alternatives } : undefined;
}

/** Sets that say one thing each and together the same: each has a complement. */
export function factorsOf(set: ScalarSet): readonly TypedSet[] {
  if (set.kind === 'mixed') return set.parts.flatMap(factorsOf);
  if (set.kind !== 'strings') return [set];
  const positive = set.all.map((alternatives): Strings => ({ kind: 'strings', all: [alternatives], none: [] }));
  return set.none.length === 0 ? positive : [...positive, { kind: 'strings', all: [], none: set.none }];
}

export function intersectScalars(a: ScalarSet, b: ScalarSet): ScalarSet {
  if (a.kind !== 'mixed' && b.kind !== 'mixed') return intersectTyped(a, b);
  const parts = [...partsOf(a)];
  for (const part of partsOf(b)) addPart(parts, part);
  const [only, ...more] = parts;
  return only !== undefined && more.length === 0 ? only : { kind: 'mixed', parts };
}

const partsOf = (set: ScalarSet): readonly TypedSet[] => (set.kind === 'mixed' ? set.parts : [set]);

/** Merges the part with the one of its kind, until every kind stands once. */
function addPart(parts: TypedSet[], part: TypedSet): void {
  for (const [at, other] of parts.entries()) {
    const both = intersectTyped(other, part);
    if (both.kind === 'mixed') continue;
    parts.splice(at, 1);
    addPart(parts, both);
    return;
  }
  parts.push(part);
}

function intersectTyped(a: TypedSet, b: TypedSet): ScalarSet {
  if (a.kind === 'strings' && b.kind === 'strings') return intersectStrings(a, b);
  if (a.kind === 'numbers' && b.kind === 'numbers') {
    const ranges = intersectRanges(a.ranges, b.ranges, decimalOrder);
    return { kind: 'numbers', ranges, unreadable: a.unreadable && b.unreadable };
  }
  if (a.kind === 'instants' && b.kind === 'instants') {
    const ranges = intersectRanges(a.ranges, b.ranges, numberOrder);
    return { kind: 'instants', ranges, unreadable: a.unreadable && b.unreadable };
  }
  if (a.kind === 'ips' && b.kind === 'ips') {
    return {
      kind: 'ips',
      v4: intersectRanges(a.v4, b.v4, numberOrder),
      v6: intersectRanges(a.v6, b.v6, bigintOrder),
      unreadable: a.unreadable && b.unreadable,
    };
  }
  if (a.kind === 'bools' && b.kind === 'bools') {
    return { kind: 'bools', yes: a.yes && b.yes, no: a.no && b.no, unreadable: a.unreadable && b.unreadable };
  }
  // Truth values are a few texts, so a text operator beside them stays exact.
  if (a.kind === 'strings' && b.kind === 'bools') return intersectStrings(a, textsOfBools(b));
  if (a.kind === 'bools' && b.kind === 'strings') return intersectStrings(textsOfBools(a), b);
  return { kind: 'mixed', parts: [a, b] };
}

const yes = literalGlob('true', { ignoreCase: true });
const no = literalGlob('false', { ignoreCase: true });

function textsOfBools(set: Bools): Strings {
  const word = (wanted: boolean): Glob[] => [...(set.yes === wanted ? [yes] : []), ...(set.no === wanted ? [no] : [])];
  return set.unreadable
    ? { kind: 'strings', all: [], none: word(false) }
    : { kind: 'strings', all: [word(true)], none: [] };
}

/** Equal members are kept once, so that a search which meets a test twice does not carry it twice. */
function intersectStrings(a: Strings, b: Strings): Strings {
  return {
    kind: 'strings',
    all: distinct([...a.all, ...b.all], keyOfAlternatives),
    none: distinct([...a.none, ...b.none], (glob) => glob.key),
  };
}

const keyOfAlternatives = (globs: readonly Glob[]): string => JSON.stringify(globs.map((glob) => glob.key));

function distinct<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  if (items.length < 2) return items;
  const seen = new Map<string, T>();
  for (const item of items) {
    const k = key(item);
    if (!seen.has(k)) seen.set(k, item);
  }
  return seen.size === items.length ? items : [...seen.values()];
}
