import type { GuardrailFacts, InvocationLogging } from '../facts/account-facts.ts';
import type { Known } from '../facts/known.ts';
import type { OrganisationFacts } from '../facts/organisation-facts.ts';
import type { RegionState, RegionValues } from '../facts/region-state.ts';
import type { ServicesLastUsed } from '../facts/services-last-used.ts';
import type { WideState, WideValues } from '../facts/wide-state.ts';
import type { Read } from './read.ts';

export type RegionAsked = {
  /** Parts that are read. What is not asked for costs no call, and is left out of the answer. */
  facts: ReadonlySet<keyof RegionValues>;
  /** Those whose versions and policies are read. */
  guardrails: readonly GuardrailFacts[];
  /** Names the destinations of logs. */
  invocationLogging: Known<InvocationLogging>;
};

export type WideAsked = {
  facts: ReadonlySet<keyof WideValues>;
  /** Where trails, agents and functions are looked for. */
  regions: readonly string[];
};

/** Reads the account's own state. A part that is refused is unknown by itself, and names the permission. */
export interface AccountStateReader {
  /** `found: 'no'`: no logging configuration exists in the Region. */
  invocationLogging(region: string): Promise<Read<InvocationLogging>>;
  guardrail(region: string, identifier: string, version?: string): Promise<Read<GuardrailFacts>>;
  /** DRAFT of every guardrail of the Region. */
  guardrails(region: string): Promise<Read<readonly GuardrailFacts[]>>;
  /** What is asked for of the account that belongs to no Region; what cannot be read live is left out. */
  wideState(asked: WideAsked): Promise<WideState>;
  /** What is asked for of the Region; each part known or unknown by itself. */
  regionState(region: string, asked: RegionAsked): Promise<RegionState>;
  /** The organisation and the control policies that reach this account. */
  organisation(): Promise<OrganisationFacts>;
  /** When one role or user last used each service. */
  servicesLastUsed(principal: { arn: string; createdAt?: string }): Promise<Known<ServicesLastUsed>>;
}
