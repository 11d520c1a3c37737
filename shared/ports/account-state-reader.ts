import type { GuardrailFacts, InvocationLogging } from '../facts/account-facts.ts';
import type { Read } from './read.ts';

/** Reads Bedrock's account-wide state of one Region. */
export interface AccountStateReader {
  /** `found: 'no'`: no logging configuration exists in the Region. */
  invocationLogging(region: string): Promise<Read<InvocationLogging>>;
  guardrail(region: string, identifier: string, version?: string): Promise<Read<GuardrailFacts>>;
  /** DRAFT of every guardrail of the Region. */
  guardrails(region: string): Promise<Read<readonly GuardrailFacts[]>>;
}
