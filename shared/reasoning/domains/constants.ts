import { sampleOf } from '../glob/sample.ts';
import type { Glob } from '../glob/glob.ts';
import type { Criterion } from './criterion.ts';
import { decimalText, type DecimalCut } from './decimal.ts';
import type { Domain, ScalarSet, ValueSet } from './domain.ts';
import { allInstants, instantText } from './instant.ts';
import { addressText } from './ip-address.ts';
import { rangesOf } from './range-set.ts';

/** What stands in for a star where a person will read it. */
const FILLER = 'example';

/**
 * Texts that a domain or a test speaks of: its constants, and a sample of each of its patterns, with the stars filled
 * and empty. In or out of the domain: the caller tests them. Used for a key of mixed types and to bind a variable.
 */
export function constantsOf(source: Domain | Criterion): readonly string[] {
  if ('values' in source) {
    const values = constantsOfValues(source.values);
    return source.several === undefined ? values : [...new Set([...values, ...constantsOfValues(source.several)])];
  }
  return source.about === 'presence' ? [] : constantsOfSet(source.sets.wide);
}

function constantsOfValues(values: ValueSet): readonly string[] {
  switch (values.kind) {
    case 'any':
    case 'none':
      return [];
    case 'lists':
      return [...new Set([values.every, ...values.some].flatMap(constantsOfSet))];
    default:
      return constantsOfSet(values);
  }
}

export function constantsOfSet(set: ScalarSet): readonly string[] {
  switch (set.kind) {
    case 'strings':
      return [...new Set([...set.all.flat(), ...set.none].flatMap(textsOfGlob))];
    case 'numbers':
      return [...new Set(set.ranges.flatMap(textOfCut))];
    case 'instants':
      return rangesOf(set.ranges).flatMap(({ open, close }) => [
        ...(open === allInstants[0] ? [] : [instantText(open)]),
        ...(close === allInstants[1] ? [] : [instantText(close - 1)]),
      ]);
    case 'bools':
      return ['true', 'false'];
    case 'ips':
      return [
        ...rangesOf(set.v4).map(({ open, close }) => addressText({ version: 4, value: firstHost(open, close - open) })),
        ...rangesOf(set.v6).map(({ open, close }) =>
          addressText({ version: 6, value: close - open > 2n ? open + 1n : open }),
        ),
      ];
    case 'mixed':
      return [...new Set(set.parts.flatMap(constantsOfSet))];
  }
}

function textsOfGlob(glob: Glob): readonly string[] {
  return glob.exact === undefined ? [sampleOf(glob, FILLER), sampleOf(glob, '')] : [glob.exact];
}

const textOfCut = (cut: DecimalCut): string[] => (typeof cut === 'object' ? [decimalText(cut.at)] : []);

/** The first address of a block names the block, so the second one reads better as a sender. */
const firstHost = (open: number, size: number): number => (size > 2 ? open + 1 : open);
