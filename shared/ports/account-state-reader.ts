import type { GuardrailFacts, InvocationLogging } from '../facts/account-facts.ts';
import type { RegionState } from '../facts/region-state.ts';
import type { WideState } from '../facts/wide-state.ts';
import type { Read } from './read.ts';

/** Reads Bedrock's account-wide state of one Region. */
export interface AccountStateReader {
  /** `found: 'no'`: no logging configuration exists in the Region. */
  invocationLogging(region: string): Promise<Read<InvocationLogging>>;
  guardrail(region: string, identifier: string, version?: string): Promise<Read<GuardrailFacts>>;
  /** DRAFT of every guardrail of the Region. */
  guardrails(region: string): Promise<Read<readonly GuardrailFacts[]>>;
  /** What can be read of the account that belongs to no Region; what is left out was not read. */
  wideState(): Promise<WideState>;
  /** What else can be read of the Region; each part known or unknown by itself. `guardrails`: those whose parts are read. */
  regionState(region: string, guardrails: readonly GuardrailFacts[]): Promise<RegionState>;
}
