import assert from 'node:assert/strict';
import { CreateGuardrailCommand, DeleteGuardrailCommand } from '@aws-sdk/client-bedrock';
import { DeleteRolePermissionsBoundaryCommand } from '@aws-sdk/client-iam';
import { eventually } from '../eventually.ts';
import { ringfence } from '../ringfence.ts';
import { boundaryOf, createRole, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import { heard } from '../trail.ts';
import type { World } from '../world.ts';
import { about, isRemembered } from './containment.ts';

/** Somebody takes off by hand what Ringfence set. */
export const tampering = (): Story<World> => {
  const name = 'TamperedScience';
  let uniqueId = '';
  return {
    title: 'A containment that somebody undoes by hand',
    steps: [
      {
        says: 'a role is contained',
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          uniqueId = (await createRole(asRoot, name)).RoleId!;
          await eventually('first evaluation', async () => ((await isRemembered(world, uniqueId)) ? true : undefined));
          await grant(asRoot, name, 'ml', ['bedrock:*']);
          await ringfence(asRoot).saga(uniqueId, 'that contains', ({ state }) => state === 'CONTAINED');
          assert.notEqual(await boundaryOf(asRoot, name), undefined);
        },
      },
      {
        says: 'the boundary is taken off by hand: people are told who did it',
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
    ],
  };
};

/** A guardrail that is deleted cannot be read any more: what it was comes from memory. */
export const guardrails = (): Story<World> => ({
  title: 'A guardrail is deleted',
  steps: [
    {
      says: 'people are told which one and by whom, although the event hides its name',
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
