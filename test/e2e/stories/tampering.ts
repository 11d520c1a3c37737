import assert from 'node:assert/strict';
import { CreateGuardrailCommand, DeleteGuardrailCommand } from '@aws-sdk/client-bedrock';
import {
  CreatePolicyVersionCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { explicitDeny, given, useTheRest, useWitness } from '../calls.ts';
import { account } from '../deploy.ts';
import { eventually } from '../eventually.ts';
import { type Actor, allowing, newRole, workedOn } from '../principals.ts';
import { ringfence } from '../ringfence.ts';
import { boundaryOf, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import { heard } from '../trail.ts';
import type { World } from '../world.ts';
import { about } from './containment.ts';

/** It may change every principal of the account, and itself. */
export const takesItsBoundaryOff = (): Story<World> => {
  const name = 'SelfServing';
  let actor: Actor;
  let boundary: string | undefined;
  return {
    title: 'A contained role that administers IAM tries to free itself',
    steps: [
      {
        says: 'a role that may do everything in IAM is given what is sensitive, and is contained',
        shows: ['takes-boundary-off'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('observe');
          actor = await newRole(world, name);
          await grant(asRoot, name, 'iam', ['iam:*']);
          await ringfence(asRoot).saga(
            actor.uniqueId,
            'that only observes',
            ({ outcome }) => outcome === 'MODE_OBSERVE',
          );
          await ringfence(asRoot).setMode('enforce');
          await grant(world.people.as('rupert'), name, 'ml', given);
          const saga = await ringfence(asRoot).saga(
            actor.uniqueId,
            'that contains',
            ({ state, outcome }) => state === 'CONTAINED' && outcome === 'CONTAINED_BOUNDARY',
          );
          boundary = saga.plan.policyArn;
          await assert.rejects(useWitness(actor.clients), explicitDeny);
        },
      },
      {
        says: 'it cannot take its boundary off, nor weaken the policy behind it, and still may do what it could before',
        shows: ['takes-boundary-off'],
        run: async (world) => {
          const { iam } = actor.clients;
          const PolicyDocument = allowing({ Action: '*' });
          await assert.rejects(iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: name })), explicitDeny);
          await assert.rejects(
            iam.send(new CreatePolicyVersionCommand({ PolicyArn: boundary!, PolicyDocument, SetAsDefault: true })),
            explicitDeny,
          );
          assert.equal(await boundaryOf(world.account.asRoot, name), boundary);
          assert.equal(await boundaryOf(actor.clients, name), boundary);
          await useTheRest(actor.clients);
        },
      },
      {
        says: 'the tries are heard as refused calls of that role, and lead to no second containment',
        shows: ['takes-boundary-off', 'call-refused'],
        run: async (world) => {
          const { detail } = await heard(world.trail, 'CreatePolicyVersion', undefined, 'AccessDenied');
          assert.equal(detail.userIdentity.sessionContext?.sessionIssuer.arn, `arn:aws:iam::${account}:role/${name}`);
          const written = (await ringfence(world.account.asRoot).sagasOf(actor.uniqueId)).filter(
            ({ writes }) => writes.length > 0,
          );
          assert.equal(written.length, 1);
        },
      },
    ],
  };
};

/** Somebody takes off by hand what Ringfence set. */
export const tampering = (): Story<World> => {
  const name = 'TamperedScience';
  let actor: Actor;
  return {
    title: 'A containment that somebody undoes by hand',
    steps: [
      {
        says: 'a role is contained',
        shows: ['undone-by-hand'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          actor = await newRole(world, name);
          await grant(world.people.as('uma'), name, 'ml', given);
          await ringfence(asRoot).saga(actor.uniqueId, 'that contains', ({ state }) => state === 'CONTAINED');
          assert.notEqual(await boundaryOf(asRoot, name), undefined);
        },
      },
      {
        says: 'the boundary is taken off by hand: people are told who did it',
        shows: ['undone-by-hand'],
        run: async (world) => {
          const { asRoot } = world.account;
          await asRoot.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: name }));
          await heard(world.trail, 'DeleteRolePermissionsBoundary', name);
          const alert = await world.urgent.wait(
            'tampering alert',
            (body) => about(name)(body) && body.includes('undid the containment'),
          );
          assert.match(alert, /DeleteRolePermissionsBoundary/);
        },
      },
      {
        says: 'and it is set again: the call is refused as before',
        shows: ['undone-by-hand'],
        run: async (world) => {
          await eventually('the boundary again', async () => boundaryOf(world.account.asRoot, name), 60_000);
          await assert.rejects(useWitness(actor.clients), explicitDeny);
          await useTheRest(actor.clients);
        },
      },
      {
        says: 'the grant itself is taken back: the finding is over',
        run: async (world) => {
          const { asRoot } = world.account;
          await asRoot.iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: 'ml' }));
          await workedOn(world, 'DeleteRolePolicy', name);
          await eventually('the end of what was granted', async () => {
            const granted = (await ringfence(asRoot).findingsOf(actor.uniqueId)).filter(({ checkId }) =>
              checkId.startsWith('RF.SENSITIVE.'),
            );
            return granted.length > 0 && granted.every(({ status }) => status === 'resolved') ? true : undefined;
          });
        },
      },
    ],
  };
};

/** A guardrail that is deleted cannot be read any more: what it was comes from memory. */
export const guardrails = (): Story<World> => ({
  title: 'A guardrail is deleted',
  steps: [
    {
      says: 'people are told which one and by whom, although the event hides its name',
      shows: ['guardrail-deleted'],
      run: async ({ account: { asRoot }, urgent, trail }) => {
        const { guardrailId } = await asRoot.bedrock.send(
          new CreateGuardrailCommand({
            name: 'support-bot',
            blockedInputMessaging: 'no',
            blockedOutputsMessaging: 'no',
          }),
        );
        await eventually('memory of the guardrail', async () =>
          (await ringfence(asRoot).history()).some((entry) => entry.includes(guardrailId!)) ? true : undefined,
        );
        await asRoot.bedrock.send(new DeleteGuardrailCommand({ guardrailIdentifier: guardrailId }));
        await heard(trail, 'DeleteGuardrail');
        const alert = await urgent.wait('guardrail alert', about(guardrailId!));
        assert.match(alert, /support-bot/);
      },
    },
  ],
});
