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
import { readWhole, required } from './iam-read.ts';

/** What Bedrock says of one Region besides its guardrails and its logging. A part that is refused is unknown by itself. */
export const bedrockRegionState = async (
  bedrock: BedrockClient,
  limit: LimitFunction,
  region: string,
  guardrails: readonly GuardrailFacts[],
): Promise<RegionState> => {
  const part = async <T>(what: string, permission: string, none: T, work: () => Promise<T>): Promise<Known<T>> => {
    const read = await readWhole({ what, permission }, () => limit(work));
    if (read.found === 'unreadable') return unknown(read.why);
    return known(read.found === 'yes' ? read.value : none);
  };
  const [enforcedGuardrails, automatedReasoning, dataRetention, guardrailVersions, guardrailPolicies] =
    await Promise.all([
      part('enforced guardrail configurations', 'bedrock:ListEnforcedGuardrailsConfiguration', [], () =>
        enforced(bedrock),
      ),
      part('automated reasoning policies', 'bedrock:ListAutomatedReasoningPolicies', [], () => reasoning(bedrock)),
      part('data retention', 'bedrock:GetAccountDataRetention', [], () => retention(bedrock)),
      part('guardrail versions', 'bedrock:ListGuardrails', {}, () => versions(bedrock, guardrails)),
      part('resource policies of guardrails', 'bedrock:GetResourcePolicy', {}, () =>
        policies(bedrock, region, guardrails),
      ),
    ]);
  return { enforcedGuardrails, automatedReasoning, dataRetention, guardrailVersions, guardrailPolicies };
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
