import {
  ExportAutomatedReasoningPolicyVersionCommand,
  GetAutomatedReasoningPolicyCommand,
  GetModelInvocationLoggingConfigurationCommand,
  GetResourcePolicyCommand,
  paginateListEnforcedGuardrailsConfiguration,
  type AccountEnforcedGuardrailOutputConfiguration,
  type BedrockClient,
} from '@aws-sdk/client-bedrock';
import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import type { SurroundingKey } from '../../facts/guardrail/surroundings.ts';
import type { SurroundingReader } from '../../ports/guardrail-surroundings.ts';
import type { Read } from '../../ports/read.ts';
import { readWhole, required } from './iam-read.ts';

/** Reads what stands around guardrails, each part whole: an event hides it, and a restore needs every field of it. */
export class BedrockSurroundingReader implements SurroundingReader {
  private readonly bedrock: (region: string) => BedrockClient;

  constructor(bedrock: (region: string) => BedrockClient) {
    this.bedrock = bedrock;
  }

  async surrounding(key: SurroundingKey): Promise<Read<JsonObject>> {
    const client = this.bedrock(key.region);
    switch (key.kind) {
      case 'enforced-guardrails':
        return readWhole(
          {
            what: `enforced guardrail configurations of ${key.region}`,
            permission: 'bedrock:ListEnforcedGuardrailsConfiguration',
          },
          () => enforced(client),
        );
      case 'invocation-logging':
        return present(
          await readWhole(
            {
              what: `invocation logging of ${key.region}`,
              permission: 'bedrock:GetModelInvocationLoggingConfiguration',
            },
            async () => (await client.send(new GetModelInvocationLoggingConfigurationCommand({}))).loggingConfig,
          ),
          // No configuration is an answer without the field, not an error (Amazon Bedrock API Reference).
          (loggingConfig) => ({ loggingConfig }),
        );
      case 'guardrail-policy':
        return present(
          await readWhole(
            { what: `the resource policy of ${key.identifier}`, permission: 'bedrock:GetResourcePolicy' },
            async () =>
              (await client.send(new GetResourcePolicyCommand({ resourceArn: key.identifier }))).resourcePolicy,
          ),
          (resourcePolicy) => ({ resourcePolicy }),
        );
      case 'automated-reasoning':
        return this.policy(client, key.identifier);
      case 'organisation-guardrails':
      case 'guardrail-references':
        return {
          found: 'unreadable',
          why: `no call of Bedrock gives ${key.kind}: the sweep reads them`,
          code: 'NotHere',
        };
    }
  }

  private async policy(client: BedrockClient, policyArn: string): Promise<Read<JsonObject>> {
    const read = await readWhole(
      { what: `automated reasoning policy ${policyArn}`, permission: 'bedrock:GetAutomatedReasoningPolicy' },
      () => client.send(new GetAutomatedReasoningPolicyCommand({ policyArn })),
    );
    if (read.found !== 'yes') return read;
    const definition = await readWhole(
      {
        what: `the definition of ${policyArn}`,
        permission: 'bedrock:ExportAutomatedReasoningPolicyVersion',
      },
      () => client.send(new ExportAutomatedReasoningPolicyVersionCommand({ policyArn })),
    );
    // Without the definition its hash still says whether it changed. That DRAFT can be exported is [unconfirmed].
    const policyDefinition = definition.found === 'yes' ? definition.value.policyDefinition : undefined;
    return { found: 'yes', value: asJson({ ...read.value, $metadata: undefined, policyDefinition }) };
  }
}

const enforced = async (client: BedrockClient): Promise<JsonObject> => {
  const guardrailsConfig: AccountEnforcedGuardrailOutputConfiguration[] = [];
  for await (const page of paginateListEnforcedGuardrailsConfiguration({ client }, {}))
    guardrailsConfig.push(...required(page.guardrailsConfig, 'configurations'));
  return asJson({ guardrailsConfig });
};

const present = <T>(read: Read<T | undefined>, as: (value: T) => object): Read<JsonObject> => {
  if (read.found !== 'yes') return read;
  return read.value === undefined ? { found: 'no' } : { found: 'yes', value: asJson(as(read.value)) };
};

/** Dates become text, so that what is remembered equals what is read. */
const asJson = (value: object): JsonObject => {
  const parsed: unknown = JSON.parse(JSON.stringify(value));
  return isJsonObject(parsed) ? parsed : {};
};
