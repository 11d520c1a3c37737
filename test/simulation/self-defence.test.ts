import { withGrantedRole } from '../acceptance/granted-role.ts';
import { install, type Installation } from '../acceptance/installation.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import { canEver } from '../../shared/reasoning/can-ever.ts';
import { compilePrincipal } from '../../shared/reasoning/compile-principal.ts';
import { approve } from '../../shared/response/approve.ts';
import { contain } from '../../shared/response/contain.ts';
import type { Saga } from '../../shared/response/saga.ts';

const itself = 'arn:aws:sts::111122223333:assumed-role/app/x';
const everything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const grant = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'bedrock:DeleteGuardrail', Resource: '*' }],
});

/** Role `app` was given a dangerous action and is contained by a boundary; the shield is not there to help. */
const contained = async (): Promise<{ it: Installation; saga: Saga }> => {
  const it = await withGrantedRole();
  await it.settle();
  const [saga] = await it.world.sagas.list();
  if (saga?.state !== 'CONTAINED') throw new Error('not contained');
  return { it, saga };
};

const tampering = async (it: Installation): Promise<readonly string[]> =>
  (await it.world.findings.open()).filter(({ checkId }) => checkId === 'RF.TAMPER.1').map(({ sentence }) => sentence);
const boundaryOf = async (it: Installation): Promise<string | undefined> => {
  const read = await it.world.principals.readPrincipal({ kind: 'role', name: 'app' });
  return read.found === 'yes' && read.value.permissionsBoundary.state === 'known'
    ? read.value.permissionsBoundary.value.arn
    : undefined;
};
const inForce = async (it: Installation): Promise<readonly Saga[]> =>
  (await it.world.sagas.list()).filter(({ state }) => state === 'CONTAINED');

describe('a contained principal that works against its containment', () => {
  it('takes its boundary off: it is told by name, and the boundary is set again', async () => {
    const { it, saga } = await contained();
    it.call('DeleteRolePermissionsBoundary', { roleName: 'app' }, itself);
    await it.settle();
    expect(await tampering(it)).toEqual([expect.stringContaining('undid the containment')]);
    expect(await boundaryOf(it)).toBe(saga.plan.policyArn);
    expect((await inForce(it)).map(({ id }) => id)).toEqual([saga.id]);
  });

  it('swaps its boundary for one of its own: it is told, the new one is left alone, and the Deny stands beside it', async () => {
    const { it } = await contained();
    it.call('CreatePolicy', { policyName: 'mine', policyDocument: everything }, itself);
    const permissionsBoundary = 'arn:aws:iam::111122223333:policy/mine';
    it.call('PutRolePermissionsBoundary', { roleName: 'app', permissionsBoundary }, itself);
    await it.settle();
    expect(await tampering(it)).toEqual([expect.stringContaining('undid the containment')]);
    expect(await boundaryOf(it)).toBe(permissionsBoundary);
    expect(await inForce(it)).toMatchObject([{ outcome: 'CONTAINED_INLINE' }]);
  });

  it('gives the policy of its boundary a new version: it is told, and a Deny that holds stands again', async () => {
    const { it, saga } = await contained();
    const version = { policyArn: saga.plan.policyArn, policyDocument: everything, setAsDefault: true };
    it.call('CreatePolicyVersion', version, itself);
    await it.settle();
    expect(await tampering(it)).toEqual([expect.stringContaining('undid the containment')]);
    expect(await it.world.sagas.get(saga.id)).toMatchObject({
      value: { state: expect.not.stringMatching('CONTAINED') },
    });
    expect(await inForce(it)).toHaveLength(1);
  });

  it('is deleted and made anew under its name: another principal, judged and contained by itself', async () => {
    const { it, saga } = await contained();
    it.call('DeleteRolePolicy', { roleName: 'app', policyName: 'ml' }, itself);
    it.call('DeleteRole', { roleName: 'app' }, itself);
    it.call('CreateRole', { roleName: 'app', assumeRolePolicyDocument: trust }, itself);
    await it.settle();
    it.call('PutRolePolicy', { roleName: 'app', policyName: 'ml', policyDocument: grant }, itself);
    await it.settle();
    const anew = (await inForce(it)).filter(({ id }) => id !== saga.id);
    expect(anew).toHaveLength(1);
    expect(anew[0]?.plan.snapshot.uniqueId).not.toBe(saga.plan.snapshot.uniqueId);
    expect(await boundaryOf(it)).toBe(anew[0]?.plan.policyArn);
  });

  it('tags itself and floods events: nothing changes, nothing is told twice, and the containment stands', async () => {
    const { it, saga } = await contained();
    const before = it.world.notifier.sent.length;
    for (let n = 0; n < 100; n += 1) {
      it.call('TagRole', { roleName: 'app', tags: [{ key: 'ringfence:exempt', value: String(n) }] }, itself);
    }
    await it.settle();
    expect(await boundaryOf(it)).toBe(saga.plan.policyArn);
    expect(await inForce(it)).toHaveLength(1);
    expect(it.world.notifier.sent.slice(before).filter(({ kind }) => kind !== 'findings')).toEqual([]);
    expect(await it.world.modeSwitch.read()).toMatchObject({ value: { killSwitch: false } });
  }, 60_000);

  it('takes it off again and again: after three applications in an hour a person decides', async () => {
    const { it, saga } = await contained();
    for (let turn = 1; turn <= 3; turn += 1) {
      it.call('DeleteRolePermissionsBoundary', { roleName: 'app' }, itself);
      await it.settle();
    }
    expect(await it.world.sagas.list()).toEqual(
      expect.arrayContaining([expect.objectContaining({ outcome: 'ATTEMPT_BUDGET' })]),
    );
    expect(await tampering(it)).not.toEqual([]);
    expect(await it.world.sagas.get(saga.id)).not.toMatchObject({ value: { state: 'CONTAINED' } });
  });
});

const allows = (...actions: readonly string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
const maria = 'arn:aws:iam::111122223333:user/maria';
const mintingActions = [
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreateServiceSpecificCredential',
  'iam:CreateUser',
  'iam:PutUserPolicy',
] as const;

/**
 * User `maria` could use models and make credentials before; now she was given a dangerous action, and only that is taken back. `carl`
 * uses models too. The checks about keys are in the recommended pack.
 */
const containedUser = async (given: readonly string[] = ['bedrock:DeleteGuardrail']): Promise<Installation> => {
  const it = await install();
  const settings = await it.world.settings.read();
  if (settings.found !== 'yes') throw new Error(settings.found);
  const { value } = settings;
  await it.world.settings.write({
    ...value,
    version: value.version + 1,
    checks: { ...value.checks, pack: 'recommended' },
  });
  for (const userName of ['maria', 'carl']) {
    it.call('CreateUser', { userName });
    const policyDocument =
      userName === 'carl' ? allows('bedrock:InvokeModel') : allows('bedrock:InvokeModel', ...mintingActions);
    it.call('PutUserPolicy', { userName, policyName: 'work', policyDocument });
  }
  await it.settle();
  await it.mode('enforce');
  it.call('PutUserPolicy', { userName: 'maria', policyName: 'ml', policyDocument: allows(...given) });
  await it.settle();
  expect((await inForce(it)).map(({ plan }) => plan.subject.arn)).toEqual([maria]);
  return it;
};

const factsOf = async (it: Installation, name: string): Promise<PrincipalFacts> => {
  const read = await it.world.principals.readPrincipal({ kind: 'user', name });
  if (read.found !== 'yes') throw new Error(read.found);
  return read.value;
};
const can = async (it: Installation, name: string, action: string, resource = '*'): Promise<string> => {
  const ask = { name: 'minting', any: [{ actions: [action], resources: [resource] }] };
  return canEver(compilePrincipal(await factsOf(it, name)), ask, { model: 'realistic', now: it.clock.now() }).answer;
};
/** Check, subject and actor of everything that people were told is so, resolved since or not. */
const told = (it: Installation): readonly string[] =>
  it.world.notifier.sent.flatMap((notice) =>
    notice.kind === 'findings'
      ? notice.findings.flatMap(({ checkId, subject, cause, status }) =>
          status === 'new' || status === 'updated'
            ? [[checkId, subject.arn.split('/').at(-1), cause?.actorArn?.split('/').at(-1)].join(' ')]
            : [],
        )
      : [],
  );

describe('a contained user that mints credentials', () => {
  it.each([
    ['an access key', 'CreateAccessKey', { userName: 'maria' }, 'RF.ACCESS.15 maria maria'],
    [
      'a Bedrock API key',
      'CreateServiceSpecificCredential',
      { userName: 'maria', serviceName: 'bedrock.amazonaws.com' },
      'RF.ACCESS.16 maria maria',
    ],
    ['an access key of another user', 'CreateAccessKey', { userName: 'carl' }, 'RF.ACCESS.15 carl maria'],
  ])(
    'makes %s: it is told by name with who made it, and what was taken back stays so',
    async (_, call, about, line) => {
      const it = await containedUser();
      expect(told(it)).not.toContain(line);
      it.call(call, about, maria);
      await it.settle();
      expect(told(it)).toContain(line);
      expect(await can(it, 'maria', 'bedrock:DeleteGuardrail')).toBe('no');
      expect((await inForce(it)).map(({ plan }) => plan.subject.arn)).toContain(maria);
    },
  );

  it('makes itself a password for the console: behind it stands the same user, contained', async () => {
    const it = await containedUser();
    it.call('CreateLoginProfile', { userName: 'maria', passwordResetRequired: false }, maria);
    await it.settle();
    expect(await factsOf(it, 'maria')).toMatchObject({ signInProfile: { value: true } });
    expect(await can(it, 'maria', 'bedrock:DeleteGuardrail')).toBe('no');
    expect(await can(it, 'maria', 'bedrock:InvokeModel')).toBe('yes');
    expect(await inForce(it)).toHaveLength(1);
  });

  it('makes a second user and gives it what was taken back: that one is told with who made it, and contained too', async () => {
    const it = await containedUser();
    it.call('CreateUser', { userName: 'second' }, maria);
    it.call(
      'PutUserPolicy',
      { userName: 'second', policyName: 'x', policyDocument: allows('bedrock:DeleteGuardrail') },
      maria,
    );
    await it.settle();
    expect((await inForce(it)).map(({ plan, cause }) => [plan.subject.arn, cause?.actorArn])).toEqual(
      expect.arrayContaining([['arn:aws:iam::111122223333:user/second', maria]]),
    );
    it.call('CreateAccessKey', { userName: 'second' }, maria);
    await it.settle();
    expect(await can(it, 'second', 'bedrock:DeleteGuardrail')).toBe('no');
  });

  it('may not write its own policies nor take its boundary off, and not make API keys where the change gave that', async () => {
    const it = await containedUser();
    expect(await can(it, 'maria', 'iam:CreateServiceSpecificCredential', maria)).toBe('yes');
    expect(await can(it, 'maria', 'iam:PutUserPolicy', maria)).toBe('no');
    expect(await can(it, 'maria', 'iam:DeleteUserPermissionsBoundary', maria)).toBe('no');
    it.call('PutUserPolicy', { userName: 'carl', policyName: 'keys', policyDocument: allows(...mintingActions) });
    await it.settle();
    expect((await inForce(it)).map(({ plan }) => plan.subject.arn.split('/').at(-1))).toEqual(['maria', 'carl']);
    expect(await can(it, 'carl', 'iam:CreateServiceSpecificCredential')).toBe('no');
  });
});

describe('a template that does not know of a containment', () => {
  const stack = 'arn:aws:sts::111122223333:assumed-role/Deploy/terraform-run';
  const takeOff = async (it: Installation, caller = stack): Promise<void> => {
    it.call('DeleteRolePermissionsBoundary', { roleName: 'app' }, caller);
    await it.settle();
  };

  it('takes it off twice: the first time it is set again, the second time a person is told what to write into it', async () => {
    const { it, saga } = await contained();
    await takeOff(it);
    expect(await it.world.sagas.get(saga.id)).toMatchObject({ value: { state: 'CONTAINED', setBack: { times: 1 } } });
    it.clock.advance(60 * 60_000);
    await takeOff(it);
    expect(await it.world.sagas.get(saga.id)).toMatchObject({
      value: { state: 'WAITING', outcome: 'AWAITING_APPROVAL', setBack: { by: 'Terraform', times: 2 } },
    });
    const waiting = it.world.notifier.sent.filter((notice) => notice.kind === 'containment').at(-1);
    expect(waiting).toMatchObject({
      stage: 'planned',
      saga: {
        detail: expect.stringMatching(/sets it back \(Terraform, 2 times\): change the template.*policy\/ringfence\//u),
      },
    });
    expect(await boundaryOf(it)).toBeUndefined();
    await it.settle();
    expect(await it.tend()).toEqual([]);
    expect(await boundaryOf(it)).toBeUndefined();
  });

  it('is set again once a person approves, and a third time asks anew', async () => {
    const { it, saga } = await contained();
    const olga = 'arn:aws:iam::111122223333:user/olga';
    for (const times of [1, 2, 3]) {
      it.clock.advance(60 * 60_000);
      await takeOff(it);
      if (times === 1) continue;
      expect(await it.world.sagas.get(saga.id)).toMatchObject({ value: { state: 'WAITING', setBack: { times } } });
      await approve(it.world)({ sagaId: saga.id, planHash: saga.plan.planHash, approver: olga });
      await contain(it.world)(saga.id);
      await it.settle();
      expect(await boundaryOf(it)).toBe(saga.plan.policyArn);
    }
  });

  it('is not what a contained principal calls itself: the attempts count, as for everybody', async () => {
    const { it, saga } = await contained();
    const posing = 'arn:aws:sts::111122223333:assumed-role/app/terraform-run';
    await takeOff(it, posing);
    await takeOff(it, posing);
    expect(await it.world.sagas.get(saga.id)).toMatchObject({ value: { state: 'CONTAINED' } });
  });
});
