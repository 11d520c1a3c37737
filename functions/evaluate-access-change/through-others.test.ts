import { readChange } from '../../shared/change/read-change.ts';
import type { Change } from '../../shared/change/change.ts';
import { manualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld } from '../../shared/adapters/local/local-world.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import { defaultSettings } from '../../shared/response/settings.ts';
import { evaluateAccessChange } from './evaluate-access-change.ts';

const caller = { arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci' };
const trusting = (principal: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });
const allowing = (...actions: string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });

/** An application role, and an administrator that every principal of the account may assume if its own policies say so. */
const aSetting = async () => {
  const clock = manualClock('2026-11-21T21:00:00.000Z');
  const world = localWorld({ clock });
  const events: unknown[] = [];
  let reads = 0;
  world.iam.onEvent((event) => events.push(event));
  const principals = {
    ...world.principals,
    readAccount: () => {
      reads += 1;
      return world.principals.readAccount();
    },
  };
  const change = (eventName: string, parameters: object): Change => {
    const answer = world.iam.call(caller, eventName, parameters as never);
    if (!answer.ok) throw new Error(answer.message);
    const read = readChange(events.at(-1));
    if (read.kind !== 'change') throw new Error(JSON.stringify(read));
    return read;
  };
  const evaluate = async (eventName: string, parameters: object, ports: object = {}) => {
    await evaluateAccessChange({ ...world, principals, ...ports })(change(eventName, parameters));
    return (await world.findings.open()).map(({ checkId, status, sentence }) => ({ checkId, status, sentence }));
  };
  await evaluate('CreateRole', {
    roleName: 'admin',
    assumeRolePolicyDocument: trusting({ AWS: 'arn:aws:iam::111122223333:root' }),
  });
  await evaluate('PutRolePolicy', { roleName: 'admin', policyName: 'p', policyDocument: allowing('*') });
  await evaluate('CreateRole', {
    roleName: 'app',
    assumeRolePolicyDocument: trusting({ Service: 'lambda.amazonaws.com' }),
  });
  return { world, evaluate, reads: () => reads };
};
const grant = (...actions: string[]) => ({ roleName: 'app', policyName: 'p', policyDocument: allowing(...actions) });

describe('what a change makes possible through the others of the account', () => {
  it('is found with the account as it is now, read once', async () => {
    const { evaluate, reads } = await aSetting();
    const before = reads();
    const open = await evaluate('PutRolePolicy', grant('sts:AssumeRole'));
    expect(open).toContainEqual({
      checkId: 'RF.ESCALATE.6',
      status: 'new',
      sentence: 'app can become admin, who can do everything',
    });
    expect(reads() - before).toBe(1);
  });

  it('needs nobody else where the role can become nobody', async () => {
    const { evaluate, reads } = await aSetting();
    const before = reads();
    await evaluate('PutRolePolicy', grant('bedrock:DeleteGuardrail'));
    expect(reads()).toBe(before);
  });

  it('is said to be unknown, once for the account, where the account cannot be read', async () => {
    const { world, evaluate } = await aSetting();
    const refused = () =>
      Promise.resolve({ found: 'unreadable' as const, why: 'iam:GetAccountAuthorizationDetails was refused' });
    const principals = { ...world.principals, readAccount: refused };
    const open = await evaluate('PutRolePolicy', grant('sts:AssumeRole', 'iam:PassRole', 'sagemaker:*'), {
      principals,
    });
    expect(open.filter(({ checkId }) => checkId.includes('ESCALATE'))).toEqual([]);
    const unknown = open.filter(({ checkId }) => checkId === 'RF.COVERAGE.3');
    expect(unknown).toHaveLength(1);
    expect(unknown[0]?.status).toBe('undetermined');
  });

  it('is left to the sweep where the account is too large to be read for one change', async () => {
    const { world, evaluate, reads } = await aSetting();
    await world.sweepLog.remember({
      accountId: '111122223333',
      baselineAt: '2026-11-21T20:00:00.000Z',
      principals: 20_000,
    });
    const before = reads();
    const open = await evaluate('PutRolePolicy', grant('sts:AssumeRole'));
    expect(reads()).toBe(before);
    expect(open.some(({ checkId }) => checkId === 'RF.COVERAGE.3')).toBe(true);
  });
});

describe('a change under the control policies of an organisation', () => {
  const deny = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'bedrock:DeleteGuardrail', Resource: '*' },
    ],
  });
  const opened = async (pack: 'essential' | 'recommended') => {
    const { world, evaluate } = await aSetting();
    await world.settings.write({
      ...defaultSettings({ ...defaultCheckSettings, pack }),
      version: 1,
      resourcePoliciesReviewed: true,
    });
    world.bedrock.setOrganisation({
      told: 'member',
      id: 'o-1',
      inManagementAccount: false,
      policies: {
        told: 'yes',
        serviceControlPolicies: [[{ name: 'deny', text: deny }]],
        resourceControlPolicies: [],
      },
    });
    const open = await evaluate('PutRolePolicy', grant('bedrock:DeleteGuardrail'));
    return open.filter(({ sentence }) => sentence.includes('app') && sentence.includes('bedrock:DeleteGuardrail'));
  };

  it('grants nothing that they deny, as in a sweep', async () => {
    expect(await opened('recommended')).toEqual([]);
  });

  it('is judged without them where the pack does not read the organisation', async () => {
    expect(await opened('essential')).not.toEqual([]);
  });
});
