import { matchesWildcard } from '../policy/wildcard.ts';

/**
 * Actions that Ringfence never denies, at any level. `bedrock:ApplyGuardrail` only evaluates text; every caller needs it
 * where a guardrail is enforced, so a Deny on it stops inference (AWS: "Apply cross-account safeguards with Amazon
 * Bedrock Guardrails enforcements").
 */
export const neverDeny = ['bedrock:ApplyGuardrail'] as const;

/** The action of the list that a pattern would deny, by string match alone: no catalogue is asked. */
export const neverDenyHit = (pattern: string): string | undefined =>
  neverDeny.find((action) => matchesWildcard(pattern.trim().toLowerCase(), action.toLowerCase()));
