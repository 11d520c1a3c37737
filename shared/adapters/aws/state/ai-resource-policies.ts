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
import { allowedBy, unlessMissing } from './state-fact.ts';

type Policies = Readonly<Record<string, string>>;

/** Policies of the custom models and the knowledge bases of a Region, by ARN. One without a policy is not listed. */
export const readAiResourcePolicies = async (
  clients: { bedrock: BedrockClient; agents: BedrockAgentClient; limit: LimitFunction },
  own: { accountId: string; partition: string; region: string },
): Promise<Policies> => {
  const models = await customModels(clients.bedrock);
  const bases = await knowledgeBases(clients.agents, own);
  const policies = await Promise.all([
    ...models.map((arn) => clients.limit(() => policyOf(arn, () => modelPolicy(clients.bedrock, arn)))),
    ...bases.map((arn) => clients.limit(() => policyOf(arn, () => knowledgeBasePolicy(clients.agents, arn)))),
  ]);
  return Object.fromEntries(policies.filter((policy) => policy !== undefined));
};

const policyOf = async (
  arn: string,
  read: () => Promise<string | undefined>,
): Promise<readonly [string, string] | undefined> => {
  const text = await unlessMissing([], () => allowedBy('bedrock:GetResourcePolicy', read));
  return text === undefined ? undefined : [arn, text];
};

const modelPolicy = async (client: BedrockClient, resourceArn: string): Promise<string | undefined> =>
  (await client.send(new GetModelPolicyCommand({ resourceArn }))).resourcePolicy;

/** The SDK gives JSON as a text object of its own: whether it is a policy is judged by whoever reads it. */
const knowledgeBasePolicy = async (client: BedrockAgentClient, resourceArn: string): Promise<string | undefined> => {
  const answer: { policy: unknown } = await client.send(new GetKnowledgeBasePolicyCommand({ resourceArn }));
  const { policy } = answer;
  if (policy === undefined) return undefined;
  return typeof policy === 'string' || policy instanceof String
    ? policy.toString()
    : required<string>(undefined, 'text of a policy');
};

const customModels = (client: BedrockClient): Promise<readonly string[]> =>
  allowedBy('bedrock:ListCustomModels', async () => {
    const all: string[] = [];
    // Those that others share with the account are judged where they are owned.
    for await (const page of paginateListCustomModels({ client }, { isOwned: true }))
      all.push(...(page.modelSummaries ?? []).map(({ modelArn }) => required(modelArn, 'modelArn')));
    return all;
  });

/** The list gives ids alone. */
const knowledgeBases = (
  client: BedrockAgentClient,
  { accountId, partition, region }: { accountId: string; partition: string; region: string },
): Promise<readonly string[]> =>
  allowedBy('bedrock:ListKnowledgeBases', async () => {
    const all: string[] = [];
    for await (const page of paginateListKnowledgeBases({ client }, {}))
      for (const { knowledgeBaseId } of required(page.knowledgeBaseSummaries, 'knowledgeBaseSummaries'))
        all.push(
          `arn:${partition}:bedrock:${region}:${accountId}:knowledge-base/${required(knowledgeBaseId, 'knowledgeBaseId')}`,
        );
    return all;
  });
