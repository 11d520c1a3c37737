import type { IAMClient } from '@aws-sdk/client-iam';
import pLimit, { type LimitFunction } from 'p-limit';
import type { GuardrailFacts, InvocationLogging } from '../../facts/account-facts.ts';
import { lastUsesSource, regionSources, wideSources } from '../../facts/fact-sources.ts';
import type { Known } from '../../facts/known.ts';
import type { OrganisationFacts } from '../../facts/organisation-facts.ts';
import type { RegionState, RegionValues } from '../../facts/region-state.ts';
import type { ServicesLastUsed } from '../../facts/services-last-used.ts';
import type { Deployment, InputFacts, WideState, WideValues } from '../../facts/wide-state.ts';
import type { AccountStateReader, RegionAsked, WideAsked } from '../../ports/account-state-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Read } from '../../ports/read.ts';
import type { StateClients } from './state-clients.ts';
import { guardrailInPath } from './guardrail-in-path.ts';
import { BedrockAccountStateReader } from './bedrock-account-state-reader.ts';
import { readAccessAnalyzers } from './state/access-analyzers.ts';
import { readAgents } from './state/agents.ts';
import { together, type BedrockWorkloads } from './state/bedrock-workloads.ts';
import { readFlows } from './state/flows.ts';
import { liveParts } from './state/live-parts.ts';
import { readLogDestinations } from './state/log-destinations.ts';
import { readOrganisation } from './state/organisation.ts';
import { readOrganisationAccounts } from './state/organisation-accounts.ts';
import { readOrganisationGuardrails } from './state/organisation-guardrails.ts';
import type { PolicyEntry } from './state/policies-of.ts';
import { readInParts } from './state/read-in-parts.ts';
import { readServicesLastUsed } from './state/services-last-used.ts';
import { stateFact } from './state/state-fact.ts';
import { readTrails } from './state/trails.ts';

const callsAtOnce = 4;
const stands = 60_000;

/** An answer as it is filled. */
type Parts<V> = { -readonly [K in keyof V]?: Known<V[K]> };

export type StateReaderParts = {
  clients: StateClients & { iam: IAMClient };
  own: { accountId: string; partition: string };
  clock: Pick<Clock, 'now' | 'sleep'>;
  /** Compares what runs of Ringfence with what was released. Absent: whoever asks is no installation. */
  deployment?: () => Promise<Known<Deployment>>;
  /** When each Region was last heard. Absent: as above. */
  inputs?: () => Promise<Known<readonly InputFacts[]>>;
};

/** Reads the account's own state from the services that hold it. Reads only; every part that is refused is unknown by itself. */
export class AwsAccountStateReader implements AccountStateReader {
  private readonly parts: StateReaderParts;
  private readonly bedrock: BedrockAccountStateReader;
  private readonly limit: LimitFunction;
  private told: { at: number; facts: OrganisationFacts } | undefined;

  constructor(parts: StateReaderParts) {
    this.parts = parts;
    this.bedrock = new BedrockAccountStateReader(parts.clients.bedrock);
    this.limit = pLimit(callsAtOnce);
  }

  invocationLogging(region: string): Promise<Read<InvocationLogging>> {
    return this.bedrock.invocationLogging(region);
  }

  guardrail(region: string, identifier: string, version?: string): Promise<Read<GuardrailFacts>> {
    return this.bedrock.guardrail(region, guardrailInPath(this.parts.own.accountId, region, identifier), version);
  }

  guardrails(region: string): Promise<Read<readonly GuardrailFacts[]>> {
    return this.bedrock.guardrails(region);
  }

  async regionState(region: string, asked: RegionAsked): Promise<RegionState> {
    const { clients, own } = this.parts;
    const { facts, invocationLogging: logging } = asked;
    const state: Parts<RegionValues> = { ...(await this.bedrock.regionState(region, asked)) };
    if (facts.has('logDestinations'))
      state.logDestinations = await readLogDestinations(clients, own, { region, logging });
    if (facts.has('accessAnalyzers'))
      state.accessAnalyzers = await stateFact(regionSources.accessAnalyzers.what, () =>
        readAccessAnalyzers(clients.accessAnalyzer(region)),
      );
    if (facts.has('guardrailReferences'))
      state.guardrailReferences = await stateFact(
        regionSources.guardrailReferences.what,
        async () => (await this.bedrockWorkloads(region)).references,
      );
    return state;
  }

  async wideState({ facts, regions }: WideAsked): Promise<WideState> {
    const { clients, own } = this.parts;
    const state: Parts<WideValues> = {};
    if (facts.has('trails'))
      state.trails = await stateFact(wideSources.trails.what, () => readTrails(clients.cloudTrail, regions));
    const parts = liveParts(clients, { limit: this.limit, own });
    if (facts.has('workloads')) state.workloads = await readInParts(parts.workloads, regions);
    if (facts.has('runners')) state.runners = await readInParts(parts.runners, regions);
    if (facts.has('aiResourcePolicies'))
      state.aiResourcePolicies = byArn(
        await readInParts(parts.aiResourcePolicies, regions, wideSources.aiResourcePolicies.rest),
      );
    if (facts.has('organisationGuardrails'))
      state.organisationGuardrails = await stateFact(wideSources.organisationGuardrails.what, () =>
        readOrganisationGuardrails(clients.organizations()),
      );
    if (facts.has('deployment') && this.parts.deployment !== undefined)
      state.deployment = await this.parts.deployment();
    if (facts.has('inputs') && this.parts.inputs !== undefined) state.inputs = await this.parts.inputs();
    if (facts.has('watchedAccounts'))
      state.watchedAccounts = await stateFact(wideSources.watchedAccounts.what, () =>
        readOrganisationAccounts(clients.organizations(), { accountId: own.accountId, regions }),
      );
    return state;
  }

  /** Organizations answers a few calls a second for a whole organisation: what it told stands for a minute. */
  async organisation(): Promise<OrganisationFacts> {
    const { clients, clock, own } = this.parts;
    const now = Date.parse(clock.now());
    if (this.told !== undefined && now - this.told.at < stands) return this.told.facts;
    const facts = await readOrganisation(clients.organizations(), own.accountId);
    const failed = facts.told === 'failed' || (facts.told === 'member' && facts.policies.told === 'failed');
    this.told = failed ? undefined : { at: now, facts };
    return facts;
  }

  async servicesLastUsed(principal: { arn: string; createdAt?: string }): Promise<Known<ServicesLastUsed>> {
    const { clients, clock } = this.parts;
    return this.limit(() => stateFact(lastUsesSource.what, () => readServicesLastUsed(clients.iam, principal, clock)));
  }

  private async bedrockWorkloads(region: string): Promise<BedrockWorkloads> {
    const client = this.parts.clients.bedrockAgent(region);
    return together([...(await readAgents(client, this.limit)), ...(await readFlows(client, this.limit))]);
  }
}

const byArn = (policies: Known<readonly PolicyEntry[]>): Known<WideValues['aiResourcePolicies']> =>
  policies.state === 'known' ? { ...policies, value: Object.fromEntries(policies.value) } : policies;
