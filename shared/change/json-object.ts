/** An object as JSON gives it: own string keys, unknown values. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * One member. CloudTrail writes request members with a small first letter, but not every service and shipper agrees
 * (`UUID`, `uUID`, `uuid`): an exact name wins, then the same letters in another case.
 */
export const memberOf = (object: JsonObject, name: string): unknown => {
  if (Object.hasOwn(object, name)) return object[name];
  const folded = name.toLowerCase();
  const other = Object.keys(object).find((key) => key.toLowerCase() === folded);
  return other === undefined ? undefined : object[other];
};

/** The value at a dotted path, through objects only. */
export const valueAt = (object: JsonObject, path: string): unknown => {
  let value: unknown = object;
  for (const name of path.split('.')) {
    if (!isJsonObject(value)) return undefined;
    value = memberOf(value, name);
  }
  return value;
};

/** CloudTrail writes this where a value is withheld: it is no name of anything. */
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const nonEmptyText = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' && value !== hidden ? value : undefined;

/** The text at a dotted path; nothing for an empty, withheld or other value. */
export const textAt = (object: JsonObject, path: string): string | undefined => nonEmptyText(valueAt(object, path));

/**
 * Every text at a path. EC2 turns lists of its XML into `{tag, content}` or an array of them.
 * (AWS: examples of CloudTrail records for Amazon EC2.)
 */
export const textsAt = (object: JsonObject, path: string): readonly string[] => {
  const value = valueAt(object, path);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items
    .map((item) => nonEmptyText(isJsonObject(item) ? memberOf(item, 'content') : item))
    .filter((item) => item !== undefined);
};
