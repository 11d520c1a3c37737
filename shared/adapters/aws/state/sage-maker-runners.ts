import {
  DescribeNotebookInstanceCommand,
  DescribePipelineCommand,
  paginateListNotebookInstanceLifecycleConfigs,
  paginateListNotebookInstances,
  paginateListPipelines,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { LimitFunction } from 'p-limit';
import type { Runner } from '../../../facts/runner.ts';
import { required } from '../iam-read.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

/** How SageMaker says that something is not there. */
export const goneFromSageMaker = ['ResourceNotFound'] as const;

/**
 * Notebook instances with their roles, and the lifecycle configurations that they run at their start: as the same role (Amazon
 * SageMaker AI API Reference, "DescribeNotebookInstance").
 */
export const notebookRunners = async (client: SageMakerClient, limit: LimitFunction): Promise<readonly Runner[]> => {
  const names = await allowedBy('sagemaker:ListNotebookInstances', async () => {
    const all: string[] = [];
    for await (const page of paginateListNotebookInstances({ client }, {}))
      for (const { NotebookInstanceName } of page.NotebookInstances ?? [])
        all.push(required(NotebookInstanceName, 'NotebookInstanceName'));
    return all;
  });
  const notebooks = await Promise.all(
    names.map((NotebookInstanceName) =>
      limit(() =>
        unlessMissing(goneFromSageMaker, () =>
          allowedBy('sagemaker:DescribeNotebookInstance', () =>
            client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName })),
          ),
        ),
      ),
    ),
  );
  const scripts = notebooks.some((notebook) => notebook?.NotebookInstanceLifecycleConfigName !== undefined)
    ? await lifecycleArns(client)
    : new Map<string, string>();
  return notebooks.flatMap((notebook): readonly Runner[] => {
    if (notebook === undefined) return [];
    const roleArn = required(notebook.RoleArn, 'RoleArn of a notebook');
    const script = scripts.get(notebook.NotebookInstanceLifecycleConfigName ?? '');
    return [
      { arn: required(notebook.NotebookInstanceArn, 'NotebookInstanceArn'), kind: 'notebook', roleArn },
      ...(script === undefined ? [] : [{ arn: script, kind: 'notebook-lifecycle' as const, roleArn }]),
    ];
  });
};

/** A notebook names its configuration; a policy names it by ARN. */
const lifecycleArns = (client: SageMakerClient): Promise<ReadonlyMap<string, string>> =>
  allowedBy('sagemaker:ListNotebookInstanceLifecycleConfigs', async () => {
    const all = new Map<string, string>();
    for await (const page of paginateListNotebookInstanceLifecycleConfigs({ client }, {}))
      for (const config of page.NotebookInstanceLifecycleConfigs ?? [])
        all.set(
          required(config.NotebookInstanceLifecycleConfigName, 'NotebookInstanceLifecycleConfigName'),
          required(config.NotebookInstanceLifecycleConfigArn, 'NotebookInstanceLifecycleConfigArn'),
        );
    return all;
  });

/** Pipelines with the roles that run them ("ListPipelines"; one whose role the list leaves out is described). */
export const pipelineRunners = async (client: SageMakerClient, limit: LimitFunction): Promise<readonly Runner[]> => {
  const listed = await allowedBy('sagemaker:ListPipelines', async () => {
    const all: { arn: string; name: string; roleArn: string | undefined }[] = [];
    for await (const page of paginateListPipelines({ client }, {}))
      for (const { PipelineArn, PipelineName, RoleArn } of page.PipelineSummaries ?? [])
        all.push({
          arn: required(PipelineArn, 'PipelineArn'),
          name: required(PipelineName, 'PipelineName'),
          roleArn: RoleArn,
        });
    return all;
  });
  const runners = await Promise.all(
    listed.map(({ arn, name, roleArn }) =>
      limit(async (): Promise<Runner | undefined> => {
        const role = roleArn ?? (await unlessMissing(goneFromSageMaker, () => pipelineRole(client, name)));
        return role === undefined ? undefined : { arn, kind: 'pipeline', roleArn: role };
      }),
    ),
  );
  return runners.filter((runner) => runner !== undefined);
};

const pipelineRole = async (client: SageMakerClient, PipelineName: string): Promise<string | undefined> =>
  (await allowedBy('sagemaker:DescribePipeline', () => client.send(new DescribePipelineCommand({ PipelineName }))))
    .RoleArn;
