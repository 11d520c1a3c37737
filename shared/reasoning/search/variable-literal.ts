import type { CompiledPattern } from '../compile-policy.ts';
import { globFromParts, literalGlob, matches, type Glob, type GlobPart } from '../glob/glob.ts';
import { boundGlob } from '../match/bound-glob.ts';
import { resourceGlob } from '../match/resource-glob.ts';
import { opposite, type Width } from '../match/width.ts';
import type { Listed } from '../policy/policy.ts';
import type { TemplatePart } from '../policy/template.ts';
import type { Binding, Literal, LiteralOptions } from './literal.ts';

/**
 * Patterns with one free variable over a resource that is one text: the pattern matches for a finite set of values of
 * the variable's key, so the element is a test of that key. `undefined`: the element is no such test.
 */
export const variableLiteral = (
  resources: Listed<CompiledPattern>,
  holds: boolean,
  options: LiteralOptions,
): Literal | 'always' | 'never' | undefined => {
  const { exactResource, binding, width } = options;
  if (exactResource === undefined) return undefined;
  const key = onlyFreeKey(resources, binding);
  if (key === undefined) return undefined;
  const patternWidth = resources.negated ? opposite(width) : width;
  let byDefault = false;
  let missing = false;
  const values: Glob[] = [];
  for (const pattern of resources.entries) {
    if (!pattern.variables.includes(key)) {
      const glob = boundGlob(pattern, () => undefined, patternWidth);
      // Listed whatever the variable is.
      if (glob !== undefined && matches(glob, exactResource)) return resources.negated === holds ? 'never' : 'always';
      continue;
    }
    const found = valuesThatMatch(pattern, exactResource, patternWidth);
    values.push(...found.values);
    byDefault ||= found.byDefault;
    missing ||= found.missing;
  }
  // Without a default, an absent key leaves NotResource without match, save in the wide reading.
  const matchesAbsent = resources.negated ? !byDefault && !(missing && width !== 'wide') : byDefault;
  const wantsListed = resources.negated !== holds;
  return {
    key,
    domain: {
      absent: matchesAbsent === holds,
      emptyList: matchesAbsent === holds,
      values: wantsListed ? { kind: 'strings', all: [values], none: [] } : { kind: 'strings', all: [], none: values },
      // A key that holds several values has no one value to put into a pattern.
      ...(matchesAbsent === holds && options.cardinality(key) !== 'one' ? { several: { kind: 'any' } } : {}),
    },
  };
};

/** Whether every element with a free variable is such a test: then leaving the variables free leaves nothing out. */
export const isVariableTest = (resources: Listed<CompiledPattern> | undefined, binding: Binding): boolean =>
  !readsFree(resources, binding) || (resources !== undefined && onlyFreeKey(resources, binding) !== undefined);

export const readsFree = (resources: Listed<CompiledPattern> | undefined, binding: Binding): boolean =>
  resources?.entries.some(({ variables }) => variables.some((key) => binding(key) === 'free')) === true;

const onlyFreeKey = (resources: Listed<CompiledPattern>, binding: Binding): string | undefined => {
  const withVariables = resources.entries.filter(({ variables }) => variables.length > 0);
  const keys = new Set(withVariables.flatMap(({ variables }) => variables));
  const [key] = keys;
  if (key === undefined || keys.size > 1 || binding(key) !== 'free') return undefined;
  return withVariables.every(({ variables }) => variables.length === 1) ? key : undefined;
};

/** A value that has wildcards of its own; the wide reading lets it match as a pattern. */
const withOwnWildcards: readonly Glob[] = ['*', '?'].map((wildcard) =>
  globFromParts([{ any: true }, { literal: wildcard }, { any: true }]),
);

type Found = { values: readonly Glob[]; byDefault: boolean; missing: boolean };

/** The texts that may stand for the variable so that the pattern matches: pieces of the resource. */
export const valuesThatMatch = ({ template }: CompiledPattern, resource: string, width: Width): Found => {
  const at = template.findIndex(({ kind }) => kind === 'variable');
  const variable = template[at];
  const globWith = (value: string): Glob =>
    resourceGlob(
      template.map((part, index) => (index === at ? { literal: value } : partOf(part))),
      width,
    );
  const values = piecesBetween(template.slice(0, at), template.slice(at + 1), resource)
    .filter((piece) => matches(globWith(piece), resource))
    .map((piece) => literalGlob(piece));
  const fallback = variable?.kind === 'variable' ? variable.fallback : undefined;
  return {
    values: width === 'wide' ? [...values, ...withOwnWildcards] : values,
    byDefault: fallback !== undefined && matches(globWith(fallback), resource),
    missing: fallback === undefined,
  };
};

const partOf = (part: TemplatePart): GlobPart => {
  switch (part.kind) {
    case 'text':
      return { literal: part.text };
    case 'any':
      return { any: true };
    case 'one':
      return { one: true };
    case 'variable':
      return { literal: '' };
  }
};

/** Pieces that may stand between; where the text around is plain there is but one start and few ends. */
const piecesBetween = (
  before: readonly TemplatePart[],
  after: readonly TemplatePart[],
  resource: string,
): readonly string[] => {
  const head = before.every(({ kind }) => kind === 'text') ? plain(before) : undefined;
  const tail = after.every(({ kind }) => kind === 'text') ? plain(after) : undefined;
  const starts = head === undefined ? all(resource.length) : [head.length];
  const ends = tail === undefined ? all(resource.length) : [resource.length - tail.length];
  const pieces = new Set<string>();
  for (const start of starts) for (const end of ends) if (end >= start) pieces.add(resource.slice(start, end));
  return [...pieces];
};

const plain = (parts: readonly TemplatePart[]): string =>
  parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');

const all = (length: number): readonly number[] => Array.from({ length: length + 1 }, (_, at) => at);
