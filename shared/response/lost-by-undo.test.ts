import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aRole, aUser } from '../../test/builders/a-principal.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import { killable, type Kill, untilKilled } from '../../test/builders/killable.ts';
import { mechanismCases, teamBoundary } from '../../test/builders/mechanism-cases.ts';
import { withoutOptionalRoles } from '../../test/builders/without-optional-roles.ts';
import { contain as containFunction } from '../../functions/contain/contain.ts';
import { undo as undoFunction } from '../../functions/undo/undo.ts';
import { readChange } from '../change/read-change.ts';
import { absent, known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { verifiedHistory } from '../../test/builders/verified-history.ts';
import { approve } from './approve.ts';
import { contain } from './contain.ts';
import { recogniseEcho } from './echo.ts';
import { lookAfterUndo } from './look-after-undo.ts';
import { propose } from './propose.ts';
import type { Saga } from './saga.ts';
import { leaseMilliseconds } from './saga-run.ts';
import { undo } from './undo.ts';

const role = aRole({ allows: ['bedrock:InvokeModel', 's3:GetObject'] });
const admin = { arn: 'arn:aws:iam::111122223333:user/admin' };
const olga = { requestedBy: 'arn:aws:iam::111122223333:user/olga', reason: 'the team needs it' };
const principal = { kind: 'role', name: role.name } as const;
const minute = 60_000;
const quarter = 15 * minute;

const statement = (Action: string | readonly string[], more: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
});
const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const arnOf = (name: string): string => `arn:aws:iam::111122223333:policy/${name}`;
/** The boundary that an admin sets in the moment between the undo's last read and its write. */
const lost = arnOf('lost');

const setBoundary = (world: TestWorld, permissionsBoundary: string): void => {
  world.iam.call(admin, 'PutRolePermissionsBoundary', { roleName: role.name, permissionsBoundary });
};
const takeBoundaryOff = (world: TestWorld): void => {
  world.iam.call(admin, 'DeleteRolePermissionsBoundary', { roleName: role.name });
};

type Race = {
  /** Of the boundary that is lost. */
  document?: string;
  /** Right before the containment's write, and right before the undo's. */
  beforePut?: (world: TestWorld) => void;
  beforeUndo?: (world: TestWorld) => void;
  facts?: PrincipalFacts;
  merge?: true;
  /** Between the containment and its undo. */
  wait?: number;
  /** IAM does not delete the policy with the undo. */
  policyStays?: true;
};

/** Contained and undone, with somebody's change in between. */
const undone = async ({ document = policy(statement('s3:*')), facts = role, wait = minute, ...race }: Race = {}) => {
  const { beforeUndo = (at: TestWorld) => setBoundary(at, lost), beforePut, merge, policyStays } = race;
  const world = await aWorld({
    mode: 'enforce',
    principals: [facts],
    ...(merge === undefined ? {} : { settings: { mergeBoundaries: true } }),
  });
  world.iam.call(admin, 'CreatePolicy', { policyName: 'lost', policyDocument: document });
  const finding = aFindingOf(facts);
  await world.findings.save([finding]);
  const proposed = await propose(world)({ principal, findings: [finding] });
  if (proposed.proposed !== 'saga') throw new Error(JSON.stringify(proposed));
  const { id, plan, state } = proposed.saga;
  if (state === 'WAITING') await approve(world)({ sagaId: id, planHash: plan.planHash, approver: olga.requestedBy });
  const boundaries = {
    ...world.boundaries,
    putBoundary: (input: Parameters<TestWorld['boundaries']['putBoundary']>[0]) => {
      beforePut?.(world);
      return world.boundaries.putBoundary(input);
    },
  };
  const boundaryRemover = {
    ...world.boundaryRemover,
    deleteBoundary: (input: Parameters<TestWorld['boundaryRemover']['deleteBoundary']>[0]) => {
      beforeUndo(world);
      return world.boundaryRemover.deleteBoundary(input);
    },
    restoreBoundary: (input: Parameters<TestWorld['boundaryRemover']['restoreBoundary']>[0]) => {
      beforeUndo(world);
      return world.boundaryRemover.restoreBoundary(input);
    },
    ...(policyStays === true
      ? {
          deletePolicy: () => Promise.resolve({ written: false as const, code: 'conflict' as const, detail: 'in use' }),
        }
      : {}),
  };
  const contained = await contain({ ...world, boundaries })(id);
  if (!contained.ran || contained.saga.state !== 'CONTAINED') throw new Error(JSON.stringify(contained));
  world.clock.advance(wait);
  const end = await undo({ ...world, boundaryRemover })({ sagaId: id, ...olga });
  if (!end.ran || end.saga.state !== 'UNDONE') throw new Error(JSON.stringify(end));
  return { world, id };
};

const sagaOf = async (world: TestWorld, id: string): Promise<Saga> => {
  const read = await world.sagas.get(id);
  if (read.found !== 'yes') throw new Error(read.found);
  return read.value;
};
const boundaryOf = async (world: TestWorld): Promise<string | undefined> => {
  const read = await world.principals.readPrincipal(principal);
  if (read.found !== 'yes') throw new Error(read.found);
  const { permissionsBoundary } = read.value;
  return permissionsBoundary.state === 'known' ? permissionsBoundary.value.arn : undefined;
};
const tend = (world: TestWorld): Promise<unknown> => undoFunction(world)({ tend: true, requestId: world.clock.id() });
/** What IAM is called with from now on. */
const callsIn = (world: TestWorld): readonly string[] => {
  const calls: string[] = [];
  world.iam.onEvent(({ detail }) => calls.push(String(detail['eventName'])));
  return calls;
};

const never: Race = { beforeUndo: () => {} };
/** The team's boundary, merged with the Deny and put back by the undo. */
const overTeam: Race = { facts: mechanismCases.merged.facts, merge: true };

describe('a boundary that somebody set between the last read of an undo and its write', () => {
  it('is put back a quarter of an hour later, once', async () => {
    const { world, id } = await undone();
    expect(await boundaryOf(world)).toBeUndefined();
    world.clock.advance(quarter);
    const calls = callsIn(world);
    await tend(world);
    await tend(world);
    expect(await boundaryOf(world)).toBe(lost);
    expect(calls).toEqual(['PutRolePermissionsBoundary']);
    const saga = await sagaOf(world, id);
    expect(saga).toMatchObject({ state: 'UNDONE', outcome: 'LOST_UPDATE_REPAIRED', undo: olga, policyGone: true });
    expect(saga.detail).toContain(lost);
    expect(saga.detail).toContain(admin.arn);
    expect((await verifiedHistory(world)).faults).toEqual([]);
  });

  it('is not looked for before', async () => {
    const { world, id } = await undone();
    world.clock.advance(quarter - 2 * minute);
    await tend(world);
    expect(await boundaryOf(world)).toBeUndefined();
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'UNDONE' });
  });

  it('comes back by a call that is recognised as our own', async () => {
    const { world } = await undone();
    world.clock.advance(quarter);
    const events: unknown[] = [];
    world.iam.onEvent((event) => events.push(event));
    await tend(world);
    const sagas = await world.sagas.list();
    const change = readChange(events[0]);
    expect(change.kind === 'change' && recogniseEcho(change, sagas, world.identity).echo).toBe('ours');
  });

  it('is put back where the undo had put another one back, if it lets nothing more through', async () => {
    const { world, id } = await undone(overTeam);
    expect(await boundaryOf(world)).toBe(teamBoundary);
    world.clock.advance(quarter);
    await tend(world);
    expect(await boundaryOf(world)).toBe(lost);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_REPAIRED' });
  });

  it('is found although the undo came within a minute of another change, in the order in which they were made', async () => {
    const { world } = await undone({
      beforeUndo: (at) => {
        takeBoundaryOff(at);
        at.clock.advance(1_000);
        setBoundary(at, lost);
        at.clock.advance(1_000);
      },
    });
    world.clock.advance(quarter);
    await tend(world);
    expect(await boundaryOf(world)).toBe(lost);
  });

  it('is what a containment was written over, where the undo came before anybody asked: put back too', async () => {
    const { world, id } = await undone({ ...never, beforePut: (at) => setBoundary(at, lost) });
    // Nobody knew of it: the undo restored what the plan was made on, and says what is still to be asked.
    expect(await boundaryOf(world)).toBeUndefined();
    expect((await sagaOf(world, id)).detail).toMatch(
      /From 2026-11-21T21:16\S+ on CloudTrail shows whether somebody changed the boundary in that moment, or right before it was contained\./u,
    );
    world.clock.advance(quarter);
    await tend(world);
    expect(await boundaryOf(world)).toBe(lost);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_REPAIRED' });
  });
});

describe('where nothing was lost', () => {
  it.each<[string, Race]>([
    ['nobody changed it', never],
    [
      'a boundary was set and taken off again',
      {
        beforeUndo: (at) => {
          setBoundary(at, lost);
          at.clock.advance(1_000);
          takeBoundaryOff(at);
          at.clock.advance(1_000);
          setBoundary(at, at.iam.store.policies.leaders().find(({ arn }) => arn.includes('/ringfence/'))?.arn ?? '');
          at.clock.advance(1_000);
        },
      },
    ],
    ['a call was refused', { beforeUndo: (at) => setBoundary(at, arnOf('nowhere')) }],
    [
      'it was another principal',
      {
        beforeUndo: (at) => {
          at.iam.load([aRole({ name: 'other', allows: 's3:GetObject' })]);
          at.iam.call(admin, 'PutRolePermissionsBoundary', { roleName: 'other', permissionsBoundary: lost });
        },
      },
    ],
  ])('%s: the undo stays as it ended, and nobody is told', async (_, race) => {
    const { world, id } = await undone(race);
    const told = await world.outbox.pending();
    world.clock.advance(quarter);
    const calls = callsIn(world);
    await tend(world);
    expect(calls).toEqual([]);
    const saga = await sagaOf(world, id);
    expect(saga).toMatchObject({ state: 'UNDONE', outcome: 'UNDONE', looked: true });
    expect(saga.afterUndo).toBeUndefined();
    expect(await world.outbox.pending()).toEqual(told);
    const { version } = saga;
    await tend(world);
    expect((await sagaOf(world, id)).version).toBe(version);
  });

  it('its owner set another one since: that stays', async () => {
    const { world, id } = await undone();
    world.iam.call(admin, 'CreatePolicy', { policyName: 'later', policyDocument: policy(statement('*')) });
    world.clock.advance(minute);
    setBoundary(world, arnOf('later'));
    world.clock.advance(quarter);
    const calls = callsIn(world);
    await tend(world);
    expect(calls).toEqual([]);
    expect(await boundaryOf(world)).toBe(arnOf('later'));
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'UNDONE' });
  });

  it('the principal was made anew: nobody is told to change the new one', async () => {
    const { world, id } = await undone({ ...overTeam, beforeUndo: takeBoundaryOff });
    world.iam.load([
      { ...role, uniqueId: 'AROAMADEANEW', permissionsBoundary: overTeam.facts?.permissionsBoundary ?? absent },
    ]);
    const told = await world.outbox.pending();
    world.clock.advance(quarter);
    await tend(world);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'UNDONE', looked: true });
    expect(await world.outbox.pending()).toEqual(told);
  });

  it('whoever undoes it once more is told when it was undone, not when that was looked at', async () => {
    const { world, id } = await undone(never);
    const at = (await sagaOf(world, id)).undo?.at ?? 'never';
    world.clock.advance(quarter);
    await tend(world);
    const again = await undo(world)({ sagaId: id, ...olga });
    expect(again.ran && again.saga.detail).toContain(`was undone before, at ${at}, for ${olga.requestedBy}`);
  });

  it('its owner set it again since, and took it off later: it stays off', async () => {
    const { world, id } = await undone();
    world.clock.advance(minute);
    setBoundary(world, lost);
    world.clock.advance(minute);
    takeBoundaryOff(world);
    world.clock.advance(quarter);
    const calls = callsIn(world);
    await tend(world);
    expect(calls).toEqual([]);
    expect(await boundaryOf(world)).toBeUndefined();
    const saga = await sagaOf(world, id);
    expect(saga).toMatchObject({ outcome: 'UNDONE', looked: true });
    expect(saga.afterUndo).toBeUndefined();
  });

  it('an undo that made no call for a boundary is not looked at', async () => {
    const world = await aWorld({ mode: 'enforce', principals: [mechanismCases.inline.facts] });
    const findings = [aFindingOf(mechanismCases.inline.facts)];
    const { saga } = (await propose(world)({ principal, findings })) as { saga: Saga };
    await contain(world)(saga.id);
    await undo(world)({ sagaId: saga.id, ...olga });
    expect((await sagaOf(world, saga.id)).afterUndo).toBeUndefined();
  });
});

describe('what can widen, or is not certain, is said to a person: nothing is written', () => {
  const ends = async (world: TestWorld, id: string): Promise<Saga> => {
    const before = await boundaryOf(world);
    world.clock.advance(quarter);
    const calls = callsIn(world);
    await tend(world);
    await tend(world);
    expect(calls).toEqual([]);
    expect(await boundaryOf(world)).toBe(before);
    const saga = await sagaOf(world, id);
    expect(saga).toMatchObject({ state: 'UNDONE', outcome: 'LOST_UPDATE_CONFLICT' });
    expect(saga.afterUndo).toBeUndefined();
    const notices = (await world.outbox.pending()).filter(
      (notice) => notice.kind === 'containment' && notice.stage === 'conflict',
    );
    expect(notices).toHaveLength(1);
    expect((await verifiedHistory(world)).faults).toEqual([]);
    return saga;
  };
  const byHand = `aws iam put-role-permissions-boundary --role-name ${role.name} --permissions-boundary ${lost}`;
  /** The team's boundary lets only this through. */
  const overNarrow = (present: object, document: string): Race => ({
    document,
    merge: true,
    facts: {
      ...role,
      permissionsBoundary: known({ name: teamBoundary, arn: teamBoundary, versionId: 'v1', text: policy(present) }),
    },
  });

  it.each<[string, Race]>([
    [
      'it lets more through than what the undo put back',
      overNarrow(statement('bedrock:*'), policy(statement(['bedrock:*', 's3:*']))),
    ],
    [
      'it lets a service through that no list of actions holds',
      overNarrow(statement(['bedrock:*', 's3:*']), policy(statement(['s3:*', 'ec2:*']))),
    ],
    [
      'it lets more through of a resource',
      overNarrow(
        statement(['bedrock:*', 'ec2:*']),
        policy(statement('bedrock:*'), { ...statement('ec2:*'), Condition: {} }, statement('s3:*')),
      ),
    ],
  ])('%s', async (_, race) => {
    const { world, id } = await undone(race);
    expect(await boundaryOf(world)).toBe(teamBoundary);
    expect((await ends(world, id)).detail).toContain(byHand);
  });

  it('a boundary was taken off, and the undo put the one before over that', async () => {
    const { world, id } = await undone({ ...overTeam, beforeUndo: takeBoundaryOff });
    expect((await ends(world, id)).detail).toContain(
      `aws iam delete-role-permissions-boundary --role-name ${role.name}`,
    );
  });

  it('the undo role may put no boundary back', async () => {
    const { world, id } = await undone();
    const identity = withoutOptionalRoles(world.identity);
    expect((await ends({ ...world, identity }, id)).detail).toContain(byHand);
  });

  it('it is not among the boundaries that may be put back', async () => {
    const { world, id } = await undone();
    const identity = { ...world.identity, restorableBoundaries: [arnOf('team/*')] };
    expect((await ends({ ...world, identity }, id)).detail).toContain(byHand);
  });

  it('it is deleted by now', async () => {
    const { world, id } = await undone();
    world.iam.call(admin, 'DeletePolicy', { policyArn: lost });
    expect((await ends(world, id)).detail).toContain('does not exist any more');
  });

  it('two changes of one second have no order', async () => {
    const { world, id } = await undone({
      ...overTeam,
      beforeUndo: (at) => {
        setBoundary(at, lost);
        takeBoundaryOff(at);
      },
    });
    expect((await ends(world, id)).detail).toContain('no order');
  });

  it('the principal is contained again: the undo of that would not restore it', async () => {
    const { world, id } = await undone();
    const findings = [aFindingOf(role)];
    const proposed = await propose(world)({ principal, findings });
    if (proposed.proposed !== 'saga') throw new Error(proposed.proposed);
    expect(proposed.saga.id).not.toBe(id);
    await contain(world)(proposed.saga.id);
    expect((await ends(world, id)).detail).toContain(proposed.saga.id);
  });

  it.each([
    ['under the kill switch', (world: TestWorld) => world.modeSwitch.setKillSwitch({ killSwitch: true })],
    ['in mode observe', (world: TestWorld) => world.modeSwitch.setMode('observe')],
  ])('%s it waits, and after an hour a person is told', async (_, off) => {
    const { world, id } = await undone();
    await off(world);
    world.clock.advance(quarter);
    const calls = callsIn(world);
    await tend(world);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'UNDONE', lostUpdate: { repair: 'put-back' } });
    world.clock.advance(61 * minute);
    await tend(world);
    expect(calls).toEqual([]);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_CONFLICT' });
  });

  it('under the kill switch it waits, and comes back once that is off', async () => {
    const { world } = await undone();
    await world.modeSwitch.setKillSwitch({ killSwitch: true });
    world.clock.advance(quarter);
    await tend(world);
    await world.modeSwitch.setKillSwitch({ killSwitch: false });
    await world.modeSwitch.setMode('enforce');
    await tend(world);
    expect(await boundaryOf(world)).toBe(lost);
  });

  it.each([
    ['is silent', { calls: () => Promise.resolve({ found: 'yes' as const, value: [] }) }, 'does not show yet'],
    [
      'cannot be read',
      { calls: () => Promise.resolve({ found: 'unreadable' as const, why: 'allow cloudtrail:LookupEvents' }) },
      'cloudtrail:LookupEvents',
    ],
  ])('CloudTrail %s: it is asked four times', async (_, recordedCalls, why) => {
    const { world, id } = await undone(never);
    for (let turn = 1; turn < 4; turn += 1) {
      world.clock.advance(quarter);
      await tend({ ...world, recordedCalls });
      expect(await sagaOf(world, id)).toMatchObject({ outcome: 'UNDONE', afterUndo: { unanswered: turn } });
    }
    expect((await ends({ ...world, recordedCalls }, id)).detail).toContain(why);
  });
});

describe('what changed while a lost boundary waited to be put back', () => {
  const waiting = async (race: Race = {}) => {
    const { world, id } = await undone(race);
    await world.modeSwitch.setKillSwitch({ killSwitch: true });
    world.clock.advance(quarter);
    await tend(world);
    expect(await sagaOf(world, id)).toMatchObject({ lostUpdate: { repair: 'put-back' } });
    return { world, id };
  };
  const goesOn = async (world: TestWorld): Promise<void> => {
    await world.modeSwitch.setKillSwitch({ killSwitch: false });
    await world.modeSwitch.setMode('enforce');
    await tend(world);
  };
  /** The team's boundary lets only this through. */
  const overStorage: Race = {
    merge: true,
    document: policy(statement('s3:GetObject')),
    facts: {
      ...role,
      permissionsBoundary: known({
        name: teamBoundary,
        arn: teamBoundary,
        versionId: 'v1',
        text: policy(statement(['s3:*', 'bedrock:InvokeModel'])),
      }),
    },
  };

  it('its document: what it lets through now is asked', async () => {
    const { world, id } = await waiting(overStorage);
    world.iam.call(admin, 'CreatePolicyVersion', {
      policyArn: lost,
      policyDocument: policy(statement('*')),
      setAsDefault: true,
    });
    const calls = callsIn(world);
    await goesOn(world);
    expect(calls).toEqual([]);
    expect(await boundaryOf(world)).toBe(teamBoundary);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_CONFLICT' });
  });

  it('it was deleted: a person is told, and no call is made', async () => {
    const { world, id } = await waiting();
    world.iam.call(admin, 'DeletePolicy', { policyArn: lost });
    const calls = callsIn(world);
    await goesOn(world);
    expect(calls).toEqual([]);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_CONFLICT' });
  });

  it('nothing: it comes back', async () => {
    const { world } = await waiting(overStorage);
    await goesOn(world);
    expect(await boundaryOf(world)).toBe(lost);
  });

  it('what stands there, between the reads that were compared and the call: the call waits for the next look', async () => {
    const { world, id } = await waiting(overStorage);
    let policies = 0;
    const readPolicy: TestWorld['boundaries']['readPolicy'] = (arn) => {
      policies += 1;
      if (policies === 1)
        world.iam.call(admin, 'CreatePolicyVersion', {
          policyArn: teamBoundary,
          policyDocument: policy(statement('bedrock:InvokeModel')),
          setAsDefault: true,
        });
      return world.boundaries.readPolicy(arn);
    };
    const calls = callsIn(world);
    await goesOn({ ...world, boundaries: { ...world.boundaries, readPolicy } });
    expect(calls).toEqual(['CreatePolicyVersion']);
    expect(await boundaryOf(world)).toBe(teamBoundary);
    await tend(world);
    expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_CONFLICT' });
    expect(calls).toEqual(['CreatePolicyVersion']);
  });

  it('it was set by somebody in the moment before our call: that is not said to be our repair', async () => {
    const { world, id } = await waiting();
    const readPrincipal: TestWorld['principals']['readPrincipal'] = async (ref) => {
      const { writes } = await sagaOf(world, id);
      if (writes.at(-1)?.answer === 'pending') setBoundary(world, lost);
      return world.principals.readPrincipal(ref);
    };
    await goesOn({ ...world, principals: { ...world.principals, readPrincipal } });
    await tend(world);
    const saga = await sagaOf(world, id);
    expect(saga).toMatchObject({ outcome: 'UNDONE' });
    expect(saga.afterUndo).toBeUndefined();
  });

  it('it was put back, and taken off before that was verified: it stays off', async () => {
    const { world, id } = await waiting();
    const restoreBoundary: TestWorld['boundaryRemover']['restoreBoundary'] = async (input) => {
      const answer = await world.boundaryRemover.restoreBoundary(input);
      takeBoundaryOff(world);
      return answer;
    };
    await goesOn({ ...world, boundaryRemover: { ...world.boundaryRemover, restoreBoundary } });
    world.clock.advance(5 * minute);
    const calls = callsIn(world);
    await tend(world);
    expect(calls).toEqual([]);
    expect(await boundaryOf(world)).toBeUndefined();
    const saga = await sagaOf(world, id);
    expect(saga).toMatchObject({ outcome: 'UNDONE' });
    expect(saga.afterUndo).toBeUndefined();
  });
});

it('an undo whose answer was lost, and which CloudTrail does not show, counts as not made where nobody else is shown either', async () => {
  const world = await aWorld({ mode: 'enforce', principals: [role] });
  const findings = [aFindingOf(role)];
  const { saga } = (await propose(world)({ principal, findings })) as { saga: Saga };
  await contain(world)(saga.id);
  // An admin takes it off in the moment before the call: IAM shows the state before, and no call is made.
  const documents: TestWorld['documents'] = {
    ...world.documents,
    put: (text) => {
      takeBoundaryOff(world);
      return world.documents.put(text);
    },
  };
  await undo({ ...world, documents })({ sagaId: saga.id, ...olga });
  expect(await sagaOf(world, saga.id)).toMatchObject({ state: 'UNDONE', afterUndo: { next: 'look' } });
  const recordedCalls = { calls: () => Promise.resolve({ found: 'yes' as const, value: [] }) };
  for (let turn = 1; turn <= 4; turn += 1) {
    world.clock.advance(quarter);
    await tend({ ...world, recordedCalls });
  }
  const end = await sagaOf(world, saga.id);
  expect(end).toMatchObject({ outcome: 'UNDONE', looked: true });
  expect(end.afterUndo).toBeUndefined();
});

it('a user that was renamed since: a person has the call for the new name', async () => {
  const facts = aUser({ allows: 'bedrock:InvokeModel' });
  const world = await aWorld({ mode: 'enforce', principals: [facts] });
  world.iam.call(admin, 'CreatePolicy', { policyName: 'lost', policyDocument: policy(statement('s3:*')) });
  const ref = { kind: 'user', name: facts.name } as const;
  const { saga } = (await propose(world)({ principal: ref, findings: [aFindingOf(facts)] })) as { saga: Saga };
  await approve(world)({ sagaId: saga.id, planHash: saga.plan.planHash, approver: olga.requestedBy });
  await contain(world)(saga.id);
  const deleteBoundary: TestWorld['boundaryRemover']['deleteBoundary'] = (input) => {
    world.iam.call(admin, 'PutUserPermissionsBoundary', { userName: facts.name, permissionsBoundary: lost });
    return world.boundaryRemover.deleteBoundary(input);
  };
  await undo({ ...world, boundaryRemover: { ...world.boundaryRemover, deleteBoundary } })({ sagaId: saga.id, ...olga });
  const stored = world.iam.store.principals.leader(`user/${facts.name}`);
  if (stored === undefined) throw new Error('no user');
  const renamed = { ...stored.facts, name: 'sam', arn: stored.facts.arn.replace(`/${facts.name}`, '/sam') };
  world.iam.store.principals.write('user/sam', { ...stored, facts: renamed });
  world.iam.store.principals.write(`user/${facts.name}`, undefined);
  world.clock.advance(quarter);
  await tend(world);
  const end = await sagaOf(world, saga.id);
  expect(end).toMatchObject({ state: 'UNDONE', outcome: 'LOST_UPDATE_CONFLICT' });
  expect(end.detail).toContain(`aws iam put-user-permissions-boundary --user-name sam --permissions-boundary ${lost}`);
});

it('an undo that made its call and ended in conflict is looked at once another one has ended it', async () => {
  const { facts, ask } = mechanismCases.quarantine;
  const user = { kind: 'user', name: facts.name } as const;
  const userName = facts.name;
  const world = await aWorld({
    mode: 'enforce',
    principals: [facts],
    settings: { levels: ['surgical', 'sensitive', 'quarantine'] },
  });
  world.iam.call(admin, 'CreatePolicy', { policyName: 'lost', policyDocument: policy(statement('s3:*')) });
  const proposed = await propose(world)({ principal: user, findings: [aFindingOf(facts)], ...ask });
  if (proposed.proposed !== 'saga') throw new Error(JSON.stringify(proposed));
  const { id, plan } = proposed.saga;
  const { revocationName: policyName = '' } = plan;
  await approve(world)({ sagaId: id, planHash: plan.planHash, approver: olga.requestedBy });
  await contain(world)(id);
  const deleteBoundary: TestWorld['boundaryRemover']['deleteBoundary'] = async (input) => {
    world.iam.call(admin, 'PutUserPermissionsBoundary', { userName, permissionsBoundary: lost });
    const answer = await world.boundaryRemover.deleteBoundary(input);
    // Somebody writes another policy under the name of ours, so that the undo does not verify.
    world.iam.call(admin, 'PutUserPolicy', { userName, policyName, policyDocument: policy(statement('s3:*')) });
    return answer;
  };
  const boundaryRemover = { ...world.boundaryRemover, deleteBoundary };
  expect(await undo({ ...world, boundaryRemover })({ sagaId: id, ...olga })).toMatchObject({
    saga: { state: 'UNDO_CONFLICT' },
  });
  world.iam.call(admin, 'DeleteUserPolicy', { userName, policyName });
  expect(await undo(world)({ sagaId: id, ...olga })).toMatchObject({ saga: { outcome: 'ALREADY_RESTORED' } });
  world.clock.advance(quarter);
  await tend(world);
  expect(await sagaOf(world, id)).toMatchObject({ state: 'UNDONE', outcome: 'LOST_UPDATE_REPAIRED' });
  const read = await world.principals.readPrincipal(user);
  expect(read).toMatchObject({ value: { permissionsBoundary: { value: { arn: lost } } } });
});

it('a policy that the undo could not delete is deleted later all the same', async () => {
  const { world, id } = await undone({ policyStays: true });
  const { plan, outcome } = await sagaOf(world, id);
  expect(outcome).toBe('UNDO_POLICY_RETAINED');
  world.clock.advance(quarter);
  await tend(world);
  expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_REPAIRED' });
  // What IAM refused is tried once a day.
  world.clock.advance(24 * 60 * minute);
  await tend(world);
  expect(await sagaOf(world, id)).toMatchObject({ outcome: 'LOST_UPDATE_REPAIRED', policyGone: true });
  expect(world.iam.store.policies.leaders().map(({ arn }) => arn)).not.toContain(plan.policyArn);
});

describe('a process that dies at any port call of it, before it or after it', () => {
  it('is ended by the next one: the boundary is back by one call', async () => {
    const first = await undone();
    first.world.clock.advance(quarter);
    const counted = killable(first.world);
    await lookAfterUndo(counted.ports)(first.id);
    const total = counted.calls().length;
    expect(total).toBeGreaterThan(15);
    for (let call = 1; call <= total; call += 1) {
      const { world, id } = await undone();
      world.clock.advance(quarter);
      const calls = callsIn(world);
      const kill: Kill = { call, when: 'after' };
      await untilKilled(() => lookAfterUndo(killable(world, kill).ports)(id));
      for (let turn = 0; turn < 2; turn += 1) {
        world.clock.advance(leaseMilliseconds + 1);
        await tend(world);
      }
      expect({ kill, ...(await sagaOf(world, id)) }).toMatchObject({ kill, outcome: 'LOST_UPDATE_REPAIRED' });
      expect({ kill, boundary: await boundaryOf(world), calls }).toEqual({
        kill,
        boundary: lost,
        calls: ['PutRolePermissionsBoundary'],
      });
      expect((await verifiedHistory(world)).faults).toEqual([]);
    }
  });
});

it('what is lost while a lost boundary is put back is found as well', async () => {
  const world = await aWorld({ mode: 'enforce', principals: [role] });
  for (const policyName of ['lost', 'second'])
    world.iam.call(admin, 'CreatePolicy', { policyName, policyDocument: policy(statement('s3:*')) });
  const finding = aFindingOf(role);
  await world.findings.save([finding]);
  const { saga } = (await propose(world)({ principal, findings: [finding] })) as { saga: Saga };
  const putBoundary: TestWorld['boundaries']['putBoundary'] = (input) => {
    setBoundary(world, lost);
    return world.boundaries.putBoundary(input);
  };
  await contain({ ...world, boundaries: { ...world.boundaries, putBoundary } })(saga.id);
  world.clock.advance(quarter);
  await containFunction(world)({ tend: true, eventId: 'clock' });
  const restoreBoundary: TestWorld['boundaryRemover']['restoreBoundary'] = (input) => {
    setBoundary(world, arnOf('second'));
    return world.boundaryRemover.restoreBoundary(input);
  };
  await tend({ ...world, boundaryRemover: { ...world.boundaryRemover, restoreBoundary } });
  expect(await sagaOf(world, saga.id)).toMatchObject({ state: 'UNDONE', outcome: 'LOST_UPDATE_REPAIRED' });
  expect(await boundaryOf(world)).toBe(lost);
  world.clock.advance(quarter);
  await tend(world);
  expect(await boundaryOf(world)).toBe(arnOf('second'));
  expect((await sagaOf(world, saga.id)).detail).toContain(
    'The undo stands. The boundary arn:aws:iam::111122223333:policy/second',
  );
});
