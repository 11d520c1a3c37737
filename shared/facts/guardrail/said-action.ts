import { isJsonObject } from '../../change/json-object.ts';
import { orderBy, rankIn, type Order } from './order.ts';

/**
 * Actions of one side, from the weakest to the strongest, beside a general action. A side that says none is compared as
 * `{notSaid: the general action}`: whether the general action then holds for it, or nothing, is not documented
 * [unconfirmed]. Either way it is at least the weakest and at most the general action.
 */
export const saidAction = (...values: readonly [string, ...(readonly string[])]): Order => {
  const rank = (value: unknown): number => rankIn(values, value);
  /** The most that the value can stand for. An unknown general action may be the strongest. */
  const most = (value: unknown): number => {
    if (!isJsonObject(value)) return rank(value);
    return typeof value['notSaid'] === 'string' && values.includes(value['notSaid'])
      ? rank(value['notSaid'])
      : values.length - 1;
  };
  return {
    ...orderBy(
      (value) => isJsonObject(value) || (typeof value === 'string' && values.includes(value)),
      (low, high) => most(low) <= (isJsonObject(high) ? (isJsonObject(low) ? most(high) : 0) : rank(high)),
    ),
    values,
  };
};
