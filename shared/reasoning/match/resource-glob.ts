import { globFromParts, type Glob, type GlobPart } from '../glob/glob.ts';
import type { Width } from './width.ts';

const FIELDS = 6;

/**
 * The glob of a Resource pattern. Two rules are read both ways:
 * - An ARN of fewer than six fields is completed with wildcards (AWS: "IAM JSON policy elements: Resource"); narrow: it
 *   stays as written. Not verified for NotResource.
 * - A `*` that ends its field may run over later colons (same page). One that does not end its field: only in the wide
 *   reading. The sixth field takes all that follows, so its colons are ordinary characters.
 */
export const resourceGlob = (parts: readonly GlobPart[], width: Width): Glob => {
  const fields = fieldsOf(parts);
  if (!startsAsArn(parts)) return globFromParts(parts);
  const held = width === 'wide' ? parts : parts.map((part, index) => withinField(part, index, parts, fields));
  const short = (fields.at(-1) ?? 0) < FIELDS - 1;
  if (!short || width === 'narrow') return globFromParts(held);
  const missing = FIELDS - 1 - (fields.at(-1) ?? 0);
  const completed: GlobPart[] = Array.from({ length: missing }, (): readonly GlobPart[] => [
    { literal: ':' },
    { any: true },
  ]).flat();
  const last = parts.at(-1);
  // A pattern that ends in `*` matches the rest of the ARN already.
  return globFromParts(last !== undefined && 'any' in last ? held : [...held, ...completed]);
};

const startsAsArn = ([first]: readonly GlobPart[]): boolean =>
  first !== undefined && 'literal' in first && first.literal.startsWith('arn:');

/** For each part, the field that its end stands in, from 0. */
const fieldsOf = (parts: readonly GlobPart[]): readonly number[] => {
  let field = 0;
  return parts.map((part) => {
    if ('literal' in part) field += part.literal.split(':').length - 1;
    return field;
  });
};

const withinField = (
  part: GlobPart,
  index: number,
  parts: readonly GlobPart[],
  fields: readonly number[],
): GlobPart => {
  if (!('any' in part) || (fields[index] ?? 0) >= FIELDS - 1) return part;
  const next = parts[index + 1];
  const endsField = next === undefined || ('literal' in next && next.literal.startsWith(':'));
  return endsField ? part : { any: true, within: 'segment' };
};

/** One glob a reading; the same one where no rule is open. */
export type ResourceGlobs = Readonly<Record<Width, Glob>>;

export const resourceGlobs = (parts: readonly GlobPart[]): ResourceGlobs => {
  const wide = resourceGlob(parts, 'wide');
  if (!isDisputed(parts)) return { documented: wide, wide, narrow: wide };
  return { documented: resourceGlob(parts, 'documented'), wide, narrow: resourceGlob(parts, 'narrow') };
};

const isDisputed = (parts: readonly GlobPart[]): boolean => {
  if (!startsAsArn(parts)) return false;
  const fields = fieldsOf(parts);
  return (
    (fields.at(-1) ?? 0) < FIELDS - 1 || parts.some((part, index) => withinField(part, index, parts, fields) !== part)
  );
};
