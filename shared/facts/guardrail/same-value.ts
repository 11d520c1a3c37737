import { isJsonObject } from '../../change/json-object.ts';

/** Whether two JSON values say the same. The order of members says nothing; null is a member that is not there. */
export const sameValue = (a: unknown, b: unknown): boolean => {
  const left = a ?? undefined;
  const right = b ?? undefined;
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((each, index) => sameValue(each, right[index]));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) =>
    sameValue(Object.hasOwn(left, name) ? left[name] : undefined, Object.hasOwn(right, name) ? right[name] : undefined),
  );
};
