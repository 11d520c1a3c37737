import {
  BedrockClient,
  GetAccountDataRetentionCommand,
  GetGuardrailCommand,
  GetModelInvocationLoggingConfigurationCommand,
  GetResourcePolicyCommand,
  ListAutomatedReasoningPoliciesCommand,
  ListEnforcedGuardrailsConfigurationCommand,
  ListGuardrailsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-bedrock';
import { mockClient } from 'aws-sdk-client-mock';
import { BedrockAccountStateReader } from './bedrock-account-state-reader.ts';

const bedrock = mockClient(BedrockClient);
const reader = new BedrockAccountStateReader((region) => new BedrockClient({ region }));
const failing = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error('text'), { name, $metadata: { httpStatusCode } });
const guardrail = (guardrailId: string) =>
  ({
    guardrailId,
    guardrailArn: `arn:aws:bedrock:eu-west-1:111122223333:guardrail/${guardrailId}`,
    version: 'DRAFT',
    name: guardrailId,
    status: 'READY',
    createdAt: new Date('2026-01-01T00:00:00.000Z'),
    updatedAt: new Date('2026-01-01T00:00:00.000Z'),
    blockedInputMessaging: 'no',
    blockedOutputsMessaging: 'no',
  }) as const;

beforeEach(() => {
  bedrock.reset();
});

describe('reading the state of Bedrock', () => {
  it('takes an answer without a configuration for logging that is not configured', async () => {
    bedrock.on(GetModelInvocationLoggingConfigurationCommand).resolves({});
    expect(await reader.invocationLogging('eu-west-1')).toEqual({ found: 'no' });
  });

  it('reads what is delivered and where to', async () => {
    bedrock.on(GetModelInvocationLoggingConfigurationCommand).resolves({
      loggingConfig: { textDataDeliveryEnabled: true, cloudWatchConfig: { logGroupName: 'prompts', roleArn: 'r' } },
    });
    expect(await reader.invocationLogging('eu-west-1')).toEqual({
      found: 'yes',
      value: { text: true, image: false, embedding: false, video: false, audio: false, logGroup: 'prompts' },
    });
  });

  it('never takes a refusal for logging that is off, and names the permission', async () => {
    bedrock.on(GetModelInvocationLoggingConfigurationCommand).rejects(failing('AccessDeniedException', 403));
    expect(await reader.invocationLogging('eu-west-1')).toMatchObject({
      found: 'unreadable',
      why: expect.stringContaining('bedrock:GetModelInvocationLoggingConfiguration') as string,
    });
  });

  it('keeps of a guardrail what belongs to it, so that what is remembered equals what is read again', async () => {
    bedrock.on(GetGuardrailCommand).resolves({ ...guardrail('gr1'), $metadata: { requestId: 'one' } });
    const first = await reader.guardrail('eu-west-1', 'gr1');
    bedrock.on(GetGuardrailCommand).resolves({ ...guardrail('gr1'), $metadata: { requestId: 'two' } });
    expect(await reader.guardrail('eu-west-1', 'gr1')).toEqual(first);
    expect(first).toMatchObject({ value: { content: { createdAt: '2026-01-01T00:00:00.000Z' } } });
  });

  it('keeps the tags of the draft beside it, in one order, and asks nobody about those of a version', async () => {
    bedrock.on(GetGuardrailCommand).resolves(guardrail('gr1'));
    bedrock.on(GetGuardrailCommand, { guardrailVersion: '1' }).resolves({ ...guardrail('gr1'), version: '1' });
    bedrock.on(ListTagsForResourceCommand, { resourceARN: guardrail('gr1').guardrailArn }).resolves({
      tags: [
        { key: 'team', value: 'blue' },
        { key: 'stage', value: 'live' },
      ],
    });
    expect(await reader.guardrail('eu-west-1', 'gr1')).toMatchObject({
      value: {
        content: {
          tags: [
            { key: 'stage', value: 'live' },
            { key: 'team', value: 'blue' },
          ],
        },
      },
    });
    expect(await reader.guardrail('eu-west-1', 'gr1', '1')).not.toHaveProperty('value.content.tags');
    expect(bedrock.commandCalls(ListTagsForResourceCommand)).toHaveLength(1);
  });

  it.each([
    ['refused', failing('AccessDeniedException', 403)],
    ['throttled', failing('ThrottlingException', 429)],
  ])('reads a guardrail whose tags are %s, and says nothing of them', async (_, error) => {
    bedrock.on(GetGuardrailCommand).resolves(guardrail('gr1'));
    bedrock.on(ListTagsForResourceCommand).rejects(error);
    const read = await reader.guardrail('eu-west-1', 'gr1');
    expect(read).toMatchObject({ found: 'yes', value: { id: 'gr1' } });
    expect(read).not.toHaveProperty('value.content.tags');
    bedrock.on(ListTagsForResourceCommand).resolves({});
    expect(await reader.guardrail('eu-west-1', 'gr1')).toMatchObject({ value: { content: { tags: [] } } });
  });

  it('reads every page of guardrails and leaves out one that was deleted meanwhile', async () => {
    bedrock
      .on(ListGuardrailsCommand)
      .resolvesOnce({ guardrails: [{ id: 'gr1' } as never, { id: 'gone' } as never], nextToken: 'next' })
      .resolvesOnce({ guardrails: [{ id: 'gr2' } as never] });
    bedrock.on(GetGuardrailCommand, { guardrailIdentifier: 'gr1' }).resolves(guardrail('gr1'));
    bedrock.on(GetGuardrailCommand, { guardrailIdentifier: 'gr2' }).resolves(guardrail('gr2'));
    bedrock.on(GetGuardrailCommand, { guardrailIdentifier: 'gone' }).rejects(failing('ResourceNotFoundException', 404));
    expect(await reader.guardrails('eu-west-1')).toMatchObject({ found: 'yes', value: [{ id: 'gr1' }, { id: 'gr2' }] });
  });

  it('gives no list that lacks a guardrail which is there and could not be read', async () => {
    bedrock.on(ListGuardrailsCommand).resolves({ guardrails: [{ id: 'gr1' } as never] });
    bedrock.on(GetGuardrailCommand).rejects(failing('AccessDeniedException', 403));
    expect(await reader.guardrails('eu-west-1')).toMatchObject({
      found: 'unreadable',
      why: expect.stringContaining('bedrock:GetGuardrail') as string,
    });
  });
});

describe('reading what else belongs to a Region', () => {
  const arn = 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/gr1';
  const guardrails = [{ id: 'gr1', arn, region: 'eu-west-1', version: 'DRAFT', name: 'gr1', content: {} }];
  const parts = [
    'enforcedGuardrails',
    'automatedReasoning',
    'dataRetention',
    'guardrailVersions',
    'guardrailPolicies',
  ] as const;

  it('reads enforcement, formal checks, retention, versions and policies, each page and each guardrail', async () => {
    bedrock
      .on(ListEnforcedGuardrailsConfigurationCommand)
      .resolves({ guardrailsConfig: [{ configId: 'c', guardrailArn: arn, guardrailVersion: '1' }] });
    bedrock.on(ListAutomatedReasoningPoliciesCommand).resolves({ automatedReasoningPolicySummaries: [] });
    bedrock.on(GetAccountDataRetentionCommand).resolves({ mode: 'none' });
    bedrock
      .on(ListGuardrailsCommand)
      .resolves({ guardrails: [{ version: 'DRAFT' } as never, { version: '1' } as never] });
    bedrock.on(GetResourcePolicyCommand).resolves({ resourcePolicy: '{}' });
    expect(await reader.regionState('eu-west-1', { facts: new Set(parts), guardrails })).toEqual({
      enforcedGuardrails: {
        state: 'known',
        value: [{ configId: 'c', guardrailArn: arn, guardrailVersion: '1' }],
      },
      automatedReasoning: { state: 'known', value: [] },
      dataRetention: { state: 'known', value: [{ endpoint: 'bedrock', mode: 'none' }] },
      guardrailVersions: { state: 'known', value: { gr1: ['1'] } },
      guardrailPolicies: { state: 'known', value: { [arn]: '{}' } },
    });
  });

  it('calls nobody for a part that is not asked for', async () => {
    bedrock.on(GetAccountDataRetentionCommand).resolves({ mode: 'none' });
    const state = await reader.regionState('eu-west-1', { facts: new Set(['dataRetention']), guardrails });
    expect(Object.keys(state)).toEqual(['dataRetention']);
    expect(bedrock.calls()).toHaveLength(1);
  });

  it('takes a guardrail without a policy for one, and a refused part for unknown by itself', async () => {
    bedrock.on(GetResourcePolicyCommand).rejects(failing('ResourceNotFoundException', 404));
    bedrock.on(ListGuardrailsCommand).resolves({ guardrails: [] });
    bedrock.on(GetAccountDataRetentionCommand).rejects(failing('AccessDeniedException', 403));
    const state = await reader.regionState('eu-west-1', { facts: new Set(parts), guardrails });
    expect(state.guardrailPolicies).toEqual({ state: 'known', value: {} });
    expect(state.dataRetention).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('bedrock:GetAccountDataRetention') as string,
    });
  });
});
