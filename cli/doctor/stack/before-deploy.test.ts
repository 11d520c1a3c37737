import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeDeploy } from './before-deploy.ts';

const sts = mockClient(STSClient);
const ssm = mockClient(SSMClient);
const trails = mockClient(CloudTrailClient);
const TrailARN = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/all';
const codes = async (): Promise<string[]> => (await beforeDeploy()).map(({ about, code }) => `${about} ${code}`);

describe('ringfence doctor --before-deploy', () => {
  beforeEach(() => {
    for (const each of [sts, ssm, trails]) each.reset();
    sts.on(GetCallerIdentityCommand).resolves({ Arn: 'arn:aws:iam::111122223333:user/alice', Account: '111122223333' });
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '21' } });
    trails
      .on(DescribeTrailsCommand)
      .resolves({ trailList: [{ TrailARN, HomeRegion: 'us-east-1', IsMultiRegionTrail: true }] });
    trails.on(GetTrailStatusCommand).resolves({ IsLogging: true });
    trails.on(GetEventSelectorsCommand).resolves({ EventSelectors: [{ ReadWriteType: 'All' }] });
  });

  it('finds nothing wrong with an account that is ready', async () => {
    expect(await codes()).toEqual(['credentials ok', 'bootstrap ok', 'trail ok']);
  });

  it('names a bootstrap that is missing or too old, with the command that makes it', async () => {
    ssm.on(GetParameterCommand).rejects(new ParameterNotFound({ message: 'no', $metadata: {} }));
    expect(await codes()).toContain('bootstrap no-bootstrap');
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '3' } });
    const [, bootstrap] = await beforeDeploy();
    expect(bootstrap).toMatchObject({ code: 'no-bootstrap', fix: 'npx cdk bootstrap aws://111122223333/us-east-1' });
  });

  it('names an account without CloudTrail: no event would ever come', async () => {
    trails.on(DescribeTrailsCommand).resolves({ trailList: [] });
    expect(await codes()).toContain('trail no-trail');
  });

  it('names a permission that is missing, and judges the rest', async () => {
    trails
      .on(DescribeTrailsCommand)
      .rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }));
    const items = await beforeDeploy();
    expect(items.find(({ code }) => code === 'unread')?.what).toContain('cloudtrail:DescribeTrails');
    expect(items.map(({ about }) => about)).toContain('bootstrap');
  });

  it('needs credentials', async () => {
    sts.on(GetCallerIdentityCommand).rejects(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    await expect(beforeDeploy()).rejects.toThrow('whose credentials');
  });
});
