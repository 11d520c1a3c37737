import {
  GetAccountDataRetentionCommand,
  GetResourcePolicyCommand,
  paginateListAutomatedReasoningPolicies,
  paginateListEnforcedGuardrailsConfiguration,
  paginateListGuardrails,
  type BedrockClient,
} from '@aws-sdk/client-bedrock';
import type { LimitFunction } from 'p-limit';
import type { GuardrailFacts } from '../../facts/account-facts.ts';
import { known, unknown, type Known } from '../../facts/known.ts';
import type { EnforcedGuardrail, RegionState, RegionValues } from '../../facts/region-state.ts';
import type { RegionAsked } from '../../ports/account-state-reader.ts';
import { readWhole, required } from './iam-read.ts';

/** What Bedrock says of one Region besides its guardrails and its logging. A part that is refused is unknown by itself. */
export const bedrockRegionState = async (
  bedrock: BedrockClient,
  limit: LimitFunction,
  region: string,
  { facts, guardrails }: Pick<RegionAsked, 'facts' | 'guardrails'>,
): Promise<RegionState> => {
  const state: { -readonly [K in keyof RegionValues]?: Known<RegionValues[K]> } = {};
  const part = async <T>(what: string, permission: string, none: T, work: () => Promise<T>): Promise<Known<T>> => {
    const read = await readWhole({ what, permission }, () => limit(work));
    if (read.found === 'unreadable') return unknown(read.why);
    return known(read.found === 'yes' ? read.value : none);
  };
  const reads: Readonly<Partial<Record<keyof RegionValues, () => Promise<void>>>> = {
    enforcedGuardrails: async () => {
      const permission = 'bedrock:ListEnforcedGuardrailsConfiguration';
      state.enforcedGuardrails = await part('enforced guardrail configurations', permission, [], () =>
        enforced(bedrock),
      );
    },
    automatedReasoning: async () => {
      const permission = 'bedrock:ListAutomatedReasoningPolicies';
      state.automatedReasoning = await part('automated reasoning policies', permission, [], () => reasoning(bedrock));
    },
    dataRetention: async () => {
      const permission = 'bedrock:GetAccountDataRetention';
      state.dataRetention = await part('data retention', permission, [], () => retention(bedrock));
    },
    guardrailVersions: async () => {
      state.guardrailVersions = await part('guardrail versions', 'bedrock:ListGuardrails', {}, () =>
        versions(bedrock, guardrails),
      );
    },
    guardrailPolicies: async () => {
      state.guardrailPolicies = await part('resource policies of guardrails', 'bedrock:GetResourcePolicy', {}, () =>
        policies(bedrock, region, guardrails),
      );
    },
  };
  await Promise.all([...facts].map(async (fact) => reads[fact]?.()));
  return state;
};

const enforced = async (client: BedrockClient): Promise<RegionValues['enforcedGuardrails']> => {
  const all: EnforcedGuardrail[] = [];
  for await (const page of paginateListEnforcedGuardrailsConfiguration({ client }, {}))
    for (const { configId, guardrailArn, guardrailVersion, modelEnforcement } of required(
      page.guardrailsConfig,
      'configurations',
    ))
      all.push({
        configId: required(configId, 'configId'),
        guardrailArn: required(guardrailArn, 'guardrailArn'),
        guardrailVersion: required(guardrailVersion, 'guardrailVersion'),
        ...(modelEnforcement === undefined
          ? {}
          : {
              includedModels: required(modelEnforcement.includedModels, 'includedModels'),
              excludedModels: required(modelEnforcement.excludedModels, 'excludedModels'),
            }),
      });
  return all;
};

const reasoning = async (client: BedrockClient): Promise<RegionValues['automatedReasoning']> => {
  const all: { arn: string; name: string; version: string }[] = [];
  for await (const page of paginateListAutomatedReasoningPolicies({ client }, {}))
    for (const { policyArn, name, version } of required(page.automatedReasoningPolicySummaries, 'policies'))
      all.push({
        arn: required(policyArn, 'policyArn'),
        name: required(name, 'name'),
        version: required(version, 'version'),
      });
  return all;
};

const retention = async (client: BedrockClient): Promise<RegionValues['dataRetention']> => {
  const { mode } = await client.send(new GetAccountDataRetentionCommand({}));
  return [{ endpoint: 'bedrock', mode: required(mode, 'mode') }];
};

/** With an identifier the list gives every version of one (Amazon Bedrock API Reference, "ListGuardrails"). */
const versions = async (
  client: BedrockClient,
  guardrails: readonly GuardrailFacts[],
): Promise<RegionValues['guardrailVersions']> => {
  const all: Record<string, readonly string[]> = {};
  for (const { id } of guardrails) {
    const own: string[] = [];
    for await (const page of paginateListGuardrails({ client }, { guardrailIdentifier: id }))
      own.push(...required(page.guardrails, 'guardrails').map(({ version }) => required(version, 'version')));
    all[id] = own.filter((version) => version !== 'DRAFT');
  }
  return all;
};

const policies = async (
  client: BedrockClient,
  region: string,
  guardrails: readonly GuardrailFacts[],
): Promise<RegionValues['guardrailPolicies']> => {
  const all: Record<string, string> = {};
  for (const { arn } of guardrails) {
    const read = await readWhole(
      { what: `the resource policy of ${arn} in ${region}`, permission: 'bedrock:GetResourcePolicy' },
      async () => (await client.send(new GetResourcePolicyCommand({ resourceArn: arn }))).resourcePolicy,
    );
    if (read.found === 'unreadable') throw new PolicyUnreadable(read.why);
    if (read.found === 'yes' && read.value !== undefined) all[arn] = read.value;
  }
  return all;
};

/** One of the policies could not be read: a list without it would read as if there were none. */
class PolicyUnreadable extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'PolicyUnreadable';
  }
}
