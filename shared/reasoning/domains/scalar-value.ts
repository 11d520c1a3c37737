import { findText, type Found } from '../glob/product.ts';
import { sampleOf } from '../glob/sample.ts';
import { constantsOfSet } from './constants.ts';
import { decimalBetween, decimalText } from './decimal.ts';
import type { Budget, Mixed, ScalarSet, Strings, TypedSet } from './domain.ts';
import { instantText } from './instant.ts';
import { addressText } from './ip-address.ts';
import { rangesOf } from './range-set.ts';
import { memberOfSet } from './scalar-set.ts';

/** One text of a set, the proof that there is none, or why that is not known. */
export type ScalarValue = { text: string } | { none: true } | { unknown: 'budget' | 'mixed-types' };

/** @param readable true: worth a second walk to find a text that is not empty */
export function scalarValue(set: ScalarSet, budget: Budget, readable: boolean): ScalarValue {
  switch (set.kind) {
    case 'strings':
      return textOfStrings(set, budget, readable);
    case 'mixed':
      return textOfMixed(set, budget);
    default: {
      const text = textOfTyped(set);
      return text === undefined ? { none: true } : { text };
    }
  }
}

function textOfStrings(set: Strings, budget: Budget, readable: boolean): ScalarValue {
  if (!readable) return valueOf(findText(set, budget, likelyTexts(set)));
  const filled = findText({ ...set, nonEmpty: true }, budget);
  return valueOf(filled.found === 'text' ? filled : findText(set, budget));
}

/** Enough to meet the usual set without an automaton, few enough to cost nothing beside it. */
const MOST_LIKELY = 8;

/** A constant or a sample of the shortest list usually fits. */
function likelyTexts({ all }: Strings): readonly string[] {
  let shortest = all[0];
  for (const alternatives of all) if (alternatives.length < (shortest?.length ?? 0)) shortest = alternatives;
  if (shortest === undefined) return ['example', ''];
  return shortest.slice(0, MOST_LIKELY).map((glob) => glob.exact ?? sampleOf(glob, 'example'));
}

function valueOf(found: Found): ScalarValue {
  switch (found.found) {
    case 'text':
      return { text: found.text };
    case 'none':
      return { none: true };
    case 'budget':
      return { unknown: 'budget' };
  }
}

/** A text of no type: it is read as a number, a date, an address or a truth value by nobody. */
const UNREADABLE = 'unreadable';

function textOfTyped(set: Exclude<TypedSet, Strings>): string | undefined {
  return readableText(set) ?? (set.unreadable ? UNREADABLE : undefined);
}

function readableText(set: Exclude<TypedSet, Strings>): string | undefined {
  switch (set.kind) {
    case 'numbers': {
      const [first] = rangesOf(set.ranges);
      return first === undefined ? undefined : decimalText(decimalBetween(first.open, first.close));
    }
    case 'instants': {
      const [first] = rangesOf(set.ranges);
      return first === undefined ? undefined : instantText(first.open);
    }
    case 'bools':
      return set.yes ? 'true' : set.no ? 'false' : undefined;
    case 'ips': {
      const [four] = rangesOf(set.v4);
      if (four !== undefined) return addressText({ version: 4, value: four.open });
      const [six] = rangesOf(set.v6);
      return six === undefined ? undefined : addressText({ version: 6, value: six.open });
    }
  }
}

/**
 * A key read as several types. Exact when a part is plainly empty or when a text operator leaves a finite list;
 * otherwise the constants are tried, and finding none proves nothing.
 */
function textOfMixed(set: Mixed, budget: Budget): ScalarValue {
  const candidates = [...constantsOfSet(set)];
  for (const part of set.parts) {
    const value = scalarValue(part, budget, false);
    if ('none' in value) return value;
    if ('text' in value) candidates.push(value.text);
  }
  candidates.push(UNREADABLE);
  const text = candidates.find((candidate) => memberOfSet(set, candidate));
  if (text !== undefined) return { text };
  return set.parts.some(isFinite) ? { none: true } : { unknown: 'mixed-types' };
}

/** All its texts are among its constants. */
const isFinite = (set: TypedSet): boolean =>
  set.kind === 'strings' && set.all.some((globs) => globs.every(({ exact }) => exact !== undefined));
