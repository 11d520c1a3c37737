import type { AccessRequest, Context } from '../types.ts';
import type { KeyValue } from '../domains/member.ts';
import type { Lookup } from './instantiate.ts';

/** A request as statements are matched against it: action and keys in lower case. */
export type RequestView = {
  action: string;
  resource: string;
  valueOf: (key: string) => KeyValue;
  /** Value of a policy variable. A key that holds several values has no one value to put into a pattern. */
  lookup: Lookup;
};

export const requestView = (request: AccessRequest): RequestView => {
  const values = lowerKeys(request.context);
  return {
    action: request.action.trim().toLowerCase(),
    resource: request.resource,
    valueOf: (key) => values.get(key),
    lookup: (key) => {
      const value = values.get(key);
      if (typeof value === 'string' || value === undefined) return value;
      return value.length === 1 ? value[0] : undefined;
    },
  };
};

const lowerKeys = (context: Context): ReadonlyMap<string, string | readonly string[]> =>
  // Sorted, so that two spellings of one key give one answer whatever their order.
  new Map(
    Object.entries(context)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, value]) => [key.toLowerCase(), value]),
  );
