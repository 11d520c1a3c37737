import assert from 'node:assert/strict';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeleteRolePermissionsBoundaryCommand,
  PutRolePermissionsBoundaryCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import type { Saga } from '../../../shared/response/saga.ts';
import { explicitDeny, given, useOtherWitness, useTheRest, useWitness } from '../calls.ts';
import { teamPath } from '../deploy.ts';
import { eventually } from '../eventually.ts';
import { type Actor, allowing, newRole, workedOn } from '../principals.ts';
import { ringfence } from '../ringfence.ts';
import { boundaryOf, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import { heard } from '../trail.ts';
import type { World } from '../world.ts';
import { about } from './containment.ts';

const isContained = ({ state }: Saga): boolean => state === 'CONTAINED' || state === 'SETTLED';
const withoutPermission = { name: /AccessDenied/ };

/** The policy stays attached; what it says changes. */
export const defaultVersion = (): Story<World> => {
  const names = ['VersionedOne', 'VersionedTwo'] as const;
  let actors: readonly Actor[] = [];
  let policyArn = '';
  return {
    title: 'A managed policy gets a new default version',
    steps: [
      {
        says: 'a version that allows more is made: nobody may do more yet, and nobody is alerted',
        shows: ['default-version'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          actors = await Promise.all(names.map((name) => newRole(world, name)));
          const PolicyDocument = allowing({ Action: ['sqs:ListQueues', 'bedrock:ListGuardrails'] });
          const { Policy } = await asRoot.iam.send(
            new CreatePolicyCommand({ PolicyName: 'team-tools', Path: teamPath, PolicyDocument }),
          );
          policyArn = Policy!.Arn!;
          for (const RoleName of names) {
            await asRoot.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: policyArn }));
            await workedOn(world, 'AttachRolePolicy', RoleName);
          }
          await asRoot.iam.send(
            new CreatePolicyVersionCommand({ PolicyArn: policyArn, PolicyDocument: allowing({ Action: given }) }),
          );
          const { detail } = await heard(world.trail, 'CreatePolicyVersion');
          await eventually('the version worked on', async () =>
            (await ringfence(asRoot).hasHandled('evaluate-access-change', detail.eventID)) ? true : undefined,
          );
          for (const { uniqueId, clients } of actors) {
            assert.deepEqual(await ringfence(asRoot).sagasOf(uniqueId), []);
            await assert.rejects(useWitness(clients), withoutPermission);
          }
        },
      },
      {
        says: 'it becomes the default: every role that has the policy is told of and contained',
        shows: ['default-version'],
        run: async (world) => {
          const { asRoot } = world.account;
          const uma = world.people.as('uma');
          await uma.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: policyArn, VersionId: 'v2' }));
          await Promise.all(
            actors.map(async ({ uniqueId, clients }, index) => {
              await world.urgent.wait(`alert about ${names[index]}`, about(names[index]!));
              const saga = await ringfence(asRoot).saga(uniqueId, 'that contains', isContained);
              assert.equal(saga.outcome, 'CONTAINED_BOUNDARY', saga.detail);
              await assert.rejects(useWitness(clients), explicitDeny);
              await useTheRest(clients);
            }),
          );
        },
      },
    ],
  };
};

/** A boundary kept a role from using what its policies allow. */
export const boundaryRemoved = (): Story<World> => {
  const name = 'UnboundedScience';
  let actor: Actor;
  return {
    title: "A team's permissions boundary is removed",
    steps: [
      {
        says: 'below the boundary a role may not use the bedrock:* of its policies, and nobody is alerted of the grant',
        shows: ['boundary-removed'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          actor = await newRole(world, name);
          const PolicyDocument = allowing({ Action: ['s3:*', 'sqs:*'] });
          const { Policy } = await asRoot.iam.send(
            new CreatePolicyCommand({ PolicyName: `limit-${name}`, Path: teamPath, PolicyDocument }),
          );
          await asRoot.iam.send(
            new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary: Policy!.Arn! }),
          );
          await workedOn(world, 'PutRolePermissionsBoundary', name);
          await grant(asRoot, name, 'ml', ['bedrock:*', 'sqs:ListQueues']);
          await workedOn(world, 'PutRolePolicy', name);
          await assert.rejects(useWitness(actor.clients), withoutPermission);
          assert.deepEqual(await ringfence(asRoot).sagasOf(actor.uniqueId), []);
        },
      },
      {
        says: 'the boundary is removed: people are told what became possible, and the role is contained',
        shows: ['boundary-removed'],
        run: async (world) => {
          const { asRoot } = world.account;
          await world.people.as('rupert').iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: name }));
          await world.urgent.wait(`alert about ${name}`, about(name));
          const saga = await ringfence(asRoot).saga(actor.uniqueId, 'that contains', isContained);
          assert.equal(saga.outcome, 'CONTAINED_BOUNDARY', saga.detail);
          assert.equal(await boundaryOf(asRoot, name), saga.plan.policyArn);
          await assert.rejects(useWitness(actor.clients), explicitDeny);
          await useTheRest(actor.clients);
        },
      },
    ],
  };
};

/** The second change arrives before the first is worked on, and before it as an event. */
export const twoChanges = (): Story<World> => {
  const name = 'TwiceChanged';
  let actor: Actor;
  return {
    title: 'One role is changed twice within a second',
    steps: [
      {
        says: 'two grants by one person at once, whose events arrive late and in the other order: both are told',
        shows: ['two-changes'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          actor = await newRole(world, name);
          const rupert = world.people.as('rupert');
          await world.emulator.bridge({ hold: 1 });
          await Promise.all([
            grant(rupert, name, 'ml', given),
            grant(rupert, name, 'more', ['bedrock:DeleteGuardrail']),
          ]);
          await world.emulator.bridge({ hold: 0, order: 'reversed' });
          await workedOn(world, 'PutRolePolicy', name, 2);
          await world.urgent.wait(`alert about ${name}`, about(name));
          const found = (await ringfence(asRoot).findingsOf(actor.uniqueId)).map(({ sentence }) => sentence).join('\n');
          assert.match(found, /DeleteGuardrail/);
          assert.match(found, /DeleteModelInvocationLoggingConfiguration/);
        },
      },
      {
        says: 'and both calls are refused in the end, each Deny written once, while everything else is as before',
        shows: ['two-changes'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).saga(actor.uniqueId, 'that contains', isContained);
          const refused = async (use: (clients: Actor['clients']) => Promise<void>): Promise<true | undefined> => {
            try {
              await use(actor.clients);
              return undefined;
            } catch (error) {
              assert.match(String(error), explicitDeny.message);
              return true;
            }
          };
          await eventually('a Deny for the one call', () => refused(useWitness));
          await eventually('a Deny for the other call', () => refused(useOtherWitness));
          await useTheRest(actor.clients);
          const sagas = (await ringfence(asRoot).sagasOf(actor.uniqueId)).filter(({ writes }) => writes.length > 0);
          const written = sagas.flatMap(({ plan }) => plan.desiredHash);
          assert.deepEqual(written, [...new Set(written)]);
        },
      },
    ],
  };
};
