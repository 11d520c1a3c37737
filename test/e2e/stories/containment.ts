import assert from 'node:assert/strict';
import {
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import type { Saga } from '../../../shared/response/saga.ts';
import { explicitDeny, useTheRest, useWitness } from '../calls.ts';
import { account } from '../deploy.ts';
import type { Clients } from '../emulated-account.ts';
import { eventually } from '../eventually.ts';
import { newRole } from '../principals.ts';
import { ringfence } from '../ringfence.ts';
import { boundaryOf, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import { allHeard, heard } from '../trail.ts';
import type { World } from '../world.ts';

/** A role as IAM knows it, without what every read changes. */
const roleAsItIs = async ({ iam }: Clients, name: string): Promise<unknown> => {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: name }));
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
  const inline = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }));
      return [PolicyName, PolicyDocument];
    }),
  );
  return { role: { ...Role, RoleLastUsed: undefined }, inline, AttachedPolicies };
};

export const about = (name: string) => (body: string) => body.includes(name);

/** Observe: what Ringfence does on the day it is installed. */
export const observe = (): Story<World> => {
  const name = 'ObservedScience';
  let uniqueId = '';
  return {
    title: 'Observe: Ringfence says what became possible, and changes nothing',
    steps: [
      {
        says: 'a fresh installation observes',
        shows: ['observe'],
        run: async ({ account: { asRoot } }) => {
          assert.deepEqual(await ringfence(asRoot).mode(), { mode: 'observe', killSwitch: false, freeze: false });
        },
      },
      {
        says: 'a role is given bedrock:*, and people are told who can do what now',
        shows: ['granted-everything', 'observe'],
        run: async (world) => {
          const { asRoot } = world.account;
          ({ uniqueId } = await newRole(world, name));
          await grant(asRoot, name, 'ml', ['bedrock:*', 'sqs:ListQueues']);
          const alert = await world.urgent.wait(`alert about ${name}`, about(name));
          assert.match(alert, /bedrock:/);
          assert.ok((await ringfence(asRoot).findingsOf(uniqueId)).length > 0);
        },
      },
      {
        says: 'what would be done is recorded as such, and the role has no boundary',
        shows: ['observe'],
        run: async (world) => {
          const { asRoot } = world.account;
          const saga = await ringfence(asRoot).saga(
            uniqueId,
            'that only observes',
            ({ outcome }) => outcome === 'MODE_OBSERVE',
          );
          assert.equal(saga.state, 'REFUSED');
          assert.equal(saga.writes.length, 0);
          assert.equal(await boundaryOf(asRoot, name), undefined);
        },
      },
      {
        says: 'the role can still do what it was given',
        shows: ['observe'],
        run: async ({ account: emulated }) => {
          const session = await emulated.asRole(`arn:aws:iam::${account}:role/${name}`, 'observed');
          await useWitness(session);
          await useTheRest(session);
        },
      },
    ],
  };
};

/** Enforce, then undo: the whole way of one grant. */
export const enforceAndUndo = (): Story<World> => {
  const name = 'DataScience';
  let uniqueId = '';
  let before: unknown;
  let session: Clients;
  let contained: Saga;
  return {
    title: 'Enforce and undo: one grant, from the call to the exact state before',
    steps: [
      {
        says: 'an admin lets Ringfence enforce',
        shows: ['enforce'],
        run: async ({ account: { asRoot } }) => ringfence(asRoot).setMode('enforce'),
      },
      {
        says: 'a colleague gives a role bedrock:*, and the role uses it',
        run: async (world) => {
          const { asRoot } = world.account;
          ({ uniqueId } = await newRole(world, name));
          // CloudTrail takes its time: the event is held back while the grant is in force.
          await world.emulator.bridge({ hold: 1 });
          await grant(world.people.as('erin'), name, 'ml', ['bedrock:*', 'sqs:ListQueues']);
          before = await roleAsItIs(asRoot, name);
          session = await world.account.asRole(`arn:aws:iam::${account}:role/${name}`, 'science');
          await useWitness(session);
          await useTheRest(session);
        },
      },
      {
        says: 'the event arrives: the role is contained by a boundary that Ringfence composed and proved',
        shows: ['enforce'],
        run: async (world) => {
          const { asRoot } = world.account;
          await world.emulator.bridge({ hold: 0 });
          contained = await ringfence(asRoot).saga(
            uniqueId,
            'that contains',
            ({ state }) => state === 'CONTAINED' || state === 'SETTLED',
          );
          assert.equal(contained.outcome, 'CONTAINED_BOUNDARY');
          assert.equal(contained.plan.proof.questionsAnswerNo, true);
          assert.deepEqual(contained.plan.proof.outsideUnchanged.differences, []);
          const boundary = await boundaryOf(asRoot, name);
          assert.equal(boundary, contained.plan.policyArn);
          assert.match(boundary ?? '', new RegExp(`^arn:aws:iam::${account}:policy/ringfence/[0-9a-f]{32}$`));
        },
      },
      {
        says: 'the same session is refused what was just given, by an explicit deny',
        shows: ['enforce'],
        run: async () => {
          await assert.rejects(useWitness(session), explicitDeny);
        },
      },
      { says: 'and may do everything else as before', run: async () => useTheRest(session) },
      {
        says: 'people are told what became possible and what was done; machines get the same as events',
        run: async ({ urgent, alerts, events }) => {
          const told = async () => [...(await urgent.read()), ...(await alerts.read())].filter(about(name));
          await eventually('alert and containment', async () => ((await told()).length >= 2 ? true : undefined));
          await events.wait('finding event', (body) => body.includes('ringfence.finding.created') && about(name)(body));
          await events.wait(
            'containment event',
            (body) => body.includes('ringfence.containment.') && body.includes(contained.id),
          );
        },
      },
      {
        says: "Ringfence's own write comes back as an event, and starts nothing",
        shows: ['own-change'],
        run: async (world) => {
          const own = await heard(world.trail, 'PutRolePermissionsBoundary', name);
          // The session of the role that writes is named by the saga.
          assert.equal(
            own.detail.userIdentity.arn,
            `arn:aws:sts::${account}:assumed-role/ringfence-contain-boundary/${contained.id}`,
          );
          const sagas = await ringfence(world.account.asRoot).sagasOf(uniqueId);
          assert.deepEqual(
            sagas.map(({ id }) => id),
            [contained.id],
          );
        },
      },
      {
        says: 'an admin undoes it, with a reason',
        shows: ['undone'],
        run: async ({ account: { asRoot } }) => {
          await ringfence(asRoot).askUndo({
            sagaId: contained.id,
            requestedBy: `arn:aws:iam::${account}:user/alice`,
            requestId: 'alice-1',
            reason: 'the team needs it until Friday',
          });
          const undone = await ringfence(asRoot).saga(uniqueId, 'that is undone', ({ state }) => state === 'UNDONE');
          assert.equal(undone.outcome, 'UNDONE');
        },
      },
      {
        says: 'the role is exactly as before, the boundary and its policy are gone',
        shows: ['undone'],
        run: async ({ account: { asRoot } }) => {
          assert.deepEqual(await roleAsItIs(asRoot, name), before);
          await assert.rejects(asRoot.iam.send(new GetPolicyCommand({ PolicyArn: contained.plan.policyArn })), {
            name: /NoSuchEntity/,
          });
        },
      },
      {
        says: 'and may do again what it was given',
        shows: ['undone'],
        run: async () => {
          await useWitness(session);
          await useTheRest(session);
        },
      },
      {
        says: 'people are told of the undo too',
        run: async ({ events }) => {
          await events.wait(
            'undo event',
            (body) => body.includes('ringfence.containment.undone') && body.includes(contained.id),
          );
        },
      },
    ],
  };
};

/** Events are hints: doubled, late and reordered ones change nothing. */
export const doubled = (): Story<World> => {
  const name = 'DoubledScience';
  let uniqueId = '';
  return {
    title: 'Every event twice: handled once',
    steps: [
      {
        says: 'a role is given bedrock:* while every event is delivered twice: one containment, one story',
        shows: ['event-twice'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          await world.emulator.bridge({ copies: 2 });
          ({ uniqueId } = await newRole(world, name));
          await grant(world.people.as('dan'), name, 'ml', ['bedrock:*']);
          await ringfence(asRoot).saga(uniqueId, 'that contains', ({ state }) => state === 'CONTAINED');
          await world.emulator.bridge({});
          assert.equal((await ringfence(asRoot).sagasOf(uniqueId)).length, 1);
          const created = await world.events.read();
          const ids = created
            .filter((body) => body.includes('ringfence.finding.created') && about(name)(body))
            .map((body) => (JSON.parse(body) as { metadata: { idempotencyKey: string } }).metadata.idempotencyKey);
          assert.deepEqual(ids.toSorted(), [...new Set(ids)].toSorted());
          assert.ok(ids.length > 0);
        },
      },
      {
        says: 'the boundary was set once',
        shows: ['event-twice'],
        run: async ({ trail }) => {
          assert.equal((await allHeard(trail, 'PutRolePermissionsBoundary', name)).length, 1);
        },
      },
    ],
  };
};

/** One person stops everything, with one parameter. */
export const stopped = (): Story<World> => {
  const name = 'StoppedScience';
  return {
    title: 'The kill switch',
    steps: [
      {
        says: 'with the switch on a grant is told and not contained',
        shows: ['kill-switch'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          await ringfence(asRoot).stop();
          const { uniqueId } = await newRole(world, name);
          await grant(asRoot, name, 'ml', ['bedrock:*']);
          await world.urgent.wait(`alert about ${name}`, about(name));
          const saga = await ringfence(asRoot).saga(
            uniqueId,
            'that is stopped',
            ({ outcome }) => outcome === 'KILL_SWITCH',
          );
          assert.equal(saga.writes.length, 0);
          assert.equal(await boundaryOf(asRoot, name), undefined);
          await ringfence(asRoot).setMode('observe');
        },
      },
    ],
  };
};
