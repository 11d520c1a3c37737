import { readChange } from '../../shared/change/read-change.ts';
import type { Change } from '../../shared/change/change.ts';
import { manualClock, type ManualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld, type LocalWorld } from '../../shared/adapters/local/local-world.ts';
import type { PrincipalReader } from '../../shared/ports/principal-reader.ts';
import { evaluateAccessChange, type AccessEvaluation } from './evaluate-access-change.ts';

const caller = { arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci' };
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const document = (...actions: string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
const risky = document('bedrock:DeleteGuardrail');
const harmless = document('s3:ListBucket');

type Setting = {
  world: LocalWorld;
  clock: ManualClock;
  /** Makes the call and gives its change. */
  change: (eventName: string, parameters: object) => Change;
  evaluate: (change: Change, ports?: Partial<LocalWorld>) => Promise<AccessEvaluation & { did: 'evaluated' }>;
};

const aSetting = (): Setting => {
  const clock = manualClock('2026-11-21T21:00:00.000Z');
  const world = localWorld({ clock });
  const events: unknown[] = [];
  world.iam.onEvent((event) => events.push(event));
  return {
    world,
    clock,
    change: (eventName, parameters) => {
      const answer = world.iam.call(caller, eventName, parameters as never);
      if (!answer.ok) throw new Error(answer.message);
      const read = readChange(events.at(-1));
      if (read.kind !== 'change') throw new Error(JSON.stringify(read));
      return read;
    },
    evaluate: async (change, ports = {}) => {
      const result = await evaluateAccessChange({ ...world, ...ports })(change);
      if (result.did !== 'evaluated') throw new Error('nothing was evaluated');
      return result;
    },
  };
};

/** A role, a user in a group, a managed policy on both; all of them known to Ringfence and harmless. */
const aKnownAccount = async (): Promise<Setting> => {
  const it = aSetting();
  const { change, evaluate } = it;
  const policyArn = 'arn:aws:iam::111122223333:policy/shared';
  for (const [eventName, parameters] of [
    ['CreatePolicy', { policyName: 'shared', policyDocument: harmless }],
    ['CreateRole', { roleName: 'app', assumeRolePolicyDocument: trust }],
    ['AttachRolePolicy', { roleName: 'app', policyArn }],
    ['CreateUser', { userName: 'alice' }],
    ['CreateGroup', { groupName: 'builders' }],
    ['AttachGroupPolicy', { groupName: 'builders', policyArn }],
    ['AddUserToGroup', { userName: 'alice', groupName: 'builders' }],
  ] as const)
    await evaluate(change(eventName, parameters));
  it.clock.advance(60 * 60_000);
  return it;
};

const named = (result: AccessEvaluation & { did: 'evaluated' }): readonly string[] =>
  result.principals.map(({ ref, ...rest }) =>
    rest.result === 'evaluated'
      ? `${ref.name}: ${rest.changed.map(({ questionName, status }) => `${questionName} ${status}`).join(', ')}`
      : `${ref.name}: ${rest.result}`,
  );

describe('whom a change reaches', () => {
  it.each([
    [
      'PutRolePolicy',
      { roleName: 'app', policyName: 'p', policyDocument: risky },
      ['app: bedrock:DeleteGuardrail new'],
    ],
    [
      'PutUserPolicy',
      { userName: 'alice', policyName: 'p', policyDocument: risky },
      ['alice: bedrock:DeleteGuardrail new'],
    ],
    [
      'PutGroupPolicy',
      { groupName: 'builders', policyName: 'p', policyDocument: risky },
      ['alice: bedrock:DeleteGuardrail new'],
    ],
    [
      'CreatePolicyVersion',
      { policyArn: 'arn:aws:iam::111122223333:policy/shared', policyDocument: risky, setAsDefault: true },
      ['app: bedrock:DeleteGuardrail new', 'alice: bedrock:DeleteGuardrail new'],
    ],
    [
      'CreatePolicyVersion',
      { policyArn: 'arn:aws:iam::111122223333:policy/shared', policyDocument: risky, setAsDefault: false },
      ['app: ', 'alice: '],
    ],
  ])('%s of %j', async (eventName, parameters, expected) => {
    const { change, evaluate } = await aKnownAccount();
    expect(named(await evaluate(change(eventName, parameters)))).toEqual(expected);
  });

  it('takes a change of the account as a whole to a sweep, and tells nobody of it', async () => {
    const { world, evaluate, change } = await aKnownAccount();
    const some = change('PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: harmless });
    const whole: Change = { ...some, touches: [{ kind: 'account', accountId: '111122223333' }], documents: [] };
    expect(await evaluate(whole)).toMatchObject({ principals: [], sweep: expect.any(String) as string });
    expect(world.sweeps.waiting()).toHaveLength(1);
    expect(await world.outbox.pending()).toEqual([]);
  });
});

describe('what could not be read', () => {
  const denied = (why: string) => Promise.resolve({ found: 'unreadable' as const, why, code: 'AccessDenied' });
  const reader = (world: LocalWorld, changed: Partial<PrincipalReader>): { principals: PrincipalReader } => ({
    principals: { ...world.principals, ...changed },
  });

  it('is told with the permission that would settle it, and looked for by a sweep', async () => {
    const { world, change, evaluate } = await aKnownAccount();
    const put = change('PutGroupPolicy', { groupName: 'builders', policyName: 'p', policyDocument: risky });
    const result = await evaluate(put, reader(world, { membersOf: () => denied('allow iam:GetGroup') }));
    expect(result.incomplete).toEqual(['allow iam:GetGroup']);
    expect(world.sweeps.waiting()).toHaveLength(1);
    expect(await world.outbox.pending()).toMatchObject([{ kind: 'incomplete', detail: 'allow iam:GetGroup' }]);
  });

  it('is read again with the next delivery where IAM only did not answer', async () => {
    const { world, change, evaluate } = await aKnownAccount();
    const put = change('PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: risky });
    const throttled = { found: 'unreadable' as const, why: 'role app', code: 'Throttling' };
    await expect(
      evaluate(put, reader(world, { readPrincipals: () => Promise.resolve([throttled]) })),
    ).rejects.toMatchObject({ name: 'NotReadNow' });
    expect(await world.findings.open()).toEqual([]);
    expect(named(await evaluate(put))).toEqual(['app: bedrock:DeleteGuardrail new']);
  });

  it('stops the evaluation by name where the settings cannot be read: every exemption would end at once', async () => {
    const { world, change, evaluate } = await aKnownAccount();
    const put = change('PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: risky });
    const settings = { ...world.settings, read: () => Promise.resolve({ found: 'unreadable' as const, why: 'torn' }) };
    await expect(evaluate(put, { settings })).rejects.toMatchObject({ name: 'SettingsUnreadable' });
  });
});

describe('IAM that lags behind its own events', () => {
  it('waits until the read shows the grant, and does not take it for one that was withdrawn', async () => {
    const { world, change, evaluate } = await aKnownAccount();
    world.iam.setLag({ milliseconds: 15_000, pick: () => 0 });
    const put = change('PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: risky });
    const result = await evaluate(put);
    expect(result.principals).toMatchObject([{ transient: 0, open: [{ questionName: 'bedrock:DeleteGuardrail' }] }]);
  });

  it('waits for a role that was made a moment ago', async () => {
    const { world, change, evaluate } = aSetting();
    world.iam.setLag({ milliseconds: 8_000, pick: () => 0 });
    const made = change('CreateRole', { roleName: 'app', assumeRolePolicyDocument: trust });
    expect(await evaluate(made)).toMatchObject({ principals: [{ result: 'evaluated' }] });
  });
});

describe('what the event made possible and the next read no longer shows', () => {
  const passed = async (
    eventName: string,
    parameters: object,
    back: readonly (readonly [string, object])[],
    before: readonly (readonly [string, object])[] = [],
  ) => {
    const it = await aKnownAccount();
    for (const [name, given] of before) await it.evaluate(it.change(name, given));
    const change = it.change(eventName, parameters);
    for (const [name, given] of back) it.change(name, given);
    const result = await it.evaluate(change);
    return { it, result };
  };
  const policyArn = 'arn:aws:iam::111122223333:policy/risky';
  const versionArn = 'arn:aws:iam::111122223333:policy/shared';

  it.each([
    [
      'an inline policy that was taken away',
      'PutRolePolicy',
      { roleName: 'app', policyName: 'p', policyDocument: risky },
      [['DeleteRolePolicy', { roleName: 'app', policyName: 'p' }]],
      [],
    ],
    [
      'an inline policy that was put back as it was',
      'PutRolePolicy',
      { roleName: 'app', policyName: 'p', policyDocument: risky },
      [['PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: harmless }]],
      [['PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: harmless }]],
    ],
    [
      'an attachment that was taken away',
      'AttachRolePolicy',
      { roleName: 'app', policyArn },
      [['DetachRolePolicy', { roleName: 'app', policyArn }]],
      [['CreatePolicy', { policyName: 'risky', policyDocument: risky }]],
    ],
    [
      'a version that was the default for a moment',
      'CreatePolicyVersion',
      { policyArn: versionArn, policyDocument: risky, setAsDefault: true },
      [['SetDefaultPolicyVersion', { policyArn: versionArn, versionId: 'v1' }]],
      [],
    ],
  ] as const)('%s', async (_, eventName, parameters, back, before) => {
    const { it, result } = await passed(eventName, parameters, back, before);
    const app = result.principals.find(({ ref }) => ref.name === 'app');
    expect(app).toMatchObject({ result: 'evaluated', transient: 1, open: [], containmentRequested: 0 });
    const stored = app?.result === 'evaluated' ? await it.world.findings.ofSubject(app.uniqueId) : [];
    expect(stored).toMatchObject([{ questionName: 'bedrock:DeleteGuardrail', status: 'resolved', version: 2 }]);
    expect(it.world.containmentRequests.waiting()).toEqual([]);
  });
});

describe('a worker that dies', () => {
  it('between saving and asking for containment: the next delivery asks', async () => {
    const { world, change, evaluate } = await aKnownAccount();
    const put = change('PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: risky });
    const dying = { ...world.containmentRequests, request: () => Promise.reject(new Error('it died')) };
    await expect(evaluate(put, { containmentRequests: dying })).rejects.toThrow('it died');
    expect(world.containmentRequests.waiting()).toEqual([]);
    await evaluate(put);
    expect(world.containmentRequests.waiting()).toHaveLength(1);
    expect(await world.outbox.pending()).toHaveLength(1);
  });

  it('before it remembered what it saw: the next delivery still knows what is new', async () => {
    const { world, change, evaluate } = await aKnownAccount();
    const put = change('PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: risky });
    const forgetful = { ...world.principalMemory, remember: () => Promise.reject(new Error('it died')) };
    await expect(evaluate(put, { principalMemory: forgetful })).rejects.toThrow('it died');
    await evaluate(put);
    expect(await world.findings.open()).toMatchObject([{ novelty: 'granted-by-this-change', version: 1 }]);
  });
});

describe('workers at the same principal at once', () => {
  it('keep each finding once, with one notice', async () => {
    const { world, change, evaluate } = await aKnownAccount();
    const put = change('PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: risky });
    await Promise.all([evaluate(put), evaluate(put), evaluate(put)]);
    expect(await world.findings.open()).toMatchObject([{ version: 1 }]);
    expect(await world.outbox.pending()).toHaveLength(1);
  });

  it('evaluate again what another worker has changed meanwhile', async () => {
    const { world, change, evaluate } = await aKnownAccount();
    const put = change('PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: risky });
    let refusals = 2;
    const busy: LocalWorld['findings'] = {
      ...world.findings,
      save: (findings, alongside) => {
        refusals -= 1;
        return refusals >= 0
          ? Promise.resolve({ saved: false, stale: findings.map(({ id }) => id) })
          : world.findings.save(findings, alongside);
      },
    };
    await evaluate(put, { findings: busy });
    expect(await world.findings.open()).toMatchObject([{ version: 1 }]);
  });
});

describe('a principal that was made anew under its name', () => {
  it('is another subject: what stood about the old one is over, and all that the new one can do is new', async () => {
    const { world, change, evaluate } = await aKnownAccount();
    await evaluate(change('PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: risky }));
    const [old] = await world.findings.open();
    for (const [name, given] of [
      ['DeleteRolePolicy', { roleName: 'app', policyName: 'p' }],
      ['DetachRolePolicy', { roleName: 'app', policyArn: 'arn:aws:iam::111122223333:policy/shared' }],
    ] as const)
      change(name, given);
    await evaluate(change('DeleteRole', { roleName: 'app' }));
    await evaluate(change('CreateRole', { roleName: 'app', assumeRolePolicyDocument: trust }));
    await evaluate(change('PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: risky }));
    const [open] = await world.findings.open();
    expect(open).toMatchObject({ novelty: 'granted-by-this-change' });
    expect(open?.subject.uniqueId).not.toBe(old?.subject.uniqueId);
    expect(await world.findings.get(old?.id ?? '')).toMatchObject({ value: { status: 'resolved' } });
  });
});
