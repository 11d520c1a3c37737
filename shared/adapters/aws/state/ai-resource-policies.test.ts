import { BedrockClient, GetResourcePolicyCommand, ListCustomModelsCommand } from '@aws-sdk/client-bedrock';
import {
  BedrockAgentClient,
  GetResourcePolicyCommand as GetKnowledgeBasePolicyCommand,
  ListKnowledgeBasesCommand,
} from '@aws-sdk/client-bedrock-agent';
import { mockClient } from 'aws-sdk-client-mock';
import pLimit from 'p-limit';
import { awsError } from '../../../../test/builders/aws-error.ts';
import { customModelPolicies, knowledgeBasePolicies } from './ai-resource-policies.ts';
import { stateFact } from './state-fact.ts';

const bedrock = mockClient(BedrockClient);
const agents = mockClient(BedrockAgentClient);
const region = 'eu-west-1';
const model = `arn:aws:bedrock:${region}:111122223333:custom-model/m/1`;
const base = `arn:aws:bedrock:${region}:111122223333:knowledge-base/KB1`;
const limit = pLimit(2);
const own = { accountId: '111122223333', partition: 'aws', region };
const read = () =>
  stateFact('policies', async () =>
    Object.fromEntries([
      ...(await customModelPolicies(new BedrockClient({ region }), limit)),
      ...(await knowledgeBasePolicies(new BedrockAgentClient({ region }), limit, own)),
    ]),
  );

beforeEach(() => {
  bedrock.reset();
  agents.reset();
  bedrock.on(ListCustomModelsCommand, { isOwned: true }).resolves({ modelSummaries: [{ modelArn: model } as never] });
  agents.on(ListKnowledgeBasesCommand).resolves({ knowledgeBaseSummaries: [{ knowledgeBaseId: 'KB1' } as never] });
  bedrock.on(GetResourcePolicyCommand, { resourceArn: model }).resolves({ resourcePolicy: '{"Id":"m"}' });
  agents
    .on(GetKnowledgeBasePolicyCommand, { resourceArn: base })
    .resolves({ policy: '{"Id":"k"}', resourceArn: base, revisionId: '1' });
});

describe('reading resource policies of AI resources', () => {
  it('gives the policies of custom models and knowledge bases by ARN', async () => {
    expect(await read()).toEqual({ state: 'known', value: { [model]: '{"Id":"m"}', [base]: '{"Id":"k"}' } });
  });

  it('does not list one without a policy', async () => {
    agents.on(GetKnowledgeBasePolicyCommand).rejects(awsError('ResourceNotFoundException', 404));
    expect(await read()).toEqual({ state: 'known', value: { [model]: '{"Id":"m"}' } });
  });

  it('never takes a refused policy for none', async () => {
    agents.on(GetKnowledgeBasePolicyCommand).rejects(awsError('AccessDeniedException', 403));
    expect(await read()).toEqual({ state: 'unknown', why: 'policies were not read: allow bedrock:GetResourcePolicy' });
  });
});
