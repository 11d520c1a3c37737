import {
  DescribeDomainCommand,
  DescribeNotebookInstanceCommand,
  DescribePipelineCommand,
  DescribeUserProfileCommand,
  GetLineageGroupPolicyCommand,
  GetModelPackageGroupPolicyCommand,
  ListDomainsCommand,
  ListLineageGroupsCommand,
  ListModelPackageGroupsCommand,
  ListNotebookInstanceLifecycleConfigsCommand,
  ListNotebookInstancesCommand,
  ListPipelinesCommand,
  ListUserProfilesCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import pLimit from 'p-limit';
import { awsError } from '../../../../test/builders/aws-error.ts';
import { lineageGroupPolicies, modelPackageGroupPolicies } from './sage-maker-policies.ts';
import { notebookRunners, pipelineRunners } from './sage-maker-runners.ts';
import { stateFact } from './state-fact.ts';
import { studioProfiles } from './studio-profiles.ts';

const sageMaker = mockClient(SageMakerClient);
const client = new SageMakerClient({ region: 'eu-west-1' });
const limit = pLimit(2);
const arnOf = (rest: string) => `arn:aws:sagemaker:eu-west-1:111122223333:${rest}`;
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const gone = awsError('ResourceNotFound', 400);
const notebooks = () => notebookRunners(client, limit);
const pipelines = () => pipelineRunners(client, limit);
const profiles = () => studioProfiles(client, limit);
const models = () => modelPackageGroupPolicies(client, limit);
const lineage = () => lineageGroupPolicies(client, limit);

beforeEach(() => {
  sageMaker.reset();
  sageMaker
    .on(ListNotebookInstancesCommand)
    .resolves({ NotebookInstances: [{ NotebookInstanceName: 'lab' } as never] });
  sageMaker.on(DescribeNotebookInstanceCommand, { NotebookInstanceName: 'lab' }).resolves({
    NotebookInstanceArn: arnOf('notebook-instance/lab'),
    RoleArn: role('lab'),
    NotebookInstanceLifecycleConfigName: 'Start',
  });
  sageMaker.on(ListNotebookInstanceLifecycleConfigsCommand).resolves({
    NotebookInstanceLifecycleConfigs: [
      {
        NotebookInstanceLifecycleConfigName: 'Start',
        NotebookInstanceLifecycleConfigArn: arnOf('notebook-instance-lifecycle-config/start'),
      },
    ],
  });
  sageMaker.on(ListPipelinesCommand).resolves({
    PipelineSummaries: [{ PipelineArn: arnOf('pipeline/train'), PipelineName: 'train', RoleArn: role('train') }],
  });
  sageMaker.on(ListDomainsCommand).resolves({ Domains: [{ DomainId: 'd-1' }] });
  sageMaker
    .on(DescribeDomainCommand, { DomainId: 'd-1' })
    .resolves({ DefaultUserSettings: { ExecutionRole: role('everybody') } });
  sageMaker
    .on(ListUserProfilesCommand, { DomainIdEquals: 'd-1' })
    .resolves({ UserProfiles: [{ UserProfileName: 'ann' }, { UserProfileName: 'bob' }] });
  sageMaker.on(DescribeUserProfileCommand, { DomainId: 'd-1', UserProfileName: 'ann' }).resolves({
    UserProfileArn: arnOf('user-profile/d-1/ann'),
    UserSettings: { ExecutionRole: role('ann') },
  });
  sageMaker
    .on(DescribeUserProfileCommand, { DomainId: 'd-1', UserProfileName: 'bob' })
    .resolves({ UserProfileArn: arnOf('user-profile/d-1/bob') });
  sageMaker.on(ListModelPackageGroupsCommand).resolves({
    ModelPackageGroupSummaryList: [
      { ModelPackageGroupArn: arnOf('model-package-group/fraud'), ModelPackageGroupName: 'Fraud' } as never,
    ],
  });
  sageMaker
    .on(GetModelPackageGroupPolicyCommand, { ModelPackageGroupName: 'Fraud' })
    .resolves({ ResourcePolicy: '{"Id":"m"}' });
  sageMaker
    .on(ListLineageGroupsCommand)
    .resolves({ LineageGroupSummaries: [{ LineageGroupArn: arnOf('lineage-group/all'), LineageGroupName: 'all' }] });
  sageMaker.on(GetLineageGroupPolicyCommand, { LineageGroupName: 'all' }).resolves({ ResourcePolicy: '{"Id":"l"}' });
});

describe('reading what runs in SageMaker', () => {
  it('gives notebooks with their roles, and the configuration that runs at their start as the same role', async () => {
    expect(await notebooks()).toEqual([
      { arn: arnOf('notebook-instance/lab'), kind: 'notebook', roleArn: role('lab') },
      { arn: arnOf('notebook-instance-lifecycle-config/start'), kind: 'notebook-lifecycle', roleArn: role('lab') },
    ]);
  });

  it('asks for no configuration where no notebook has one', async () => {
    sageMaker
      .on(DescribeNotebookInstanceCommand)
      .resolves({ NotebookInstanceArn: arnOf('notebook-instance/lab'), RoleArn: role('lab') });
    expect(await notebooks()).toHaveLength(1);
    expect(sageMaker.commandCalls(ListNotebookInstanceLifecycleConfigsCommand)).toHaveLength(0);
  });

  it('gives pipelines with their roles, and describes one whose role the list leaves out', async () => {
    sageMaker.on(ListPipelinesCommand).resolves({
      PipelineSummaries: [
        { PipelineArn: arnOf('pipeline/train'), PipelineName: 'train', RoleArn: role('train') },
        { PipelineArn: arnOf('pipeline/tune'), PipelineName: 'tune' },
      ],
    });
    sageMaker.on(DescribePipelineCommand, { PipelineName: 'tune' }).resolves({ RoleArn: role('tune') });
    expect(await pipelines()).toEqual([
      { arn: arnOf('pipeline/train'), kind: 'pipeline', roleArn: role('train') },
      { arn: arnOf('pipeline/tune'), kind: 'pipeline', roleArn: role('tune') },
    ]);
  });

  it('gives people of Studio with their own role, or with the one of their domain', async () => {
    expect(await profiles()).toEqual([
      { arn: arnOf('user-profile/d-1/ann'), kind: 'studio-profile', roleArn: role('ann') },
      { arn: arnOf('user-profile/d-1/bob'), kind: 'studio-profile', roleArn: role('everybody') },
    ]);
  });

  it('reads every page and leaves out what was deleted meanwhile', async () => {
    sageMaker
      .on(ListNotebookInstancesCommand)
      .resolvesOnce({ NotebookInstances: [{ NotebookInstanceName: 'gone' } as never], NextToken: 'more' })
      .resolves({ NotebookInstances: [{ NotebookInstanceName: 'lab' } as never] });
    sageMaker.on(DescribeNotebookInstanceCommand, { NotebookInstanceName: 'gone' }).rejects(gone);
    expect((await notebooks()).map(({ kind }) => kind)).toEqual(['notebook', 'notebook-lifecycle']);
    sageMaker.on(DescribeDomainCommand).rejects(gone);
    expect(await profiles()).toEqual([]);
  });

  it.each([
    [ListNotebookInstancesCommand, 'ListNotebookInstances', notebooks],
    [DescribeNotebookInstanceCommand, 'DescribeNotebookInstance', notebooks],
    [ListNotebookInstanceLifecycleConfigsCommand, 'ListNotebookInstanceLifecycleConfigs', notebooks],
    [ListPipelinesCommand, 'ListPipelines', pipelines],
    [ListDomainsCommand, 'ListDomains', profiles],
    [DescribeDomainCommand, 'DescribeDomain', profiles],
    [ListUserProfilesCommand, 'ListUserProfiles', profiles],
    [DescribeUserProfileCommand, 'DescribeUserProfile', profiles],
    [ListModelPackageGroupsCommand, 'ListModelPackageGroups', models],
    [GetModelPackageGroupPolicyCommand, 'GetModelPackageGroupPolicy', models],
    [ListLineageGroupsCommand, 'ListLineageGroups', lineage],
    [GetLineageGroupPolicyCommand, 'GetLineageGroupPolicy', lineage],
  ] as const)('names the permission that was refused (%#: %s)', async (command, permission, read) => {
    sageMaker.on(command as typeof ListDomainsCommand).rejects(awsError('AccessDeniedException', 400));
    expect(await stateFact('they', (): Promise<unknown> => read())).toEqual({
      state: 'unknown',
      why: `they were not read: allow sagemaker:${permission}`,
    });
  });
});

describe('reading policies of SageMaker', () => {
  it('gives those of model package groups and lineage groups by ARN', async () => {
    expect(await models()).toEqual([[arnOf('model-package-group/fraud'), '{"Id":"m"}']]);
    expect(await lineage()).toEqual([[arnOf('lineage-group/all'), '{"Id":"l"}']]);
  });

  it('takes the answer that no policy can be found for none', async () => {
    const none = awsError('ValidationException', 400, 'Cannot find resource policy for: fraud');
    sageMaker.on(GetModelPackageGroupPolicyCommand).rejects(none);
    sageMaker.on(GetLineageGroupPolicyCommand).rejects(gone);
    expect(await models()).toEqual([]);
    expect(await lineage()).toEqual([]);
  });

  it('takes another fault of the same name for no answer', async () => {
    sageMaker.on(GetModelPackageGroupPolicyCommand).rejects(awsError('ValidationException', 400, 'Name is too long'));
    expect(await stateFact('they', models)).toMatchObject({ state: 'unknown' });
  });
});
