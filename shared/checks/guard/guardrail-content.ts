import { z } from 'zod';
import type { GuardrailFacts } from '../../facts/account-facts.ts';

const filter = z.object({
  type: z.string(),
  inputStrength: z.string().default('NONE'),
  outputStrength: z.string().default('NONE'),
  inputAction: z.string().default('BLOCK'),
  outputAction: z.string().default('BLOCK'),
  inputEnabled: z.boolean().default(true),
  outputEnabled: z.boolean().default(true),
});
const entity = z.object({
  type: z.string(),
  action: z.string().default('BLOCK'),
  inputAction: z.string().optional(),
  outputAction: z.string().optional(),
});
const grounding = z.object({
  type: z.string(),
  threshold: z.number(),
  action: z.string().default('BLOCK'),
  enabled: z.boolean().default(true),
});

/**
 * What of GetGuardrail's answer decides its strength (Amazon Bedrock API Reference, "GetGuardrail"). An action or a switch
 * that is left out is on [unconfirmed].
 */
const content = z.object({
  contentPolicy: z.object({ filters: z.array(filter).default([]) }).optional(),
  sensitiveInformationPolicy: z.object({ piiEntities: z.array(entity).default([]) }).optional(),
  contextualGroundingPolicy: z.object({ filters: z.array(grounding).default([]) }).optional(),
  automatedReasoningPolicy: z.object({ policies: z.array(z.string()).default([]) }).optional(),
});
export type GuardrailContent = z.infer<typeof content>;

/** `undefined`: in a form that this version does not know. */
export const guardrailContent = (facts: GuardrailFacts): GuardrailContent | undefined => {
  const parsed = content.safeParse(facts.content);
  return parsed.success ? parsed.data : undefined;
};
