import type { PolicyDocument } from '../../../facts/principal-facts.ts';
import { partitionOf } from '../../subjects.ts';
import type { CheckSettings } from '../../settings.ts';

/** An account that is nobody's: it stands for each account outside the organisation. */
export const outsideAccount = '999999999999';

/** Where models are called when the settings name no Region. */
const usualRegions = ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1', 'ap-northeast-1'] as const;

/**
 * What another organisation can share: custom models and AgentCore runtimes carry a resource policy (AWS: "Amazon Bedrock
 * resource-based policies", "Resource-based policies for Amazon Bedrock AgentCore"). The policy is the other side's and
 * cannot be read, so the widest one is assumed: the question is what this side leaves open.
 * @param named resources of outside accounts that the principal's own policies name.
 */
export const sharedFromOutside = (
  settings: Pick<CheckSettings, 'modelRegions' | 'approvedRegions'>,
  named: readonly string[],
): Readonly<Record<string, PolicyDocument>> => {
  const chosen = [...settings.modelRegions, ...settings.approvedRegions];
  const arns = [...new Set(chosen.length > 0 ? chosen : usualRegions)].flatMap((region) =>
    [
      `bedrock:${region}:${outsideAccount}:custom-model/shared`,
      `bedrock:${region}:${outsideAccount}:custom-model-deployment/shared`,
      `bedrock-agentcore:${region}:${outsideAccount}:runtime/shared`,
    ].map((place) => `arn:${partitionOf(region)}:${place}`),
  );
  return Object.fromEntries([...arns, ...named].map((arn) => [arn, admitsAnybody(arn)]));
};

const admitsAnybody = (arn: string): PolicyDocument => ({
  name: `the policy of ${arn}, assumed`,
  text: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: arn }],
  }),
});
