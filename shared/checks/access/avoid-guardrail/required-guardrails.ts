import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { readStatements } from '../../read-statements.ts';

/** The condition key exists on InvokeModel and InvokeModelWithResponseStream only. */
export const guardrailKey = 'bedrock:GuardrailIdentifier';

export type RequiredGuardrails = {
  /** ARN patterns without a version. Empty: a condition demands a guardrail and does not say which. */
  arns: readonly string[];
  /** ARNs that are required in one version: `…:guardrail/abc:4`. */
  versioned: readonly string[];
};

/**
 * Which guardrails the principal is meant to use: the approved ones, otherwise those that its own policies or its boundary
 * test. `undefined`: nobody asked for any, and there is nothing to avoid.
 */
export const requiredGuardrails = (
  principal: PrincipalFacts,
  approved: readonly string[],
): RequiredGuardrails | undefined => {
  if (approved.length > 0) return guardrailsFrom(approved);
  const tests = readStatements(principal, { boundary: true })
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.toLowerCase() === guardrailKey.toLowerCase());
  if (tests.length === 0) return undefined;
  return guardrailsFrom(tests.flatMap(({ operator, values }) => (operator.base === 'Null' ? [] : values)));
};

const guardrailsFrom = (values: readonly string[]): RequiredGuardrails => {
  const arns = values.filter((value) => value.startsWith('arn:') && !value.includes('${'));
  return {
    arns: [...new Set(arns.map(withoutVersion))],
    versioned: [...new Set(arns.filter((arn) => /:\d+$/.test(arn) && arn.split(':').length > 6))],
  };
};

/** `arn:aws:bedrock:us-east-1:111122223333:guardrail/abc:4` and `…/abc:*` are `…/abc`. */
const withoutVersion = (arn: string): string => {
  const parts = arn.split(':');
  return parts.length > 6 ? parts.slice(0, 6).join(':') : arn;
};
