import { aGuardrail } from '../../test/builders/a-guardrail.ts';
import { aRole } from '../../test/builders/a-principal.ts';
import { manualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld, type LocalWorld } from '../../shared/adapters/local/local-world.ts';
import { unknown } from '../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { Notice } from '../../shared/response/notice.ts';
import { sweepAccount, sweepFigures, type SweepResult } from './sweep-account.ts';

const request = { accountId: '111122223333', because: 'schedule', eventId: 'e-1' };
const endless = { remaining: () => 900_000 };

const aWorld = (principals: readonly PrincipalFacts[]) => {
  const clock = manualClock('2026-11-21T21:00:00.000Z');
  const world = localWorld({ clock, principals });
  const call = (eventName: string, parameters: object): void => {
    const answer = world.iam.call({ arn: 'arn:aws:iam::111122223333:user/x' }, eventName, parameters as never);
    if (!answer.ok) throw new Error(answer.message);
  };
  return { world, clock, call };
};
const risky = (name: string) => aRole({ name, allows: ['bedrock:DeleteGuardrail'] });
const harmless = (name: string) => aRole({ name, allows: ['s3:ListBucket'] });
const completed = (result: SweepResult) => {
  if (result.did !== 'completed') throw new Error('the sweep did not end');
  return result;
};
const waiting = async (world: LocalWorld, kind: Notice['kind']): Promise<readonly Notice[]> =>
  (await world.outbox.pending()).filter((notice) => notice.kind === kind);
const grant = {
  roleName: 'app',
  policyName: 'ml',
  policyDocument: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'bedrock:DeleteGuardrail', Resource: '*' }],
  }),
};

describe('the first sweep', () => {
  it('keeps what it finds, tells nobody of any of it, and sends one summary', async () => {
    const { world } = aWorld([risky('a'), risky('b'), harmless('c')]);
    const result = completed(await sweepAccount(world)(request, endless));
    expect(result).toMatchObject({ baseline: true, told: 0, failed: [] });
    expect(sweepFigures(result)).toMatchObject({ PrincipalsEvaluated: 3, SweepsCompleted: 1, PrincipalsFailed: 0 });
    const open = (await world.findings.open()).filter(({ status }) => status !== 'undetermined');
    const { OpenFindingsCritical, OpenFindingsHigh, OpenFindingsMedium, OpenFindingsLow, OpenFindingsInformational } =
      sweepFigures(result);
    const shown = [
      OpenFindingsCritical,
      OpenFindingsHigh,
      OpenFindingsMedium,
      OpenFindingsLow,
      OpenFindingsInformational,
    ];
    expect(shown.reduce((sum = 0, each = 0) => sum + each, 0)).toBe(open.length);
    expect(open.length).toBeGreaterThan(0);
    // While a sweep goes on nobody knows: a zero would read as if all were well.
    expect(sweepFigures({ did: 'paused', run: result.run, failed: [] })).not.toHaveProperty('OpenFindingsHigh');
    expect((await world.findings.open()).filter(({ subject }) => subject.kind === 'role')).toHaveLength(2);
    expect(await world.outbox.pending()).toMatchObject([{ kind: 'baseline', principals: 3 }]);
    expect(world.containmentRequests.waiting()).toEqual([]);
  });

  it('is the baseline only once', async () => {
    const { world } = aWorld([risky('a')]);
    await sweepAccount(world)(request, endless);
    expect(completed(await sweepAccount(world)({ ...request, eventId: 'e-2' }, endless)).baseline).toBe(false);
    expect(await waiting(world, 'baseline')).toHaveLength(1);
  });
});

describe('a later sweep', () => {
  it('says nothing when nothing changed', async () => {
    const { world } = aWorld([risky('a')]);
    await sweepAccount(world)(request, endless);
    const result = completed(await sweepAccount(world)({ ...request, eventId: 'e-2' }, endless));
    expect(result).toMatchObject({ told: 0, retired: 0, failed: [] });
    expect(await waiting(world, 'findings')).toEqual([]);
  });

  it('finds the grant whose event was lost, tells it and asks for its containment', async () => {
    const { world, call } = aWorld([harmless('app')]);
    await sweepAccount(world)(request, endless);
    call('PutRolePolicy', grant);
    expect(completed(await sweepAccount(world)({ ...request, eventId: 'e-2' }, endless)).told).toBe(1);
    expect(await waiting(world, 'findings')).toMatchObject([
      { findings: [{ questionName: 'bedrock:DeleteGuardrail', novelty: 'granted-by-this-change' }] },
    ]);
    expect(world.containmentRequests.waiting()).toMatchObject([{ principal: { kind: 'role', name: 'app' } }]);
  });

  it('resolves what stood about a role that is gone', async () => {
    const { world, call } = aWorld([risky('app')]);
    await sweepAccount(world)(request, endless);
    const policies = await world.principals.readPrincipal({ kind: 'role', name: 'app' });
    if (policies.found !== 'yes' || policies.value.inlinePolicies.state !== 'known') throw new Error('unread');
    for (const { name } of policies.value.inlinePolicies.value)
      call('DeleteRolePolicy', { roleName: 'app', policyName: name.replace('inline:', '') });
    call('DeleteRole', { roleName: 'app' });
    expect(completed(await sweepAccount(world)({ ...request, eventId: 'e-2' }, endless)).retired).toBe(1);
    expect((await world.findings.open()).filter(({ subject }) => subject.kind === 'role')).toEqual([]);
  });

  it('says what could not be judged, once a missing fact, and takes it back when it is known', async () => {
    const hidden = (name: string) => ({ ...harmless(name), inlinePolicies: unknown('allow iam:ListRolePolicies') });
    const { world } = aWorld([harmless('a'), harmless('b')]);
    await sweepAccount(world)(request, endless);
    const principals = {
      ...world.principals,
      readAccount: () => Promise.resolve({ found: 'yes' as const, value: [hidden('a'), hidden('b')] }),
    };
    await sweepAccount({ ...world, principals })({ ...request, eventId: 'e-2' }, endless);
    const coverage = (await world.findings.open()).filter(({ checkId }) => checkId === 'RF.COVERAGE.3');
    expect(coverage).toMatchObject([{ status: 'undetermined', subject: { kind: 'account' } }]);
    expect(JSON.stringify(coverage)).toContain('allow iam:ListRolePolicies');

    await sweepAccount(world)({ ...request, eventId: 'e-3' }, endless);
    expect((await world.findings.open()).filter(({ checkId }) => checkId === 'RF.COVERAGE.3')).toEqual([]);
  });

  it('judges invocation logging of each Region, and resolves it when it is on', async () => {
    const { world } = aWorld([aRole({ name: 'a', allows: ['bedrock:InvokeModel'] })]);
    await sweepAccount(world)(request, endless);
    const off = (await world.findings.open()).filter(({ checkId }) => checkId === 'RF.LOGGING.1');
    expect(off).toMatchObject([{ subject: { kind: 'region', region: 'us-east-1' } }]);
    world.bedrock.setInvocationLogging('us-east-1', {
      text: true,
      image: true,
      embedding: true,
      video: true,
      audio: true,
      logGroup: 'prompts',
    });
    await sweepAccount(world)({ ...request, eventId: 'e-2' }, endless);
    expect((await world.findings.open()).filter(({ checkId }) => checkId === 'RF.LOGGING.1')).toEqual([]);
  });
});

describe('a sweep that cannot do everything', () => {
  it('stops in time, asks for the rest, and goes on where it ended without judging anybody twice', async () => {
    const { world } = aWorld(['a', 'b', 'c', 'd', 'e'].map(risky));
    let looks = 0;
    const short = { remaining: () => ((looks += 1) > 2 ? 1_000 : 900_000) };
    const first = await sweepAccount(world)(request, short);
    expect(first).toMatchObject({ did: 'paused', run: { principals: 2 } });
    const next = world.sweeps.shift();
    expect(next).toMatchObject({ accountId: '111122223333', because: 'the sweep goes on' });
    const second = completed(await sweepAccount(world)(next ?? request, endless));
    expect(second.run).toMatchObject({ principals: 5 });
    expect(await world.outbox.pending()).toMatchObject([{ kind: 'baseline', principals: 5 }]);
  });

  it('has a whole sweep of its own for what was asked while it ran', async () => {
    const { world } = aWorld(['a', 'b', 'c', 'd', 'e'].map(risky));
    let looks = 0;
    const short = { remaining: () => ((looks += 1) > 2 ? 1_000 : 900_000) };
    await sweepAccount(world)(request, short);
    world.sweeps.shift();
    const other = completed(await sweepAccount(world)({ ...request, eventId: 'e-9' }, endless));
    expect(other.run).toMatchObject({ principals: 5 });
    const again = world.sweeps.shift();
    expect(again).toMatchObject({ because: 'something else changed while the account was swept' });
    expect(completed(await sweepAccount(world)(again ?? request, endless)).run).toMatchObject({ principals: 5 });
    expect(world.sweeps.waiting()).toHaveLength(0);
  });

  it('goes on by itself when its own request is delivered again', async () => {
    const { world } = aWorld(['a', 'b', 'c', 'd', 'e'].map(risky));
    let looks = 0;
    await sweepAccount(world)(request, { remaining: () => ((looks += 1) > 2 ? 1_000 : 900_000) });
    world.sweeps.shift();
    await sweepAccount(world)(request, endless);
    expect(world.sweeps.waiting()).toHaveLength(0);
  });

  it('judges the others when one principal cannot be judged, and says which', async () => {
    const { world } = aWorld([risky('a'), risky('b')]);
    const principalMemory = {
      ...world.principalMemory,
      remember: (facts: PrincipalFacts, asOf: string) =>
        facts.name === 'a' ? Promise.reject(new Error('torn')) : world.principalMemory.remember(facts, asOf),
    };
    const result = completed(await sweepAccount({ ...world, principalMemory })(request, endless));
    expect(result.failed).toEqual(['arn:aws:iam::111122223333:role/a: torn']);
    expect(result.run.principals).toBe(1);
    expect(await waiting(world, 'incomplete')).toHaveLength(1);
  });

  it('fails by name when the account cannot be read, and says so to a person', async () => {
    const { world } = aWorld([]);
    const principals = {
      ...world.principals,
      readAccount: () =>
        Promise.resolve({ found: 'unreadable' as const, why: 'allow iam:GetAccountAuthorizationDetails' }),
    };
    await expect(sweepAccount({ ...world, principals })(request, endless)).rejects.toMatchObject({
      name: 'AccountUnreadable',
    });
    expect(await waiting(world, 'incomplete')).toHaveLength(1);
  });

  it('refuses another account by name', async () => {
    const { world } = aWorld([]);
    await expect(sweepAccount(world)({ ...request, accountId: '444455556666' }, endless)).rejects.toMatchObject({
      name: 'OtherAccount',
    });
  });
});

describe('a guardrail whose update nobody heard of', () => {
  const filtering = (inputStrength: string) =>
    aGuardrail({ contentPolicy: { filters: [{ type: 'VIOLENCE', inputStrength, outputStrength: 'HIGH' }] } });
  const weakened = async (world: LocalWorld) =>
    (await world.findings.open()).filter(({ checkId }) => checkId === 'RF.GUARD.2');

  it('is told by the next sweep, held against the first, and over when it is back', async () => {
    const { world } = aWorld([]);
    world.bedrock.setGuardrail(filtering('HIGH'));
    await sweepAccount(world)(request, endless);
    world.bedrock.setGuardrail(filtering('LOW'));
    await sweepAccount(world)({ ...request, eventId: 'e-2' }, endless);
    expect(await weakened(world)).toMatchObject([
      { sentence: 'guardrail support-bot got weaker: the violence filter on input fell from HIGH to LOW' },
    ]);
    await sweepAccount(world)({ ...request, eventId: 'e-3' }, endless);
    expect(await weakened(world)).toMatchObject([{ version: 1 }]);
    world.bedrock.setGuardrail(filtering('HIGH'));
    await sweepAccount(world)({ ...request, eventId: 'e-4' }, endless);
    expect(await weakened(world)).toEqual([]);
  });

  it('stays told while its Region cannot be read', async () => {
    const { world } = aWorld([]);
    world.bedrock.setGuardrail(filtering('HIGH'));
    await sweepAccount(world)(request, endless);
    world.bedrock.setGuardrail(filtering('LOW'));
    await sweepAccount(world)({ ...request, eventId: 'e-2' }, endless);
    const accountState = {
      ...world.accountState,
      guardrails: () => Promise.resolve({ found: 'unreadable' as const, why: 'allow bedrock:ListGuardrails' }),
    };
    await sweepAccount({ ...world, accountState })({ ...request, eventId: 'e-3' }, endless);
    expect(await weakened(world)).toHaveLength(1);
  });

  it('is named where its remembered copy is damaged, and the copy is left alone', async () => {
    const { world } = aWorld([]);
    world.bedrock.setGuardrail(filtering('HIGH'));
    const written: unknown[] = [];
    const guardrailMemory = {
      ...world.guardrailMemory,
      recall: () => Promise.resolve({ found: 'unreadable' as const, why: 'the remembered copy is damaged' }),
      remember: (...given: unknown[]) => Promise.resolve(void written.push(given)),
    };
    const result = completed(await sweepAccount({ ...world, guardrailMemory })(request, endless));
    expect(result.failed).toContain('the remembered copy is damaged');
    expect(written).toEqual([]);
  });
});
