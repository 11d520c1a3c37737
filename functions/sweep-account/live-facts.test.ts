import { aRole } from '../../test/builders/a-principal.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import type { Pack } from '../../shared/checks/check.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import { known, knownInPart, unknown } from '../../shared/facts/known.ts';
import type { OrganisationFacts } from '../../shared/facts/organisation-facts.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { WideState } from '../../shared/facts/wide-state.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { sweepAccount } from './sweep-account.ts';

const accountId = '111122223333';
const endless = { remaining: () => 900_000 };
const region = 'us-east-1';

const swept = async (pack: Pack, principals: readonly PrincipalFacts[], prepare?: (world: TestWorld) => void) => {
  const settings = { checks: { ...defaultCheckSettings, pack } };
  const world = await aWorld({ principals, settings });
  prepare?.(world);
  const asked: string[] = [];
  const ports: Ports = {
    ...world,
    accountState: {
      ...world.accountState,
      organisation: () => {
        asked.push('organisation');
        return world.accountState.organisation();
      },
      wideState: (wanted) => {
        asked.push(...wanted.facts);
        return world.accountState.wideState(wanted);
      },
      regionState: (of, wanted) => {
        asked.push(...wanted.facts);
        return world.accountState.regionState(of, wanted);
      },
      servicesLastUsed: (principal) => {
        asked.push(`last uses of ${principal.arn}`);
        return world.accountState.servicesLastUsed(principal);
      },
    },
  };
  const result = await sweepAccount(ports)({ accountId, because: 'schedule', eventId: 'e-1' }, endless);
  if (result.did !== 'completed') throw new Error('the sweep did not end');
  const findings = await world.findings.open();
  return { world, asked, findings, failed: result.failed };
};
const risky = aRole({ name: 'app', allows: ['bedrock:DeleteGuardrail'] });
const harmless = aRole({ name: 'web', allows: ['s3:ListBucket'] });
const lambdaTrust = [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }];
const statement = (Effect: string, Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource: '*' }] });
const under = (...texts: readonly string[]): OrganisationFacts => ({
  told: 'member',
  id: 'o-1',
  inManagementAccount: false,
  policies: {
    told: 'yes',
    serviceControlPolicies: [texts.map((text, index) => ({ name: `p-${index}`, text }))],
    resourceControlPolicies: [],
  },
});
const denying = under(statement('Allow', '*'), statement('Deny', 'bedrock:DeleteGuardrail'));
const aboutApp = (findings: readonly { subject: { arn: string }; questionName: string }[]) =>
  findings.filter(({ subject }) => subject.arn === risky.arn).map(({ questionName }) => questionName);

describe('a sweep reads live', () => {
  it('nothing of the organisation and no last use for the essential pack', async () => {
    const { asked, findings } = await swept('essential', [risky], ({ bedrock }) => {
      bedrock.setOrganisation(denying);
    });
    expect(asked).toContain('trails');
    const beyond = ['organisation', 'controlPolicies', 'organisationGuardrails', 'watchedAccounts', 'accessAnalyzers'];
    expect(asked.filter((each) => beyond.includes(each) || each.startsWith('last uses'))).toEqual([]);
    expect(aboutApp(findings)).toContain('bedrock:DeleteGuardrail');
  });

  it('the control policies above the account, so that what they deny is no finding', async () => {
    const { findings, asked } = await swept('recommended', [risky], ({ bedrock }) => {
      bedrock.setOrganisation(denying);
    });
    expect(asked).toContain('organisation');
    expect(aboutApp(findings)).not.toContain('bedrock:DeleteGuardrail');
  });

  it('and keeps the finding where they may not be read, with one line that names the permission', async () => {
    const why = 'control policies of the organisation were not read: allow organizations:ListParents';
    const { findings } = await swept('recommended', [risky], ({ bedrock }) => {
      bedrock.setOrganisation({
        told: 'member',
        id: 'o-1',
        inManagementAccount: false,
        policies: { told: 'refused', why },
      });
    });
    expect(aboutApp(findings)).toContain('bedrock:DeleteGuardrail');
    expect(findings.filter((finding) => JSON.stringify(finding).includes('organizations:ListParents'))).toHaveLength(1);
  });

  it('and answers nothing where they could not be read just now: no finding is made of it, and it is said', async () => {
    const { findings } = await swept('recommended', [risky], ({ bedrock }) => {
      bedrock.setOrganisation({ told: 'failed', why: 'Organizations did not answer' });
    });
    expect(aboutApp(findings)).not.toContain('bedrock:DeleteGuardrail');
    expect(JSON.stringify(findings)).toContain('Organizations did not answer');
  });

  it('a gap of a control policy, a blind trail and an open destination', async () => {
    const { findings } = await swept('recommended', [harmless], ({ bedrock }) => {
      bedrock.setOrganisation(under(statement('Allow', '*'), statement('Deny', 'bedrock:InvokeModel')));
      bedrock.setInvocationLogging(region, {
        text: true,
        image: true,
        embedding: true,
        video: true,
        audio: true,
        bucket: 'logs',
      });
      bedrock.setWideState({ trails: known([]) });
      bedrock.setRegionState(region, { logDestinations: known([{ kind: 'bucket', name: 'logs', isPublic: true }]) });
    });
    expect(findings.map(({ checkId }) => checkId)).toEqual(
      expect.arrayContaining(['RF.COVERAGE.5', 'RF.LOGGING.5', 'RF.LOGGING.4']),
    );
  });

  it('each part by itself: what is refused is undetermined once and leaves the others', async () => {
    const { findings, failed } = await swept('strict', [harmless], ({ bedrock }) => {
      bedrock.setWideState({
        trails: unknown('trails and their selectors were not read: allow cloudtrail:DescribeTrails'),
      });
      bedrock.setRegionState(region, { accessAnalyzers: known([]) });
    });
    expect(failed).toEqual([]);
    expect(findings.map(({ checkId }) => checkId)).toContain('RF.LOGGING.8');
    // Two checks read trails: the account lacks one fact.
    const lacking = findings.filter((finding) => JSON.stringify(finding).includes('cloudtrail:DescribeTrails'));
    expect(lacking).toHaveLength(1);
    expect(lacking[0]).toMatchObject({ subject: { kind: 'account' } });
  });

  it('last uses of those alone who hold access to AI, and tells what nobody uses', async () => {
    const asOf = '2026-11-21T20:00:00.000Z';
    const unused = { service: 'bedrock', lastUsed: 'never', trackedSince: '2025-01-01T00:00:00.000Z' };
    const { asked, findings } = await swept('strict', [risky, harmless], ({ bedrock }) => {
      bedrock.setServicesLastUsed(risky.arn, known({ asOf, services: [unused] }));
    });
    expect(asked.filter((each) => each.startsWith('last uses'))).toEqual([`last uses of ${risky.arn}`]);
    expect(findings.map(({ checkId }) => checkId)).toEqual(
      expect.arrayContaining(['RF.SENSITIVE.11', 'RF.COVERAGE.1']),
    );
  });

  it('whether what runs of Ringfence is what was deployed, and whether events still come', async () => {
    const { findings } = await swept('recommended', [harmless], ({ bedrock }) => {
      bedrock.setWideState({
        deployment: known({
          release: '0.1.0',
          parts: [
            { kind: 'function', name: 'ringfence-notify', deployed: 'code two=', released: 'code one=' },
            { kind: 'rule', name: 'ringfence-sweep', deployed: 'enabled', released: 'enabled' },
          ],
        }),
        inputs: known([{ accountId, region, silentAfter: 180, unannounced: [], lastHeardAt: '2026-11-21T16:00:00Z' }]),
      });
    });
    const told = findings.filter(({ checkId }) => checkId === 'RF.TAMPER.8' || checkId === 'RF.TAMPER.4');
    expect(told.map(({ sentence }) => sentence).sort()).toEqual([
      'function ringfence-notify differs from release 0.1.0',
      `no event from ${accountId} ${region} for 300 minutes`,
    ]);
  });

  it('what runs as a stronger role, which somebody else may change', async () => {
    const worker = aRole({ name: 'worker', allows: ['bedrock:DeleteGuardrail'], trust: lambdaTrust });
    const deployer = aRole({ name: 'deployer', allows: ['lambda:UpdateFunctionCode'] });
    const arn = `arn:aws:lambda:${region}:${accountId}:function:job`;
    const { findings } = await swept('recommended', [worker, deployer], ({ bedrock }) => {
      bedrock.setWideState({ runners: known([{ arn, kind: 'function', roleArn: worker.arn }]) });
    });
    expect(findings.map(({ checkId, questionName }) => `${checkId} ${questionName}`)).toContain(
      `RF.ESCALATE.4 lambda:UpdateFunctionCode on ${arn}`,
    );
  });

  it('resolves what was shared outside once it is not, and keeps what one service refused to tell since', async () => {
    const open = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: '*', Resource: '*' },
    });
    const arns = [
      `arn:aws:lex:${region}:${accountId}:bot/BOT1`,
      `arn:aws:sagemaker:${region}:${accountId}:model-package-group/fraud`,
    ] as const;
    const checks = { ...defaultCheckSettings, pack: 'recommended' as const, organisationAccounts: [accountId] };
    const world = await aWorld({ principals: [harmless], settings: { checks } });
    const shared = async (aiResourcePolicies: WideState['aiResourcePolicies'], eventId: string) => {
      world.bedrock.setWideState(aiResourcePolicies === undefined ? {} : { aiResourcePolicies });
      await sweepAccount(world)({ accountId, because: 'schedule', eventId }, endless);
      const stand = (await world.findings.open()).filter(({ status }) => status !== 'undetermined');
      return stand.filter(({ checkId }) => checkId === 'RF.TRUST.8').map(({ subject }) => subject.arn);
    };
    const rest = 'others were not read';
    const both = Object.fromEntries(arns.map((arn) => [arn, open]));
    expect(await shared(knownInPart(both, rest, { rekognition: rest }), 'e-1')).toEqual(arns);
    const why = 'policies of model package groups were not read';
    const inPart = knownInPart({}, `${why}; ${rest}`, { sagemaker: why, rekognition: rest });
    expect(await shared(inPart, 'e-2')).toEqual([arns[1]]);
    expect(await shared(knownInPart({}, rest, { rekognition: rest }), 'e-3')).toEqual([]);
  });
});
