import { arnGlob } from '../glob/arn-glob.ts';
import { hasOtherLetters, type Folding } from '../glob/character.ts';
import { globFromParts, partsOf, type Glob, type GlobPart } from '../glob/glob.ts';
import { negatedOperators, type BaseOperator, type Operator } from '../policy/policy.ts';
import type { Dispute, Sided } from './dispute.ts';
import type { Bools, Strings, TypedSet } from './domain.ts';
import type { SidedSet } from './sided-set.ts';
import { addressSets } from './address-sets.ts';
import { decimalSets, instantSets, type Comparison } from './comparison-sets.ts';

/** A value of a condition. Text is read by the operator: `*` is a wildcard under Like and Arn only. Parts are final. */
export type PatternValue = string | readonly GlobPart[];

/** One key under one operator, compiled once. */
export type Criterion = { operator: Operator; disputes: readonly Dispute[] } & (
  | { about: 'presence'; whenAbsent: boolean; whenPresent: boolean }
  | {
      about: 'values';
      /** What an absent key gives. */
      whenAbsent: boolean;
      /** The single values for which the base operator holds. */
      sets: Sided<TypedSet>;
    }
);

/**
 * Compiles a condition test (AWS: "IAM JSON policy elements: Condition operators"). Total: a value that the operator
 * cannot read matches nothing.
 */
export function criterion(operator: Operator, values: readonly PatternValue[]): Criterion {
  if (operator.base === 'Null') {
    const texts = values.map((value) => plainText(value)?.toLowerCase());
    const [whenAbsent, whenPresent] = [texts.includes('true'), texts.includes('false')];
    const disputes: Dispute[] = whenAbsent === whenPresent ? [] : ['empty-list'];
    return { operator, about: 'presence', whenAbsent, whenPresent, disputes };
  }
  const negated = negatedOperators.has(operator.base);
  return { operator, about: 'values', whenAbsent: absentHolds(operator, negated), ...setsOf(operator.base, values) };
}

/** `ForAnyValue` needs a value, also with `IfExists`; `ForAllValues` never does. */
function absentHolds(operator: Operator, negated: boolean): boolean {
  if (operator.set === 'ForAllValues') return true;
  if (operator.set === 'ForAnyValue') return false;
  return negated || operator.ifExists;
}

function setsOf(base: Exclude<BaseOperator, 'Null'>, values: readonly PatternValue[]): SidedSet {
  switch (base) {
    case 'StringEquals':
    case 'BinaryEquals':
    case 'StringNotEquals':
      return textSets(base === 'StringNotEquals', agreed(values.map((value) => literal(value, 'none'))));
    case 'StringLike':
    case 'StringNotLike':
      return textSets(base === 'StringNotLike', agreed(values.map(pattern)));
    case 'StringEqualsIgnoreCase':
    case 'StringNotEqualsIgnoreCase':
      return textSets(base === 'StringNotEqualsIgnoreCase', caseBlind(values));
    case 'ArnEquals':
    case 'ArnLike':
    case 'ArnNotEquals':
    case 'ArnNotLike':
      return textSets(base === 'ArnNotEquals' || base === 'ArnNotLike', arns(values));
    case 'Bool':
      return boolSets(values.map(plainText));
    case 'IpAddress':
    case 'NotIpAddress':
      return addressSets(base === 'NotIpAddress', values.map(plainText));
    case 'NumericEquals':
    case 'NumericNotEquals':
    case 'NumericLessThan':
    case 'NumericLessThanEquals':
    case 'NumericGreaterThan':
    case 'NumericGreaterThanEquals':
      return decimalSets(comparisonOf(base), values.map(plainText));
    case 'DateEquals':
    case 'DateNotEquals':
    case 'DateLessThan':
    case 'DateLessThanEquals':
    case 'DateGreaterThan':
    case 'DateGreaterThanEquals':
      return instantSets(comparisonOf(base), values.map(plainText));
  }
}

type Compared = `${'Numeric' | 'Date'}${Comparison}`;
function comparisonOf(base: Compared): Comparison {
  switch (base) {
    case 'NumericEquals':
    case 'DateEquals':
      return 'Equals';
    case 'NumericNotEquals':
    case 'DateNotEquals':
      return 'NotEquals';
    case 'NumericLessThan':
    case 'DateLessThan':
      return 'LessThan';
    case 'NumericLessThanEquals':
    case 'DateLessThanEquals':
      return 'LessThanEquals';
    case 'NumericGreaterThan':
    case 'DateGreaterThan':
      return 'GreaterThan';
    case 'NumericGreaterThanEquals':
    case 'DateGreaterThanEquals':
      return 'GreaterThanEquals';
  }
}

/** The patterns a test compares with, as each reading of the pattern itself has them. */
type Patterns = { globs: Sided<readonly Glob[]>; dispute?: Dispute };

const agreed = (globs: readonly Glob[]): Patterns => ({ globs: { documented: globs, wide: globs, narrow: globs } });

const literal = (value: PatternValue, folding: Folding): Glob =>
  globFromParts(typeof value === 'string' ? [{ literal: value }] : value, { folding });

const pattern = (value: PatternValue): Glob => globFromParts(typeof value === 'string' ? partsOf(value) : value);

function caseBlind(values: readonly PatternValue[]): Patterns {
  const ascii = values.map((value) => literal(value, 'ascii'));
  if (!values.some((value) => hasOtherLetters(literalsOf(value)))) return agreed(ascii);
  const wide = values.map((value) => literal(value, 'letters'));
  return { globs: { documented: ascii, wide, narrow: ascii }, dispute: 'letter-case-beyond-ascii' };
}

const literalsOf = (value: PatternValue): string =>
  typeof value === 'string' ? value : value.map((part) => ('literal' in part ? part.literal : '')).join('');

function arns(values: readonly PatternValue[]): Patterns {
  const read = values.map((value) => arnGlob(typeof value === 'string' ? partsOf(value) : value));
  const all = read.map(({ glob }) => glob);
  if (read.every(({ complete }) => complete)) return agreed(all);
  const complete = read.filter((arn) => arn.complete).map(({ glob }) => glob);
  return { globs: { documented: complete, wide: all, narrow: complete }, dispute: 'short-arn-pattern' };
}

function textSets(negated: boolean, { globs, dispute }: Patterns): SidedSet {
  const set = (alternatives: readonly Glob[]): Strings =>
    negated ? { kind: 'strings', all: [], none: alternatives } : { kind: 'strings', all: [alternatives], none: [] };
  const documented = set(globs.documented);
  if (dispute === undefined) return { sets: { documented, wide: documented, narrow: documented }, disputes: [] };
  // A wide pattern under a negated operator makes the test narrow.
  const [wide, narrow] = negated ? [globs.narrow, globs.wide] : [globs.wide, globs.narrow];
  return { sets: { documented, wide: set(wide), narrow: set(narrow) }, disputes: [dispute] };
}

/** Letter case of `True` is read as `true` [unconfirmed]; the narrow reading wants it as JSON writes it. */
function boolSets(values: readonly (string | undefined)[]): SidedSet {
  const folded = values.map((value) => value?.toLowerCase());
  const set = (texts: readonly (string | undefined)[]): Bools => ({
    kind: 'bools',
    yes: texts.includes('true'),
    no: texts.includes('false'),
    unreadable: false,
  });
  const [blind, exact] = [set(folded), set(values)];
  const same = blind.yes === exact.yes && blind.no === exact.no;
  return { sets: { documented: blind, wide: blind, narrow: exact }, disputes: same ? [] : ['bool-letter-case'] };
}

/** The text of a value without wildcards. */
function plainText(value: PatternValue): string | undefined {
  if (typeof value === 'string') return value;
  let text = '';
  for (const part of value) {
    if (!('literal' in part)) return undefined;
    text += part.literal;
  }
  return text;
}
