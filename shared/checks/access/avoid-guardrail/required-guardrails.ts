import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { readStatements } from '../../read-statements.ts';

/** The condition key exists on InvokeModel and InvokeModelWithResponseStream only. */
export const guardrailKey = 'bedrock:GuardrailIdentifier';

/**
 * Patterns of the key's values that mean this guardrail: one with its version means that version, one without means each of
 * them. `ARN*` would fit longer ids too, and that none begins with a whole other one is documented nowhere.
 */
export const anyVersionOf = (arn: string): readonly string[] => (arn.split(':').length > 6 ? [arn] : [arn, `${arn}:*`]);

export type RequiredGuardrails = {
  /** ARN patterns without a version. Empty: a condition demands a guardrail and does not say which. */
  arns: readonly string[];
  /** ARNs that are required in one version: `…:guardrail/abc:4`. */
  versioned: readonly string[];
};

/**
 * Which guardrails the principal's own policies or its boundary test. `undefined`: nobody asked for any, and there is nothing
 * to avoid.
 */
export const guardrailsTested = (principal: PrincipalFacts): RequiredGuardrails | undefined => {
  const tests = readStatements(principal, { boundary: true })
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.toLowerCase() === guardrailKey.toLowerCase());
  if (tests.length === 0) return undefined;
  return guardrailsFrom(tests.flatMap(({ operator, values }) => (operator.base === 'Null' ? [] : values)));
};

/** From ARNs as the owners or a policy write them, with a version or without. */
export const guardrailsFrom = (values: readonly string[]): RequiredGuardrails => {
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
