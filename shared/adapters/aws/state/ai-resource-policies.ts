import {
  GetResourcePolicyCommand as GetModelPolicyCommand,
  paginateListCustomModels,
  type BedrockClient,
} from '@aws-sdk/client-bedrock';
import {
  GetResourcePolicyCommand as GetKnowledgeBasePolicyCommand,
  paginateListKnowledgeBases,
  type BedrockAgentClient,
} from '@aws-sdk/client-bedrock-agent';
import type { LimitFunction } from 'p-limit';
import { required } from '../iam-read.ts';
import { policiesOf, type PolicyEntry } from './policies-of.ts';
import { allowedBy } from './state-fact.ts';

/** Policies of the custom models of a Region. */
export const customModelPolicies = async (
  client: BedrockClient,
  limit: LimitFunction,
): Promise<readonly PolicyEntry[]> => {
  const arns = await allowedBy('bedrock:ListCustomModels', async () => {
    const all: string[] = [];
    // Those that others share with the account are judged where they are owned.
    for await (const page of paginateListCustomModels({ client }, { isOwned: true }))
      all.push(...(page.modelSummaries ?? []).map(({ modelArn }) => required(modelArn, 'modelArn')));
    return all;
  });
  const read = (resourceArn: string): Promise<string | undefined> =>
    allowedBy(
      'bedrock:GetResourcePolicy',
      async () => (await client.send(new GetModelPolicyCommand({ resourceArn }))).resourcePolicy,
    );
  return policiesOf(arns, read, limit);
};

/** The same of knowledge bases. The list gives ids alone. */
export const knowledgeBasePolicies = async (
  client: BedrockAgentClient,
  limit: LimitFunction,
  { accountId, partition, region }: { accountId: string; partition: string; region: string },
): Promise<readonly PolicyEntry[]> => {
  const arns = await allowedBy('bedrock:ListKnowledgeBases', async () => {
    const all: string[] = [];
    for await (const page of paginateListKnowledgeBases({ client }, {}))
      for (const { knowledgeBaseId } of required(page.knowledgeBaseSummaries, 'knowledgeBaseSummaries'))
        all.push(
          `arn:${partition}:bedrock:${region}:${accountId}:knowledge-base/${required(knowledgeBaseId, 'knowledgeBaseId')}`,
        );
    return all;
  });
  return policiesOf(
    arns,
    (arn) => allowedBy('bedrock:GetResourcePolicy', () => knowledgeBasePolicy(client, arn)),
    limit,
  );
};

/** The SDK gives JSON as a text object of its own: whether it is a policy is judged by whoever reads it. */
const knowledgeBasePolicy = async (client: BedrockAgentClient, resourceArn: string): Promise<string | undefined> => {
  const answer: { policy: unknown } = await client.send(new GetKnowledgeBasePolicyCommand({ resourceArn }));
  const { policy } = answer;
  if (policy === undefined) return undefined;
  return typeof policy === 'string' || policy instanceof String
    ? policy.toString()
    : required<string>(undefined, 'text of a policy');
};
