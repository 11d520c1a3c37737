import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
const codes = async (): Promise<string[]> =>
  (await beforeDeploy(directory)).map(({ about, code }) => `${about} ${code}`);

let directory = '';
const configured = (text: string): void => {
  writeFileSync(path.join(directory, 'ringfence.config.json'), text);
};

describe('ringfence doctor --before-deploy', () => {
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'ringfence-before-'));
    for (const each of [sts, ssm, trails]) each.reset();
    sts.on(GetCallerIdentityCommand).resolves({ Arn: 'arn:aws:iam::111122223333:user/alice', Account: '111122223333' });
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '21' } });
    trails
      .on(DescribeTrailsCommand)
      .resolves({ trailList: [{ TrailARN, HomeRegion: 'us-east-1', IsMultiRegionTrail: true }] });
    trails.on(GetTrailStatusCommand).resolves({ IsLogging: true });
    trails.on(GetEventSelectorsCommand).resolves({ EventSelectors: [{ ReadWriteType: 'All' }] });
  });

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('names every further Region that has no bootstrap or no trail, by what the configuration watches', async () => {
    configured('{"watchedRegions":["us-east-1","eu-west-1","eu-central-1"]}');
    const notThere = new ParameterNotFound({ message: 'no', $metadata: {} });
    ssm.on(GetParameterCommand).callsFake(async (_, getClient: () => SSMClient) => {
      if ((await getClient().config.region()) === 'eu-west-1') throw notThere;
      return { Parameter: { Value: '21' } };
    });
    trails.on(DescribeTrailsCommand).resolves({ trailList: [{ TrailARN, HomeRegion: 'us-east-1' }] });
    expect(await beforeDeploy(directory)).toMatchObject([
      { code: 'ok', what: expect.stringContaining('us-east-1, eu-west-1, eu-central-1') },
      { code: 'ok', what: expect.stringContaining('us-east-1') },
      { code: 'no-bootstrap', fix: 'npx cdk bootstrap aws://111122223333/eu-west-1' },
      { code: 'ok', what: expect.stringContaining('eu-central-1') },
      { code: 'ok', what: expect.stringContaining('events of us-east-1') },
      {
        code: 'no-trail',
        what: expect.stringContaining('eu-west-1, eu-central-1'),
        fix: expect.stringContaining(TrailARN),
      },
    ]);
  });

  it('names credentials of another account than the configured one', async () => {
    configured('{"account":"444455556666"}');
    expect(await codes()).toContain('credentials other-account');
  });

  it('asks for no bootstrap where the configuration deploys without it', async () => {
    configured('{"synthesizer":"cli"}');
    expect(await codes()).toEqual(['credentials ok', 'trail ok']);
  });

  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['a list', '[]', 'must hold one JSON object'],
    ['a word for a list', '{\n"watchedRegions":"eu-west-1"}', 'json:2:1 watchedRegions'],
    ['a key that is nearly one', '{"watchedRegion":["eu-west-1"]}', 'did you mean "watchedRegions"?'],
    ['a key twice', '{"account":"111122223333","account":"444455556666"}', 'stands twice'],
    ['a part of containment without it', '{"containKeys":true}', 'is a part of containment'],
    ['a Region that is none', '{"watchedRegions":["eu-wst-1"]}', 'a Region is written like us-east-1'],
  ])('refuses what synth refuses, with its line: %s', async (_, text, words) => {
    configured(text);
    await expect(beforeDeploy(directory)).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringContaining(words) as string,
      next: expect.stringContaining('docs/deploy.md') as string,
    });
  });

  it('takes notes for editors, and a mark at the beginning of the file, as synth does', async () => {
    configured('\uFEFF{"$schema":"x","$comment":"ours","watchedRegions":["us-east-1"]}');
    expect(await codes()).toEqual(['credentials ok', 'bootstrap ok', 'trail ok']);
  });

  it('names credentials of another account than the principals that the configuration protects', async () => {
    configured('{"protectedPrincipals":["arn:aws:iam::444455556666:role/break-glass"]}');
    const [credentials] = await beforeDeploy(directory);
    expect(credentials).toMatchObject({ code: 'other-account', at: 'ringfence.config.json protectedPrincipals.0' });
  });

  it('finds nothing wrong with an account that is ready', async () => {
    expect(await codes()).toEqual(['credentials ok', 'bootstrap ok', 'trail ok']);
  });

  it('names a bootstrap that is missing or too old, with the command that makes it', async () => {
    ssm.on(GetParameterCommand).rejects(new ParameterNotFound({ message: 'no', $metadata: {} }));
    expect(await codes()).toContain('bootstrap no-bootstrap');
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '3' } });
    const [, bootstrap] = await beforeDeploy(directory);
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
    const items = await beforeDeploy(directory);
    expect(items.find(({ code }) => code === 'unread')?.what).toContain('cloudtrail:DescribeTrails');
    expect(items.map(({ about }) => about)).toContain('bootstrap');
  });

  it('needs credentials', async () => {
    sts.on(GetCallerIdentityCommand).rejects(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    await expect(beforeDeploy(directory)).rejects.toMatchObject({
      message: 'could not read whose credentials these are: CredentialsProviderError: none',
      next: expect.stringContaining('aws sts get-caller-identity') as string,
      code: 3,
    });
  });
});
