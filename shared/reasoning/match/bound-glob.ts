import type { CompiledPattern } from '../compile-policy.ts';
import type { Glob } from '../glob/glob.ts';
import { instantiate, type Lookup } from './instantiate.ts';
import { resourceGlob } from './resource-glob.ts';
import type { Width } from './width.ts';

/** The glob of a resource pattern with its variables filled in. `undefined`: a variable without default is absent. */
export const boundGlob = (pattern: CompiledPattern, lookup: Lookup, width: Width): Glob | undefined => {
  if (pattern.globs !== undefined) return pattern.globs[width];
  const parts = instantiate(pattern.template, lookup, width);
  return parts === undefined ? undefined : resourceGlob(parts, width);
};
