import {
  BedrockClient,
  ExportAutomatedReasoningPolicyVersionCommand,
  GetAutomatedReasoningPolicyCommand,
  GetModelInvocationLoggingConfigurationCommand,
  GetResourcePolicyCommand,
  ListEnforcedGuardrailsConfigurationCommand,
} from '@aws-sdk/client-bedrock';
import { mockClient } from 'aws-sdk-client-mock';
import type { SurroundingKind } from '../../facts/guardrail/surroundings.ts';
import { BedrockSurroundingReader } from './bedrock-surrounding-reader.ts';

const region = 'us-east-1';
const sdk = mockClient(BedrockClient);
const reader = new BedrockSurroundingReader(() => new BedrockClient({ region }));
const read = (kind: SurroundingKind, identifier = region) => reader.surrounding({ kind, region, identifier });
const named = (name: string) => Object.assign(new Error(name), { name });
const policyArn = `arn:aws:bedrock:${region}:111122223333:automated-reasoning-policy/p`;

describe('what stands around guardrails, as Bedrock says', () => {
  beforeEach(() => sdk.reset());

  it('is every page of the enforced configurations, with dates as text', async () => {
    sdk
      .on(ListEnforcedGuardrailsConfigurationCommand)
      .resolvesOnce({
        guardrailsConfig: [{ configId: 'a', updatedAt: new Date('2026-11-21T00:00:00Z') }],
        nextToken: 't',
      })
      .resolvesOnce({ guardrailsConfig: [{ configId: 'b' }] });
    expect(await read('enforced-guardrails')).toEqual({
      found: 'yes',
      value: { guardrailsConfig: [{ configId: 'a', updatedAt: '2026-11-21T00:00:00.000Z' }, { configId: 'b' }] },
    });
  });

  it('is the whole logging configuration, with the role that a restore needs', async () => {
    const loggingConfig = {
      cloudWatchConfig: { logGroupName: 'prompts', roleArn: 'arn:aws:iam::111122223333:role/logs' },
      textDataDeliveryEnabled: true,
    };
    sdk.on(GetModelInvocationLoggingConfigurationCommand).resolvesOnce({ loggingConfig }).resolvesOnce({});
    expect(await read('invocation-logging')).toEqual({ found: 'yes', value: { loggingConfig } });
    expect(await read('invocation-logging')).toEqual({ found: 'no' });
  });

  it('is the text of a resource policy, and none where there is none', async () => {
    sdk
      .on(GetResourcePolicyCommand)
      .resolvesOnce({ resourcePolicy: '{}' })
      .rejectsOnce(named('ResourceNotFoundException'));
    expect(await read('guardrail-policy', 'arn')).toEqual({ found: 'yes', value: { resourcePolicy: '{}' } });
    expect(await read('guardrail-policy', 'arn')).toEqual({ found: 'no' });
  });

  it('is a policy of formal checks with its definition, or without it where it may not be exported', async () => {
    sdk.on(GetAutomatedReasoningPolicyCommand).resolves({ policyArn, definitionHash: 'h' });
    sdk
      .on(ExportAutomatedReasoningPolicyVersionCommand)
      .resolvesOnce({ policyDefinition: { rules: [{ id: '1', expression: 'x' }] } })
      .rejectsOnce(named('AccessDeniedException'));
    expect(await read('automated-reasoning', policyArn)).toEqual({
      found: 'yes',
      value: { policyArn, definitionHash: 'h', policyDefinition: { rules: [{ id: '1', expression: 'x' }] } },
    });
    expect(await read('automated-reasoning', policyArn)).toEqual({
      found: 'yes',
      value: { policyArn, definitionHash: 'h' },
    });
  });

  it.each<[SurroundingKind, string]>([
    ['enforced-guardrails', 'bedrock:ListEnforcedGuardrailsConfiguration'],
    ['invocation-logging', 'bedrock:GetModelInvocationLoggingConfiguration'],
    ['guardrail-policy', 'bedrock:GetResourcePolicy'],
    ['automated-reasoning', 'bedrock:GetAutomatedReasoningPolicy'],
  ])('names the permission where %s is refused', async (kind, permission) => {
    sdk.onAnyCommand().rejects(named('AccessDeniedException'));
    expect(await read(kind)).toMatchObject({
      found: 'unreadable',
      why: expect.stringContaining(`allow ${permission}`) as string,
    });
  });

  it('never says that there is none of what Bedrock cannot give', async () => {
    expect(await read('guardrail-references')).toMatchObject({ found: 'unreadable' });
    expect(await read('organisation-guardrails')).toMatchObject({ found: 'unreadable' });
  });
});
