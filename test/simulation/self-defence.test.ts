import { withGrantedRole } from '../acceptance/granted-role.ts';
import type { Installation } from '../acceptance/installation.ts';
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
