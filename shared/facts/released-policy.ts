import { createHash } from 'node:crypto';

/**
 * A statement as its stack wrote it. What CloudFormation put in when it was deployed (ARNs of keys, tables, queues) stands in `texts`, in
 * the order in which it is met; the hash is of all the rest.
 */
export type ReleasedStatement = { sid: string; hash: string; texts: readonly string[] };

/** What one role of Ringfence may do and who may become it; recorded beside it when it is deployed. */
export type ReleasedRolePolicy = {
  schemaVersion: '1';
  /** Name of the role. */
  role: string;
  /** Name of its one inline policy. */
  policy: string;
  statements: readonly ReleasedStatement[];
  trust: readonly ReleasedStatement[];
  /** ARN of its permissions boundary, or `none`. */
  boundary: string;
};

/** Where they are recorded, one parameter each: the role's name follows. */
export const releasedPolicyParameters = '/ringfence/release-policies/';

/**
 * A short hash of a JSON value, whatever the order of its keys.
 * @param isText takes a value that is no part of the hash, in the order of sorted keys and of lists as they are
 */
export const shapeHash = (value: unknown, isText: (value: unknown) => boolean): string =>
  createHash('sha256')
    .update(JSON.stringify(shape(value, isText)))
    .digest('hex')
    .slice(0, 16);

/** Nothing else in a policy is null. */
const text = null;

const shape = (value: unknown, isText: (value: unknown) => boolean): unknown => {
  if (isText(value)) return text;
  if (Array.isArray(value)) return value.map((each) => shape(each, isText));
  // CloudFormation may write `true` as "true", which says the same in a policy.
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, shape(each, isText)]));
};

/** Whether a statement of IAM is the one that was recorded. */
export const isReleased = (statement: unknown, { hash, texts }: ReleasedStatement): boolean => {
  let met = 0;
  const found = shapeHash(statement, (value) => {
    if (typeof value !== 'string' || value !== texts[met]) return false;
    met += 1;
    return true;
  });
  return found === hash && met === texts.length;
};

/** What names a statement to a person; it stands at `index`. */
export const statementName = (statement: unknown, index: number): string =>
  typeof statement === 'object' && statement !== null && 'Sid' in statement && typeof statement.Sid === 'string'
    ? statement.Sid
    : `statement ${index + 1}`;
