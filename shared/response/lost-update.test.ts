import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aRole } from '../../test/builders/a-principal.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import { killable, type Kill, untilKilled } from '../../test/builders/killable.ts';
import { mechanismCases, teamBoundary } from '../../test/builders/mechanism-cases.ts';
import { withoutOptionalRoles } from '../../test/builders/without-optional-roles.ts';
import { contain as containFunction } from '../../functions/contain/contain.ts';
import { undo as undoFunction } from '../../functions/undo/undo.ts';
import { readChange } from '../change/read-change.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { verifiedHistory } from '../../test/builders/verified-history.ts';
import { canEver } from '../reasoning/can-ever.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { approve } from './approve.ts';
import { contain } from './contain.ts';
import { recogniseEcho } from './echo.ts';
import { propose } from './propose.ts';
import type { Saga } from './saga.ts';
import { leaseMilliseconds } from './saga-run.ts';
import { putBackBoundary } from './put-back-boundary.ts';
import { resume } from './resume.ts';
import { settle } from './settle.ts';
import { undo } from './undo.ts';

const role = aRole({ allows: ['bedrock:InvokeModel', 's3:GetObject'] });
const finding = aFindingOf(role);
const principal = { kind: 'role', name: role.name } as const;
const admin = { arn: 'arn:aws:iam::111122223333:user/admin' };
const olga = { requestedBy: 'arn:aws:iam::111122223333:user/olga', reason: 'the team needs it' };
const quarter = 15 * 60_000;

const allowing = (...Action: string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const arnOf = (name: string): string => `arn:aws:iam::111122223333:policy/${name}`;
const anyTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
/** The boundary that an admin sets in the moment between our last read and our write. */
const lost = arnOf('lost');

type Race = { document?: string; act?: (world: TestWorld) => void; facts?: PrincipalFacts; merge?: true };

const setLost = (world: TestWorld): void => {
  world.iam.call(admin, 'PutRolePermissionsBoundary', { roleName: role.name, permissionsBoundary: lost });
};

/** Contained, with somebody's change between the last read and the write; it is due to be settled. */
const raced = async ({ document = allowing('bedrock:*', 's3:*'), act = setLost, facts = role, merge }: Race = {}) => {
  const world = await aWorld({
    mode: 'enforce',
    principals: [facts],
    ...(merge === undefined ? {} : { settings: { mergeBoundaries: true } }),
  });
  world.iam.call(admin, 'CreatePolicy', { policyName: 'lost', policyDocument: document });
  await world.findings.save([finding]);
  const boundaries = {
    ...world.boundaries,
    putBoundary: (input: Parameters<TestWorld['boundaries']['putBoundary']>[0]) => {
      act(world);
      return world.boundaries.putBoundary(input);
    },
  };
  const proposed = await propose(world)({ principal, findings: [finding] });
  if (proposed.proposed !== 'saga') throw new Error(JSON.stringify(proposed));
  const { id, plan, state } = proposed.saga;
  const racing = { ...world, boundaries };
  if (state === 'WAITING') {
    await approve(world)({ sagaId: id, planHash: plan.planHash, approver: olga.requestedBy });
  }
  const result = await contain(racing)(id);
  if (!result.ran || result.saga.state !== 'CONTAINED') throw new Error(JSON.stringify(result));
  world.clock.advance(quarter);
  return { world, id };
};

const sagaOf = async (world: TestWorld, id: string): Promise<Saga> => {
  const read = await world.sagas.get(id);
  if (read.found !== 'yes') throw new Error(read.found);
  return read.value;
};
const factsOf = async (world: TestWorld): Promise<PrincipalFacts> => {
  const read = await world.principals.readPrincipal(principal);
  if (read.found !== 'yes') throw new Error(read.found);
  return read.value;
};
const boundaryOf = async (world: TestWorld): Promise<string | undefined> => {
  const { permissionsBoundary } = await factsOf(world);
  return permissionsBoundary.state === 'known' ? permissionsBoundary.value.arn : undefined;
};
const canInvoke = (facts: PrincipalFacts): string =>
  canEver(
    compilePrincipal(facts),
    { actions: ['bedrock:InvokeModel'], resources: ['*'] },
    {
      model: 'realistic',
      now: '2026-11-21T21:00:00.000Z',
    },
  ).answer;
const besides = async (world: TestWorld): Promise<readonly Saga[]> =>
  (await world.sagas.list()).filter(({ plan }) => plan.asIf !== undefined);
const tendBoth = async (world: TestWorld): Promise<void> => {
  await containFunction(world)({ tend: true, eventId: world.clock.id() });
  await undoFunction(world)({ tend: true, requestId: world.clock.id() });
};

describe('a boundary that somebody set between our last read and our write', () => {
  it('is put back, with our Deny beside it, and the Deny never out of force', async () => {
    const { world, id } = await raced();
    const answers: Promise<string>[] = [];
    world.iam.onEvent(() => answers.push(factsOf(world).then(canInvoke)));
    await tendBoth(world);
    expect(await sagaOf(world, id)).toMatchObject({ state: 'UNDONE', outcome: 'LOST_UPDATE_REPAIRED' });
    expect((await sagaOf(world, id)).detail).toContain(lost);
    expect(await boundaryOf(world)).toBe(lost);
    expect(canInvoke(await factsOf(world))).toBe('no');
    expect(await besides(world)).toMatchObject([{ state: 'CONTAINED', outcome: 'CONTAINED_INLINE' }]);
    const mine = world.iam.store.policies.leaders().filter(({ arn }) => arn.includes(':policy/ringfence/'));
    expect(mine).toEqual([]);
    expect(await Promise.all(answers)).toEqual(['no', 'no', 'no']);
  });

  it('is what an undo restores, not the state that was read before it', async () => {
    const { world, id } = await raced();
    await tendBoth(world);
    const [beside] = await besides(world);
    world.clock.advance(60_000);
    expect(await undo(world)({ sagaId: beside?.id ?? '', ...olga })).toMatchObject({ saga: { outcome: 'UNDONE' } });
    const after = await factsOf(world);
    expect(after.permissionsBoundary).toMatchObject({ value: { arn: lost } });
    expect(after.inlinePolicies).toEqual(role.inlinePolicies);
    // Nothing is told to have been changed by others: what was put back is as it should be.
    expect((await sagaOf(world, beside?.id ?? '')).detail).not.toContain('Changed by others');
    expect((await sagaOf(world, id)).state).toBe('UNDONE');
  });

  it('is what an undo restores in the middle of the repair too', async () => {
    const { world, id } = await raced();
    await settle(world)(id);
    expect(await sagaOf(world, id)).toMatchObject({ state: 'CONTAINED', lostUpdate: { repair: 'put-back' } });
    expect(await undo(world)({ sagaId: id, ...olga })).toMatchObject({ saga: { state: 'UNDONE' } });
    expect(await boundaryOf(world)).toBe(lost);
  });

  it('is put back at once where it closes the questions itself', async () => {
    const { world, id } = await raced({ document: allowing('s3:*') });
    await tendBoth(world);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_REPAIRED' });
    expect(await besides(world)).toEqual([]);
    expect(await boundaryOf(world)).toBe(lost);
    expect(canInvoke(await factsOf(world))).toBe('no');
  });

  it('is found in a merged boundary too, and put back in place of the one that was merged', async () => {
    const { facts } = mechanismCases.merged;
    const { world, id } = await raced({ facts, merge: true });
    expect((await sagaOf(world, id)).plan).toMatchObject({ mechanism: 'merged', replaced: { arn: teamBoundary } });
    await tendBoth(world);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_REPAIRED' });
    expect(await boundaryOf(world)).toBe(lost);
    expect(canInvoke(await factsOf(world))).toBe('no');
  });

  it('comes back by calls that are recognised as our own', async () => {
    const { world } = await raced();
    const events: unknown[] = [];
    world.iam.onEvent((event) => events.push(event));
    await tendBoth(world);
    const sagas = await world.sagas.list();
    const echoes = events.map((event) => {
      const change = readChange(event);
      return change.kind === 'change' ? recogniseEcho(change, sagas, world.identity).echo : change.kind;
    });
    expect(echoes).toEqual(['ours', 'ours', 'ours']);
  });

  it('waits for a person who approves the Deny beside it where the mode asks for one', async () => {
    const { world, id } = await raced();
    await world.modeSwitch.setMode('approve');
    await tendBoth(world);
    const [beside] = await besides(world);
    expect(beside).toMatchObject({ state: 'WAITING' });
    expect(await sagaOf(world, id)).toMatchObject({ state: 'CONTAINED' });
    expect(await boundaryOf(world)).toContain('/ringfence/');
    const decision = { sagaId: beside?.id ?? '', planHash: beside?.plan.planHash ?? '', approver: olga.requestedBy };
    expect(await approve(world)(decision)).toMatchObject({ decided: true });
    world.clock.advance(60_000);
    await containFunction(world)({ sagaId: beside?.id ?? '', eventId: 'approved' });
    await tendBoth(world);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_REPAIRED' });
  });
});

describe('the Deny beside it, where a person undoes the containment meanwhile', () => {
  /** A Deny that waits for approval, beside the containment that is undone. */
  const waiting = async () => {
    const { world, id } = await raced();
    await world.modeSwitch.setMode('approve');
    await settle(world)(id);
    const [beside] = await besides(world);
    if (beside?.state !== 'WAITING') throw new Error(JSON.stringify(beside));
    return { world, id, beside };
  };
  const notNeeded = { state: 'REFUSED', outcome: 'SUPERSEDED' };

  it('ends by name: nobody is asked for what is not needed any more', async () => {
    const { world, id, beside } = await waiting();
    expect(await undo(world)({ sagaId: id, ...olga })).toMatchObject({ saga: { state: 'UNDONE' } });
    const ended = await sagaOf(world, beside.id);
    expect(ended).toMatchObject(notNeeded);
    expect(ended.detail).toContain(`${id}, which it was to stand in for, was undone for ${olga.requestedBy}`);
  });

  it('ends by name too where a worker finds it only afterwards', async () => {
    const { world, id, beside } = await waiting();
    const decision = { sagaId: beside.id, planHash: beside.plan.planHash, approver: olga.requestedBy };
    expect(await approve(world)(decision)).toMatchObject({ decided: true });
    const ofSubject: TestWorld['sagas']['ofSubject'] = async (subject) =>
      (await world.sagas.ofSubject(subject)).filter((saga) => saga.plan.asIf === undefined);
    await undo({ ...world, sagas: { ...world.sagas, ofSubject } })({ sagaId: id, ...olga });
    const calls: unknown[] = [];
    world.iam.onEvent(({ detail }) => calls.push(detail['eventName']));
    expect(await contain(world)(beside.id)).toMatchObject({ saga: notNeeded });
    expect(calls).toEqual([]);
  });

  it('is named in the end of the undo where it is in force', async () => {
    const { world, id } = await raced();
    await settle(world)(id);
    const [beside] = await besides(world);
    const result = await undo(world)({ sagaId: id, ...olga });
    expect(result.ran && result.saga.detail).toContain(
      `The Deny beside it, ${beside?.id ?? ''}, is in force: undo that too.`,
    );
  });
});

describe('what cannot be repaired goes to a person, and nothing is written', () => {
  const conflict = { state: 'FAILED', outcome: 'LOST_UPDATE_CONFLICT' };
  const ends = async (world: TestWorld, id: string): Promise<Saga> => {
    const writes: string[] = [];
    world.iam.onEvent(({ detail }) => writes.push(String(detail['eventName'])));
    await containFunction(world)({ tend: true, eventId: 'clock' });
    await undoFunction(world)({ tend: true, requestId: 'clock' });
    expect(writes).toEqual([]);
    expect(await boundaryOf(world)).toContain('/ringfence/');
    expect(canInvoke(await factsOf(world))).toBe('no');
    return sagaOf(world, id);
  };

  it('where the role that sets a Deny beside it is not installed', async () => {
    const { world, id } = await raced();
    const { containInlineRoleArn: _inline, ...identity } = world.identity;
    const saga = await ends({ ...world, identity }, id);
    expect(saga).toMatchObject(conflict);
    expect(saga.detail).toContain(
      `put-role-permissions-boundary --role-name ${role.name} --permissions-boundary ${lost}`,
    );
  });

  it('where the undo role may put no boundary back, with the exact calls in their order', async () => {
    const { world, id } = await raced();
    const { containInlineRoleArn } = world.identity;
    const identity = { ...withoutOptionalRoles(world.identity), ...(containInlineRoleArn && { containInlineRoleArn }) };
    const { detail = '', ...saga } = await ends({ ...world, identity }, id);
    expect(saga).toMatchObject(conflict);
    expect(detail.indexOf('aws iam put-role-policy')).toBeGreaterThan(0);
    expect(detail.indexOf('aws iam put-role-permissions-boundary')).toBeGreaterThan(
      detail.indexOf('aws iam put-role-policy'),
    );
  });

  it('where the gate says no', async () => {
    const { world, id } = await raced();
    await world.modeSwitch.setMode('observe');
    const saga = await ends(world, id);
    expect(saga).toMatchObject(conflict);
    expect(saga.detail).toContain('MODE_OBSERVE');
  });

  it('where the boundary is deleted by now', async () => {
    const { world, id } = await raced();
    world.iam.call(admin, 'DeletePolicy', { policyArn: lost });
    expect(await ends(world, id)).toMatchObject(conflict);
  });

  it('where two changes of one second give no order', async () => {
    const both = (world: TestWorld): void => {
      setLost(world);
      world.iam.call(admin, 'DeleteRolePermissionsBoundary', { roleName: role.name });
      world.iam.call(admin, 'PutRolePermissionsBoundary', { roleName: role.name, permissionsBoundary: lost });
    };
    const { world, id } = await raced({ act: both });
    const saga = await ends(world, id);
    expect(saga).toMatchObject(conflict);
    expect(saga.detail).toContain('no order');
  });

  it('where the record of it came without its parameters', async () => {
    const { world, id } = await raced();
    const calls: TestWorld['recordedCalls']['calls'] = async (input) => {
      const read = await world.recordedCalls.calls(input);
      if (read.found !== 'yes') return read;
      return {
        found: 'yes',
        value: read.value.map((change) =>
          change.actor.arn === admin.arn ? { ...change, body: 'omitted', parameters: {} } : change,
        ),
      };
    };
    expect(await ends({ ...world, recordedCalls: { calls } }, id)).toMatchObject(conflict);
  });

  it('where a boundary was taken off that the merge holds: an undo leaves it off', async () => {
    const act = (world: TestWorld): void => {
      world.iam.call(admin, 'DeleteRolePermissionsBoundary', { roleName: role.name });
    };
    const { world, id } = await raced({ facts: mechanismCases.merged.facts, merge: true, act });
    expect(await ends(world, id)).toMatchObject(conflict);
    expect(await undo(world)({ sagaId: id, ...olga })).toMatchObject({ saga: { outcome: 'UNDONE' } });
    expect(await boundaryOf(world)).toBeUndefined();
  });

  it('and an undo of it restores what its owner had set', async () => {
    const { world, id } = await raced();
    await world.modeSwitch.setMode('observe');
    await ends(world, id);
    expect(await undo(world)({ sagaId: id, ...olga })).toMatchObject({ saga: { outcome: 'UNDONE' } });
    expect(await boundaryOf(world)).toBe(lost);
  });

  it('where the undo function does not put it back within the hour', async () => {
    const { world, id } = await raced();
    await settle(world)(id);
    world.clock.advance(60 * 60_000);
    expect(await settle(world)(id)).toMatchObject({ saga: conflict });
    expect((await sagaOf(world, id)).detail).toMatch(/The Deny beside it, c-[a-z0-9]+, is in force too\./u);
  });

  it('and does not say that the Deny stands beside it where it was undone meanwhile', async () => {
    const { world, id } = await raced();
    await settle(world)(id);
    const [beside] = await besides(world);
    expect(await undo(world)({ sagaId: beside?.id ?? '', ...olga })).toMatchObject({ saga: { state: 'UNDONE' } });
    world.clock.advance(60 * 60_000);
    expect(await settle(world)(id)).toMatchObject({ saga: conflict });
    expect((await sagaOf(world, id)).detail).toContain(`${beside?.id ?? ''}, is not in force any more`);
  });

  it.each([
    ['the kill switch is on', (world: TestWorld) => world.modeSwitch.setKillSwitch({ killSwitch: true })],
    ['the mode was lowered', (world: TestWorld) => world.modeSwitch.setMode('observe')],
    [
      'the Deny beside it was taken off',
      async (world: TestWorld) => {
        const [beside] = await besides(world);
        world.iam.call(admin, 'DeleteRolePolicy', { roleName: role.name, policyName: beside?.plan.inlineName ?? '' });
      },
    ],
  ])('puts nothing back where %s', async (_, before) => {
    const { world, id } = await raced();
    await settle(world)(id);
    await before(world);
    await undoFunction(world)({ tend: true, requestId: 'clock' });
    expect(await boundaryOf(world)).toContain('/ringfence/');
    expect(canInvoke(await factsOf(world))).toBe('no');
    expect((await sagaOf(world, id)).state).toBe('CONTAINED');
  });
});

describe('a boundary that was lost where the containment did not go as it should', () => {
  const { facts, ask } = mechanismCases.quarantine;
  const user = { kind: 'user', name: facts.name } as const;
  const setOnUser = (world: TestWorld): void => {
    world.iam.call(admin, 'PutUserPermissionsBoundary', { userName: facts.name, permissionsBoundary: lost });
  };
  const boundaryOfUser = async (world: TestWorld): Promise<string | undefined> => {
    const read = await world.principals.readPrincipal(user);
    if (read.found !== 'yes' || read.value.permissionsBoundary.state !== 'known') return undefined;
    return read.value.permissionsBoundary.value.arn;
  };
  /** A quarantine, with somebody's boundary lost to it; `meddle` right after it was contained. */
  const quarantined = async (meddle: (world: TestWorld, id: string) => void | Promise<void>, act = setOnUser) => {
    const world = await aWorld({
      mode: 'enforce',
      principals: [facts],
      settings: { levels: ['surgical', 'sensitive', 'quarantine'] },
    });
    world.iam.call(admin, 'CreatePolicy', { policyName: 'lost', policyDocument: allowing('bedrock:*', 's3:*') });
    const findings = [aFindingOf(facts)];
    await world.findings.save(findings);
    const proposed = await propose(world)({ principal: user, findings, ...ask });
    if (proposed.proposed !== 'saga') throw new Error(JSON.stringify(proposed));
    const { id, plan } = proposed.saga;
    await approve(world)({ sagaId: id, planHash: plan.planHash, approver: olga.requestedBy });
    const putBoundary: TestWorld['boundaries']['putBoundary'] = (input) => {
      act(world);
      return world.boundaries.putBoundary(input);
    };
    await contain({ ...world, boundaries: { ...world.boundaries, putBoundary } })(id);
    await meddle(world, id);
    return { world, id };
  };
  const wake = (world: TestWorld): void => {
    world.iam.call(admin, 'UpdateAccessKey', { userName: facts.name, accessKeyId: 'AKIAONE', status: 'Active' });
  };
  const tend = (world: TestWorld): Promise<unknown> =>
    containFunction(world)({ tend: true, eventId: world.clock.id() });

  it.each<[string, string, Parameters<typeof quarantined>[0]]>([
    ['a credential was made active again', 'DRIFTED', wake],
    [
      'that was told before',
      'DRIFTED',
      async (world) => {
        wake(world);
        world.clock.advance(60_000);
        // A finding of a while later: whoever plans for it sees what drifted.
        await propose(world)({ principal: user, findings: [aFindingOf(facts, { can: 'bedrock:CreateAgent' })] });
      },
    ],
  ])('%s: it is %s, and an undo restores what its owner had set', async (_, state, meddle) => {
    const { world, id } = await quarantined(meddle);
    world.clock.advance(quarter);
    await tend(world);
    const saga = await sagaOf(world, id);
    expect(saga).toMatchObject({ state, outcome: 'LOST_UPDATE_CONFLICT', looked: true });
    expect(saga.detail).toContain('CONFLICT_CHANGED: A part of it is gone');
    expect(saga.detail).toContain(`an undo restores ${lost} from now on`);
    const { version } = saga;
    world.clock.advance(quarter);
    await tend(world);
    expect((await sagaOf(world, id)).version).toBe(version);
    expect(await undo(world)({ sagaId: id, ...olga })).toMatchObject({ saga: { state: 'UNDONE', outcome: 'UNDONE' } });
    expect(await boundaryOfUser(world)).toBe(lost);
  });

  it('a part of it could not be written: it failed, and is looked at all the same', async () => {
    const world = await aWorld({
      mode: 'enforce',
      principals: [facts],
      settings: { levels: ['surgical', 'sensitive', 'quarantine'] },
    });
    world.iam.call(admin, 'CreatePolicy', { policyName: 'lost', policyDocument: allowing('bedrock:*', 's3:*') });
    const proposed = await propose(world)({ principal: user, findings: [aFindingOf(facts)], ...ask });
    if (proposed.proposed !== 'saga') throw new Error(JSON.stringify(proposed));
    const { id, plan } = proposed.saga;
    await approve(world)({ sagaId: id, planHash: plan.planHash, approver: olga.requestedBy });
    const putBoundary: TestWorld['boundaries']['putBoundary'] = (input) => {
      setOnUser(world);
      return world.boundaries.putBoundary(input);
    };
    const deactivate: TestWorld['credentials']['deactivate'] = () =>
      Promise.resolve({ written: false, code: 'denied', detail: 'no' });
    await contain({
      ...world,
      boundaries: { ...world.boundaries, putBoundary },
      credentials: { ...world.credentials, deactivate },
    })(id);
    expect(await sagaOf(world, id)).toMatchObject({ state: 'FAILED', outcome: 'WRITE_DENIED' });
    await tend(world);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'WRITE_DENIED' });
    world.clock.advance(quarter);
    await tend(world);
    expect(await sagaOf(world, id)).toMatchObject({ state: 'FAILED', outcome: 'LOST_UPDATE_CONFLICT' });
    await undo(world)({ sagaId: id, ...olga });
    expect(await boundaryOfUser(world)).toBe(lost);
  });

  it('nothing was lost: it stays as it drifted, is asked once, and nobody is told again', async () => {
    const { world, id } = await quarantined(wake, () => {});
    world.clock.advance(quarter);
    await tend(world);
    const saga = await sagaOf(world, id);
    expect(saga).toMatchObject({ state: 'DRIFTED', outcome: 'CONFLICT_CHANGED', looked: true });
    await tend(world);
    expect((await sagaOf(world, id)).version).toBe(saga.version);
  });

  it('CloudTrail does not say: it is asked four times, then a person', async () => {
    const { world, id } = await quarantined(wake, () => {});
    const recordedCalls: TestWorld['recordedCalls'] = { calls: () => Promise.resolve({ found: 'yes', value: [] }) };
    for (let turn = 1; turn < 4; turn += 1) {
      world.clock.advance(quarter);
      await tend({ ...world, recordedCalls });
      expect(await sagaOf(world, id)).toMatchObject({ outcome: 'CONFLICT_CHANGED', unanswered: turn });
    }
    world.clock.advance(quarter);
    await tend({ ...world, recordedCalls });
    expect(await sagaOf(world, id)).toMatchObject({ state: 'DRIFTED', outcome: 'LOST_UPDATE_CONFLICT' });
  });

  it('the boundary itself was taken off: what stands there now is left alone', async () => {
    const { world, id } = await quarantined((at) => {
      at.iam.call(admin, 'DeleteUserPermissionsBoundary', { userName: facts.name });
    });
    world.clock.advance(quarter);
    await tend(world);
    expect(await sagaOf(world, id)).toMatchObject({ state: 'DRIFTED', outcome: 'CONFLICT_CHANGED', looked: true });
    await undo(world)({ sagaId: id, ...olga });
    expect(await boundaryOfUser(world)).toBeUndefined();
  });
});

describe('a repair that a worker left, and the switches meanwhile', () => {
  const switchedOff: readonly [string, (world: TestWorld) => Promise<unknown>][] = [
    ['the kill switch is on', (world) => world.modeSwitch.setKillSwitch({ killSwitch: true })],
    ['the mode was lowered', (world) => world.modeSwitch.setMode('observe')],
  ];
  /** Left after the last stored step of that state, before the call. */
  const leftIn = async (wanted: 'UNDO_PLANNED' | 'UNDO_INTENT') => {
    const { world, id } = await raced();
    await settle(world)(id);
    const advance: TestWorld['sagas']['advance'] = async (step) => {
      const done = await world.sagas.advance(step);
      if (step.saga.state === wanted) throw new Error('killed');
      return done;
    };
    const dying = { ...world, sagas: { ...world.sagas, advance } };
    await expect(putBackBoundary(dying)(id)).rejects.toThrow('killed');
    expect((await sagaOf(world, id)).state).toBe(wanted);
    world.clock.advance(leaseMilliseconds + 1);
    return { world, id };
  };
  const cases = switchedOff.flatMap(([why, off]) =>
    (['UNDO_PLANNED', 'UNDO_INTENT'] as const).map((state) => [state, why, off] as const),
  );

  it.each(cases)('waits in %s while %s, and goes on afterwards', async (state, _, off) => {
    const { world, id } = await leftIn(state);
    const before = await world.modeSwitch.read();
    await off(world);
    await undoFunction(world)({ tend: true, requestId: 'clock' });
    expect(await boundaryOf(world)).toContain('/ringfence/');
    expect((await sagaOf(world, id)).state).toBe(state);
    if (before.found !== 'yes') throw new Error(before.found);
    await world.modeSwitch.setKillSwitch({ killSwitch: false });
    await world.modeSwitch.setMode(before.value.mode);
    world.clock.advance(leaseMilliseconds + 1);
    await undoFunction(world)({ tend: true, requestId: 'later' });
    expect(await sagaOf(world, id)).toMatchObject({ state: 'UNDONE', outcome: 'LOST_UPDATE_REPAIRED' });
  });

  it.each(cases)('is undone from %s by a person who asks while %s', async (state, _, off) => {
    const { world, id } = await leftIn(state);
    await off(world);
    expect(await undo(world)({ sagaId: id, ...olga })).toMatchObject({ saga: { state: 'UNDONE', undo: olga } });
    expect(await boundaryOf(world)).toBe(lost);
    const { faults } = await verifiedHistory(world);
    expect(faults).toEqual([]);
  });
});

describe('a record that says nothing yet', () => {
  const silent: TestWorld['recordedCalls'] = { calls: () => Promise.resolve({ found: 'yes', value: [] }) };
  const refused: TestWorld['recordedCalls'] = {
    calls: () => Promise.resolve({ found: 'unreadable', why: 'allow cloudtrail:LookupEvents' }),
  };

  it.each([
    ['our own call is not delivered', silent, 'does not show yet'],
    ['CloudTrail cannot be read', refused, 'cloudtrail:LookupEvents'],
  ])('where %s: it is asked again, and in the end a person is', async (_, recordedCalls, why) => {
    const { world, id } = await raced({ act: () => {} });
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await settle({ ...world, recordedCalls })(id)).toMatchObject({
        saga: { state: 'CONTAINED', outcome: 'CONTAINED_BOUNDARY' },
      });
      world.clock.advance(quarter);
    }
    const { saga } = (await settle({ ...world, recordedCalls })(id)) as { saga: Saga };
    expect(saga).toMatchObject({ state: 'FAILED', outcome: 'LOST_UPDATE_CONFLICT' });
    expect(saga.detail).toContain(why);
  });

  it('and then says that nothing was lost: it is settled', async () => {
    const { world, id } = await raced({ act: () => {} });
    await settle({ ...world, recordedCalls: silent })(id);
    world.clock.advance(quarter);
    expect(await settle(world)(id)).toMatchObject({ saga: { state: 'SETTLED', outcome: 'CONTAINED_BOUNDARY' } });
  });

  it.each([
    ['a change of another principal', { roleName: 'other', permissionsBoundary: lost }],
    ['a call that IAM refused', { roleName: role.name, permissionsBoundary: arnOf('nowhere') }],
  ])('settles past %s', async (_, parameters) => {
    const other = aRole({ name: 'other', allows: 's3:GetObject' });
    const { world, id } = await raced({
      act: (at) => {
        at.iam.load([other]);
        at.iam.call(admin, 'PutRolePermissionsBoundary', parameters);
      },
    });
    expect(await settle(world)(id)).toMatchObject({ saga: { state: 'SETTLED' } });
  });

  it('settles past a boundary of an earlier principal of the same name', async () => {
    const world = await aWorld({ mode: 'enforce', principals: [role] });
    const { roleName, ...made } = { roleName: role.name, path: '/', assumeRolePolicyDocument: anyTrust };
    world.iam.call(admin, 'CreatePolicy', { policyName: 'lost', policyDocument: allowing('s3:GetObject') });
    setLost(world);
    world.iam.call(admin, 'DeleteRolePolicy', { roleName, policyName: 'test' });
    world.iam.call(admin, 'DeleteRole', { roleName });
    world.clock.advance(20_000);
    world.iam.call(admin, 'CreateRole', { roleName, ...made });
    const policyDocument = allowing('bedrock:InvokeModel', 's3:GetObject');
    world.iam.call(admin, 'PutRolePolicy', { roleName, policyName: 'test', policyDocument });
    const open = aFindingOf(await factsOf(world));
    await world.findings.save([open]);
    const proposed = await propose(world)({ principal, findings: [open] });
    const { saga } = proposed as { saga: Saga };
    await contain(world)(saga.id);
    world.clock.advance(quarter);
    await tendBoth(world);
    expect(saga.plan.subject.uniqueId).not.toBe(role.uniqueId);
    expect(await sagaOf(world, saga.id)).toMatchObject({ state: 'SETTLED', outcome: 'CONTAINED_BOUNDARY' });
    expect(await boundaryOf(world)).toContain('/ringfence/');
  });

  it('settles past a boundary that was set and taken off again', async () => {
    const { world, id } = await raced({
      act: (at) => {
        setLost(at);
        at.clock.advance(1_000);
        at.iam.call(admin, 'DeleteRolePermissionsBoundary', { roleName: role.name });
        at.clock.advance(1_000);
      },
    });
    expect(await settle(world)(id)).toMatchObject({ saga: { state: 'SETTLED' } });
  });
});

describe('a process that dies at any port call of the repair, before it or after it', () => {
  /** What the two functions do for these sagas when the clock asks, in a process that a death ends. */
  const tendHere = async (world: TestWorld): Promise<void> => {
    for (const { id, state } of await world.sagas.list()) {
      if (state === 'CONTAINED') await settle(world)(id);
      else if (state === 'PLANNED' || state === 'INTENT' || state === 'WRITTEN') await contain(world)(id);
    }
    for (const { id, state } of await world.sagas.list()) {
      if (state.startsWith('UNDO_')) await resume(world)(id);
      else await putBackBoundary(world)(id);
    }
  };
  const calls = async (): Promise<number> => {
    const { world } = await raced();
    const counted = killable(world);
    await tendHere(counted.ports);
    return counted.calls().length;
  };

  it('is ended by the next ones, with the Deny in force after every call and the boundary back', async () => {
    const total = await calls();
    expect(total).toBeGreaterThan(60);
    // A death before a call leaves what one after the call before it leaves.
    for (let call = 1; call <= total; call += 1) {
      const { world, id } = await raced();
      const open: string[] = [];
      const kill: Kill = { call, when: 'after' };
      const watched = killable(world, kill);
      const stop = world.iam.onEvent(({ detail }) => {
        if (detail['errorCode'] === undefined) open.push(String(detail['eventName']));
      });
      await untilKilled(() => tendHere(watched.ports));
      expect({ kill, answer: canInvoke(await factsOf(world)) }).toEqual({ kill, answer: 'no' });
      for (let turn = 0; turn < 2; turn += 1) {
        world.clock.advance(leaseMilliseconds + 1);
        await tendHere(world);
        expect({ kill, answer: canInvoke(await factsOf(world)) }).toEqual({ kill, answer: 'no' });
      }
      stop();
      expect({ kill, ...(await sagaOf(world, id)) }).toMatchObject({ kill, outcome: 'LOST_UPDATE_REPAIRED' });
      expect({ kill, boundary: await boundaryOf(world) }).toEqual({ kill, boundary: lost });
      expect({ kill, writes: open.toSorted() }).toEqual({
        kill,
        writes: ['DeletePolicy', 'PutRolePermissionsBoundary', 'PutRolePolicy'],
      });
      const { faults } = await verifiedHistory(world);
      expect({ kill, faults }).toEqual({ kill, faults: [] });
    }
  }, 300_000);
});
