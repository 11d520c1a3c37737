import assert from 'node:assert/strict';
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { PrincipalFacts } from '../../../shared/facts/principal-facts.ts';
import type { PrincipalRef } from '../../../shared/ports/principal-reader.ts';
import type { Saga } from '../../../shared/response/saga.ts';
import { explicitDeny, given, unknownKey, useOtherWitness, useTheRest, useWitness } from '../calls.ts';
import { commandLine } from '../command-line.ts';
import { account, teamPath } from '../deploy.ts';
import type { Clients } from '../emulated-account.ts';
import type { Colleague } from '../people.ts';
import { type Actor, allowing, asItIs, fillInline, newRole, newUser, workedOn } from '../principals.ts';
import { ringfence } from '../ringfence.ts';
import { boundaryOf, grant } from '../roles.ts';
import type { Scenario } from '../scenarios.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';

type Way = {
  says: string;
  principal: PrincipalRef;
  outcome: Saga['outcome'];
  /** The owners let a merged boundary take the place of their own, which a person approves. */
  merges?: true;
  /** Who gives the access. */
  by: Colleague;
  shows?: readonly Scenario[];
  /** What is there before. */
  make: (world: World, principal: PrincipalRef) => Promise<Actor>;
  give: (colleague: Clients, principal: PrincipalRef) => Promise<void>;
};

/** A role below a boundary that its team set. */
const boundedRole = async (world: World, { name }: PrincipalRef): Promise<Actor> => {
  const actor = await newRole(world, name);
  const { iam } = world.account.asRoot;
  const PolicyDocument = allowing({ Action: ['bedrock:*', 'sqs:*', 's3:*'] });
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: `team-${name}`, Path: teamPath, PolicyDocument }),
  );
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary: Policy!.Arn! }));
  await workedOn(world, 'PutRolePermissionsBoundary', name);
  return actor;
};

const fullRole = async (world: World, principal: PrincipalRef): Promise<Actor> => {
  const actor = await boundedRole(world, principal);
  await fillInline(world.account.asRoot, principal.name);
  await workedOn(world, 'PutRolePolicy', principal.name);
  return actor;
};

const aUser = (world: World, { name }: PrincipalRef): Promise<Actor> => newUser(world, name);

const giveToRole = (colleague: Clients, { name }: PrincipalRef): Promise<void> => grant(colleague, name, 'ml', given);

const giveToUser = async ({ iam }: Clients, { name }: PrincipalRef): Promise<void> => {
  const PolicyDocument = allowing({ Action: given });
  await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'ml', PolicyDocument }));
};

const putIntoGroup = async ({ iam }: Clients, { name }: PrincipalRef): Promise<void> => {
  const GroupName = `group-of-${name}`;
  await iam.send(new CreateGroupCommand({ GroupName }));
  const PolicyDocument = allowing({ Action: given });
  await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'ml', PolicyDocument }));
  await iam.send(new AddUserToGroupCommand({ GroupName, UserName: name }));
};

const ways: readonly Way[] = [
  {
    says: 'a user gets a new boundary',
    principal: { kind: 'user', name: 'BoundaryUser' },
    outcome: 'CONTAINED_BOUNDARY',
    by: 'erin',
    make: aUser,
    give: giveToUser,
  },
  {
    says: 'a user joins a group that has access: the member gets a boundary, the group keeps what it has',
    principal: { kind: 'user', name: 'GroupMember' },
    outcome: 'CONTAINED_BOUNDARY',
    by: 'erin',
    shows: ['joins-group'],
    make: aUser,
    give: putIntoGroup,
  },
  {
    says: 'the boundary belongs to a team: it stays, and an inline Deny stands beside it',
    principal: { kind: 'role', name: 'InlineRole' },
    outcome: 'CONTAINED_INLINE',
    by: 'dan',
    make: boundedRole,
    give: giveToRole,
  },
  {
    says: 'the boundary belongs to a team and the owners merge: a person approves one that holds both',
    principal: { kind: 'role', name: 'MergedRole' },
    outcome: 'CONTAINED_MERGED',
    merges: true,
    by: 'dan',
    make: boundedRole,
    give: giveToRole,
  },
  {
    says: 'inline policies leave no room: a Deny policy is attached',
    principal: { kind: 'role', name: 'ManagedRole' },
    outcome: 'CONTAINED_MANAGED',
    by: 'peggy',
    make: fullRole,
    give: giveToRole,
  },
];

/** Every mechanism by the deployed functions and their roles: the call that is denied, those that nobody asked about, the way back. */
export const mechanisms = (): readonly Story<World>[] => [...ways.map(mechanism), containedTwice(), keysMadeInactive()];

const undoneBy = async ({ account: { asRoot } }: World, uniqueId: string, sagaId: string): Promise<void> => {
  await ringfence(asRoot).askUndo({
    sagaId,
    requestedBy: `arn:aws:iam::${account}:user/alice`,
    requestId: `alice-${sagaId}`,
    reason: 'the team needs it until Friday',
  });
  const undone = await ringfence(asRoot).saga(
    uniqueId,
    'that is undone',
    ({ id, state }) => id === sagaId && (state === 'UNDONE' || state === 'UNDO_CONFLICT' || state === 'ESCALATED'),
  );
  assert.deepEqual([undone.state, undone.outcome], ['UNDONE', 'UNDONE'], undone.detail);
};

const hasEnded = ({ state }: Saga): boolean =>
  ['CONTAINED', 'SETTLED', 'FAILED', 'REFUSED', 'CONFLICT', 'ESCALATED'].includes(state);

const mechanism = (way: Way): Story<World> => {
  const { principal, shows = [] } = way;
  let actor: Actor;
  let before: PrincipalFacts;
  let contained: Saga;
  return {
    title: `Mechanism: ${way.says}`,
    steps: [
      {
        says: 'a colleague gives it; what was given works',
        shows,
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          await ringfence(asRoot).decide({ mergeBoundaries: way.merges === true });
          actor = await way.make(world, principal);
          await world.emulator.bridge({ hold: 1 });
          await way.give(world.people.as(way.by), principal);
          before = await asItIs(world, principal);
          await useWitness(actor.clients);
          await useTheRest(actor.clients);
        },
      },
      {
        says: `contained${way.merges ? ' once somebody else approves' : ''}: the same call is refused, and everything else is as before`,
        shows: ['mechanisms', ...shows],
        run: async (world) => {
          const { asRoot } = world.account;
          await world.emulator.bridge({ hold: 0 });
          if (way.merges) {
            const { id } = await ringfence(asRoot).saga(
              actor.uniqueId,
              'that waits',
              ({ state }) => state === 'WAITING',
            );
            const { code, out } = await commandLine(world, world.people.olivia, 'approve', id);
            assert.equal(code, 0, out);
          }
          contained = await ringfence(asRoot).saga(actor.uniqueId, 'that contains', hasEnded);
          assert.deepEqual([contained.state, contained.outcome], ['CONTAINED', way.outcome], contained.detail);
          await ringfence(asRoot).decide({ mergeBoundaries: false });
          await assert.rejects(useWitness(actor.clients), explicitDeny);
          await useTheRest(actor.clients);
        },
      },
      {
        says: 'undone, the principal is as it was, field by field, and the call works again',
        shows: ['undone', ...shows],
        run: async (world) => {
          await undoneBy(world, actor.uniqueId, contained.id);
          assert.deepEqual(await asItIs(world, principal), before);
          await useWitness(actor.clients);
          await useTheRest(actor.clients);
        },
      },
    ],
  };
};

/** What a second grant gives is denied too; each of the two is taken back by itself. */
const containedTwice = (): Story<World> => {
  const principal = { kind: 'role', name: 'TwiceContained' } as const;
  let actor: Actor;
  let first: Saga;
  let second: Saga;
  let before: PrincipalFacts;
  let between: PrincipalFacts;
  const isUnder = async ({ account: { asRoot } }: World): Promise<string | undefined> =>
    boundaryOf(asRoot, principal.name);
  return {
    title: 'Mechanism: a role that is contained already is given more, and its boundary becomes one that denies both',
    steps: [
      {
        says: 'a role is contained after a first grant',
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          actor = await newRole(world, principal.name);
          await grant(world.people.as('mia'), principal.name, 'ml', given);
          first = await ringfence(asRoot).saga(actor.uniqueId, 'that contains', hasEnded);
          assert.equal(first.outcome, 'CONTAINED_BOUNDARY', first.detail);
        },
      },
      {
        says: 'a second grant: a boundary with both Denies takes the place of the first, and both calls are refused',
        shows: ['mechanisms'],
        run: async (world) => {
          const { asRoot } = world.account;
          await world.emulator.bridge({ hold: 1 });
          await grant(world.people.as('mia'), principal.name, 'more', ['bedrock:DeleteGuardrail']);
          between = await asItIs(world, principal);
          await useOtherWitness(actor.clients);
          await world.emulator.bridge({ hold: 0 });
          second = await ringfence(asRoot).saga(
            actor.uniqueId,
            'that contains the second',
            (saga) => saga.id !== first.id && hasEnded(saga),
          );
          assert.deepEqual([second.state, second.outcome], ['CONTAINED', 'CONTAINED_MERGED'], second.detail);
          assert.equal(await isUnder(world), second.plan.policyArn);
          await assert.rejects(useWitness(actor.clients), explicitDeny);
          await assert.rejects(useOtherWitness(actor.clients), explicitDeny);
          await useTheRest(actor.clients);
        },
      },
      {
        says: 'the second is undone: the first boundary is back, and only the first call is refused',
        shows: ['undone'],
        run: async (world) => {
          await undoneBy(world, actor.uniqueId, second.id);
          assert.equal(await isUnder(world), first.plan.policyArn);
          assert.deepEqual(await asItIs(world, principal), between);
          await assert.rejects(useWitness(actor.clients), explicitDeny);
          await useOtherWitness(actor.clients);
        },
      },
      {
        says: 'the first is undone too: no boundary is left, and both calls work',
        shows: ['undone'],
        run: async (world) => {
          before = await asItIs(world, principal);
          await undoneBy(world, actor.uniqueId, first.id);
          assert.deepEqual(await asItIs(world, principal), { ...before, permissionsBoundary: { state: 'absent' } });
          await useWitness(actor.clients);
          await useOtherWitness(actor.clients);
        },
      },
    ],
  };
};

/** A person asks for quarantine, another approves, and the keys of a user are off until it is undone. */
const keysMadeInactive = (): Story<World> => {
  const principal = { kind: 'user', name: 'QuarantinedUser' } as const;
  let actor: Actor;
  let before: PrincipalFacts;
  let waiting = '';
  const keyStatus = async ({ account: { asRoot } }: World): Promise<readonly (string | undefined)[]> => {
    const { AccessKeyMetadata = [] } = await asRoot.iam.send(new ListAccessKeysCommand({ UserName: principal.name }));
    return AccessKeyMetadata.map(({ Status }) => Status);
  };
  return {
    title: 'Mechanism: a user is put into quarantine, and its access key is made inactive',
    steps: [
      {
        says: 'a user works with an access key',
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('observe');
          actor = await newUser(world, principal.name);
          await giveToUser(world.people.as('peggy'), principal);
          await ringfence(asRoot).saga(
            actor.uniqueId,
            'that only observes',
            ({ outcome }) => outcome === 'MODE_OBSERVE',
          );
          before = await asItIs(world, principal);
          await useWitness(actor.clients);
        },
      },
      {
        says: 'an admin asks for quarantine from the command line: it waits for a person, and the key still works',
        run: async (world) => {
          await ringfence(world.account.asRoot).setMode('enforce');
          const { code, out } = await commandLine(
            world,
            world.people.keysOf('erin'),
            ...['contain', `user/${principal.name}`, '--level', 'quarantine', '--access-keys', '--yes'],
          );
          assert.equal(code, 3, out);
          waiting = /ringfence approve (c-\S+)/.exec(out)?.[1] ?? assert.fail(out);
          assert.deepEqual(await keyStatus(world), ['Active']);
          await useTheRest(actor.clients);
        },
      },
      {
        says: 'somebody else approves: the key is inactive, and nothing can be done with it',
        shows: ['mechanisms'],
        run: async (world) => {
          const { code, out } = await commandLine(world, world.people.olivia, 'approve', waiting);
          assert.equal(code, 0, out);
          assert.deepEqual(await keyStatus(world), ['Inactive']);
          await assert.rejects(useWitness(actor.clients), unknownKey);
          // The Deny stands beside it: a key that somebody makes active again is not enough.
          const { User } = await world.account.asRoot.iam.send(new GetUserCommand({ UserName: principal.name }));
          assert.match(User?.PermissionsBoundary?.PermissionsBoundaryArn ?? '', /policy\/ringfence\//);
        },
      },
      {
        says: 'undone, the key is active, the user is as it was, and works again',
        shows: ['undone', 'mechanisms'],
        run: async (world) => {
          await undoneBy(world, actor.uniqueId, waiting);
          assert.deepEqual(await keyStatus(world), ['Active']);
          assert.deepEqual(await asItIs(world, principal), before);
          await useWitness(actor.clients);
          await useTheRest(actor.clients);
        },
      },
    ],
  };
};
