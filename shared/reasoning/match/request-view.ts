import type { AccessRequest, Context } from '../types.ts';
import type { KeyValue } from '../domains/member.ts';
import type { KeyFact } from '../principal-context.ts';
import { actionName, type ActionName } from './action-name.ts';
import type { Lookup } from './instantiate.ts';

/** A request as statements are matched against it: action and keys in lower case. */
export type RequestView = {
  name: ActionName;
  action: string;
  resource: string;
  valueOf: (key: string) => KeyValue;
  /** Value of a policy variable. A key that holds several values has no one value to put into a pattern. */
  lookup: Lookup;
};

/** @param facts what the request carries under keys that its context does not say, by lower-case key */
export const requestView = (request: AccessRequest, facts?: ReadonlyMap<string, KeyFact>): RequestView => {
  const name = actionName(request.action);
  // Most requests are decided without a look at their context.
  let values: ReadonlyMap<string, string | readonly string[]> | undefined;
  const valueOf = (key: string): KeyValue => {
    values ??= lowerKeys(request.context);
    const said = values.get(key);
    if (said !== undefined || facts === undefined) return said;
    const fact = facts.get(key);
    return fact !== undefined && 'value' in fact ? fact.value : undefined;
  };
  return {
    name,
    action: name.key,
    resource: request.resource,
    valueOf,
    lookup: (key) => {
      const value = valueOf(key);
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
