import type { GuardrailFacts } from '../../shared/facts/account-facts.ts';
import { aGuardrailAnswer } from './a-guardrail-answer.ts';

/** A guardrail as facts, from members of GetGuardrail's answer: say only what differs. */
export const aGuardrail = (differs: Readonly<Record<string, unknown>> = {}): GuardrailFacts => {
  const content = aGuardrailAnswer(differs);
  return {
    id: String(content['guardrailId']),
    arn: String(content['guardrailArn']),
    region: String(content['guardrailArn']).split(':')[3] ?? '',
    version: String(content['version']),
    name: String(content['name']),
    content,
  };
};
