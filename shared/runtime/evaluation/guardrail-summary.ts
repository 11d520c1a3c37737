import { z } from 'zod';
import type { GuardrailFacts } from '../../facts/account-facts.ts';

const named = z.object({ name: z.string().optional(), type: z.string().optional(), action: z.string().optional() });
const content = z.object({
  contentPolicy: z
    .object({
      filters: z
        .array(z.object({ type: z.string(), inputStrength: z.string(), outputStrength: z.string() }))
        .default([]),
    })
    .optional(),
  topicPolicy: z.object({ topics: z.array(named).default([]) }).optional(),
  wordPolicy: z
    .object({ words: z.array(z.unknown()).default([]), managedWordLists: z.array(named).default([]) })
    .optional(),
  sensitiveInformationPolicy: z
    .object({ piiEntities: z.array(named).default([]), regexes: z.array(named).default([]) })
    .optional(),
  contextualGroundingPolicy: z
    .object({ filters: z.array(z.object({ type: z.string(), threshold: z.number() })).default([]) })
    .optional(),
  automatedReasoningPolicy: z.object({ policies: z.array(z.string()).default([]) }).optional(),
});

/**
 * What a guardrail protects against, one sentence each (Amazon Bedrock API Reference, "GetGuardrail"). Words and patterns are
 * counted and never quoted: they can be secret.
 */
export const guardrailSummary = (facts: GuardrailFacts): readonly string[] => {
  const parsed = content.safeParse(facts.content);
  if (!parsed.success) return ['its content is in a form that this version does not know'];
  const { contentPolicy, topicPolicy, wordPolicy, sensitiveInformationPolicy } = parsed.data;
  const { contextualGroundingPolicy, automatedReasoningPolicy } = parsed.data;
  const words = wordPolicy?.words.length ?? 0;
  const patterns = sensitiveInformationPolicy?.regexes.length ?? 0;
  const reasoning = automatedReasoningPolicy?.policies.length ?? 0;
  return [
    ...(contentPolicy?.filters ?? []).map(
      ({ type, inputStrength, outputStrength }) => `${type}: prompts ${inputStrength}, answers ${outputStrength}`,
    ),
    ...(topicPolicy?.topics ?? []).map(({ name }) => `denied topic ${name ?? 'without a name'}`),
    ...(words === 0 ? [] : [`${words} ${words === 1 ? 'word' : 'words'}`]),
    ...(wordPolicy?.managedWordLists ?? []).map(({ type }) => `word list ${type ?? 'without a type'}`),
    ...(sensitiveInformationPolicy?.piiEntities ?? []).map(
      ({ type, action }) => `${type ?? 'personal data'}: ${action ?? 'no action named'}`,
    ),
    ...(patterns === 0 ? [] : [`${patterns} ${patterns === 1 ? 'pattern' : 'patterns'} of sensitive data`]),
    ...(contextualGroundingPolicy?.filters ?? []).map(({ type, threshold }) => `${type} at ${threshold}`),
    ...(reasoning === 0 ? [] : [`${reasoning} automated reasoning ${reasoning === 1 ? 'policy' : 'policies'}`]),
  ];
};
