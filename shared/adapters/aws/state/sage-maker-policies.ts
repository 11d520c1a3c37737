import {
  GetLineageGroupPolicyCommand,
  GetModelPackageGroupPolicyCommand,
  paginateListLineageGroups,
  paginateListModelPackageGroups,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { LimitFunction } from 'p-limit';
import { awsFailure } from '../aws-failure.ts';
import { required } from '../iam-read.ts';
import { policiesOf, type PolicyEntry } from './policies-of.ts';
import { goneFromSageMaker } from './sage-maker-runners.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

/** Policies of model package groups (Amazon SageMaker AI API Reference, "GetModelPackageGroupPolicy"). */
export const modelPackageGroupPolicies = async (
  client: SageMakerClient,
  limit: LimitFunction,
): Promise<readonly PolicyEntry[]> => {
  const names = await allowedBy('sagemaker:ListModelPackageGroups', async () => {
    const all = new Map<string, string>();
    // Without a filter the list gives those of this account alone.
    for await (const page of paginateListModelPackageGroups({ client }, {}))
      for (const group of required(page.ModelPackageGroupSummaryList, 'ModelPackageGroupSummaryList'))
        all.set(
          required(group.ModelPackageGroupArn, 'ModelPackageGroupArn'),
          required(group.ModelPackageGroupName, 'ModelPackageGroupName'),
        );
    return all;
  });
  const read = (ModelPackageGroupName: string): Promise<string | undefined> =>
    unlessNoPolicy(() =>
      allowedBy(
        'sagemaker:GetModelPackageGroupPolicy',
        async () =>
          (await client.send(new GetModelPackageGroupPolicyCommand({ ModelPackageGroupName }))).ResourcePolicy,
      ),
    );
  return policiesOf([...names.keys()], (arn) => read(required(names.get(arn), 'name of a group')), limit);
};

/** The same of lineage groups ("GetLineageGroupPolicy"). */
export const lineageGroupPolicies = async (
  client: SageMakerClient,
  limit: LimitFunction,
): Promise<readonly PolicyEntry[]> => {
  const names = await allowedBy('sagemaker:ListLineageGroups', async () => {
    const all = new Map<string, string>();
    for await (const page of paginateListLineageGroups({ client }, {}))
      for (const group of page.LineageGroupSummaries ?? [])
        all.set(
          required(group.LineageGroupArn, 'LineageGroupArn'),
          required(group.LineageGroupName, 'LineageGroupName'),
        );
    return all;
  });
  const read = (LineageGroupName: string): Promise<string | undefined> =>
    unlessNoPolicy(() =>
      allowedBy(
        'sagemaker:GetLineageGroupPolicy',
        async () => (await client.send(new GetLineageGroupPolicyCommand({ LineageGroupName }))).ResourcePolicy,
      ),
    );
  return policiesOf([...names.keys()], (arn) => read(required(names.get(arn), 'name of a group')), limit);
};

/** That there is no policy, SageMaker says as `ValidationException`, with `Cannot find` in the text alone; so the text is looked at. */
const unlessNoPolicy = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await unlessMissing(goneFromSageMaker, call);
  } catch (error) {
    const { code, detail } = awsFailure(error);
    if (code === 'ValidationException' && /\bcannot find\b/iu.test(detail)) return undefined;
    throw error;
  }
};
