/** A policy document in one normal form: the result of `parsePolicy`, whatever way the text spelt it. */
export type Policy = {
  /** An absent Version means `2008-10-17` (AWS: "IAM JSON policy elements: Version"). */
  version: '2008-10-17' | '2012-10-17';
  id?: string;
  statements: readonly Statement[];
};

export type Statement = {
  /** Place in the document, from 0. */
  index: number;
  sid?: string;
  effect: 'Allow' | 'Deny';
  /** Absent in policies that are attached to a principal. */
  principals?: Listed<PrincipalEntry>;
  /** Patterns, lower case, trimmed. */
  actions: Listed<string>;
  /** Absent in a role's trust policy: then every resource is meant. */
  resources?: Listed<string>;
  conditions: readonly ConditionTest[];
};

/** `NotAction`, `NotResource` and `NotPrincipal` are the same lists, negated. */
export type Listed<T> = { negated: boolean; entries: readonly T[] };

export type PrincipalEntry =
  /** `"*"` or `{"AWS": "*"}`. */
  { type: 'any' } | { type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser'; value: string };

export const stringOperators = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
] as const;

export const baseOperators = [
  ...stringOperators,
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnNotEquals',
  'ArnLike',
  'ArnNotLike',
  'Null',
] as const;
export type BaseOperator = (typeof baseOperators)[number];

/** Operators that are true when the key is absent. */
export const negatedOperators: ReadonlySet<BaseOperator> = new Set([
  'StringNotEquals',
  'StringNotEqualsIgnoreCase',
  'StringNotLike',
  'NumericNotEquals',
  'DateNotEquals',
  'NotIpAddress',
  'ArnNotEquals',
  'ArnNotLike',
]);

/** `ForAnyValue:StringLikeIfExists` taken apart. */
export type Operator = { set?: 'ForAllValues' | 'ForAnyValue'; base: BaseOperator; ifExists: boolean };

/** One key under one operator: `{"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}}` is one test. */
export type ConditionTest = {
  operator: Operator;
  /** As the document spells it. Keys compare without letter case. */
  key: string;
  /** JSON booleans and numbers have become text. */
  values: readonly string[];
};
