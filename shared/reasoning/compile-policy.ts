import type { BaseOperator, Listed, Operator, Policy, PrincipalEntry, Statement } from './policy/policy.ts';
import { parseTemplate, variablesOf, type Template } from './policy/template.ts';
import type { PolicySource, StatementRef } from './types.ts';

/** A policy document made ready for matching, once. */
export type CompiledPolicy = {
  source: PolicySource;
  statements: readonly CompiledStatement[];
};

export type CompiledStatement = {
  ref: StatementRef;
  effect: 'Allow' | 'Deny';
  principals?: Listed<PrincipalEntry>;
  /** Lower-case patterns. */
  actions: Listed<string>;
  /** Absent in a trust policy: every resource. */
  resources?: Listed<CompiledPattern>;
  conditions: readonly CompiledCondition[];
};

export type CompiledPattern = {
  text: string;
  template: Template;
  /** Keys of the policy variables in it, lower case. */
  variables: readonly string[];
};

export type CompiledCondition = {
  operator: Operator;
  /** As written; for texts shown to a person. */
  name: string;
  /** Lower case: how keys compare. */
  key: string;
  values: readonly CompiledPattern[];
};

const wildcardOperators: ReadonlySet<BaseOperator> = new Set([
  'StringLike',
  'StringNotLike',
  'ArnEquals',
  'ArnNotEquals',
  'ArnLike',
  'ArnNotLike',
]);

const compilePattern = (text: string, wildcards: boolean, variables: boolean): CompiledPattern => {
  const template = parseTemplate(text, { wildcards, variables });
  return { text, template, variables: variablesOf(template).map((key) => key.toLowerCase()) };
};

const compileStatement = (statement: Statement, source: PolicySource, variables: boolean): CompiledStatement => {
  const { index, sid, effect, principals, actions, resources, conditions } = statement;
  return {
    ref: { source, index, ...(sid === undefined ? {} : { sid }), effect },
    effect,
    ...(principals === undefined ? {} : { principals }),
    actions,
    ...(resources === undefined
      ? {}
      : {
          resources: {
            negated: resources.negated,
            entries: resources.entries.map((text) => compilePattern(text, true, variables)),
          },
        }),
    conditions: conditions.map(({ operator, key, values }) => ({
      operator,
      name: key,
      key: key.toLowerCase(),
      values: values.map((text) => compilePattern(text, wildcardOperators.has(operator.base), variables)),
    })),
  };
};

/** Makes a parsed policy ready for one place. `${…}` is text in documents of version 2008-10-17. */
export const compilePolicy = (policy: Policy, source: PolicySource): CompiledPolicy => ({
  source,
  statements: policy.statements.map((statement) =>
    compileStatement(statement, source, policy.version === '2012-10-17'),
  ),
});
