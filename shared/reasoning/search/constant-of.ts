import type { Domain } from '../domains/domain.ts';

/** The one value of a key, if the shape leaves but one. `undefined`: several are possible. */
export const constantOf = (domain: Domain | undefined): { value: string | undefined } | undefined => {
  if (domain === undefined || domain.emptyList || domain.several !== undefined) return undefined;
  if (domain.absent) return domain.values.kind === 'none' ? { value: undefined } : undefined;
  if (domain.values.kind !== 'strings' || domain.values.none.length > 0) return undefined;
  const [only, ...more] = domain.values.all;
  const [glob, ...others] = only ?? [];
  if (glob?.exact === undefined || more.length + others.length > 0) return undefined;
  return { value: glob.exact };
};
