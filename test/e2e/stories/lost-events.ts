import assert from 'node:assert/strict';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { account } from '../deploy.ts';
import type { Clients } from '../emulated-account.ts';
import { eventually } from '../eventually.ts';
import { ringfence } from '../ringfence.ts';
import { createRole, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';
import { about, isRemembered } from './containment.ts';

/** As the clock would: a full evaluation is asked for. */
const askSweep = async ({ sqs }: Clients, eventId: string): Promise<void> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'ringfence-sweep-account' }));
  const MessageBody = JSON.stringify({ accountId: account, because: 'schedule', eventId });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
};

const isBaselined = async ({ account: { asRoot } }: World): Promise<boolean> =>
  (await ringfence(asRoot).history())
    .map((entry) => JSON.parse(entry) as { kind: string; outcome?: string })
    .some(({ kind, outcome }) => kind === 'sweep' && outcome === 'baseline');

/** Events are hints, the sweep is the truth. */
export const lostEvents = (): Story<World> => ({
  title: 'Events that are lost or say nothing',
  steps: [
    {
      says: 'the first sweep records what already is, in one summary',
      run: async (world) => {
        await askSweep(world.account.asRoot, 'baseline');
        await eventually('baseline', async () => ((await isBaselined(world)) ? true : undefined), 60_000);
      },
    },
    {
      says: 'a grant whose event is lost is found by the next sweep, and told',
      run: async (world) => {
        const { asRoot } = world.account;
        const name = 'LostScience';
        const { RoleId } = await createRole(asRoot, name);
        await eventually('first evaluation', async () => ((await isRemembered(world, RoleId!)) ? true : undefined));
        await world.emulator.bridge({ drop: ['PutRolePolicy'] });
        await grant(asRoot, name, 'ml', ['bedrock:*']);
        const { dropped } = await world.emulator.bridge({});
        assert.equal(dropped, 1);
        assert.deepEqual(
          (await ringfence(asRoot).findingsOf(RoleId!)).filter(({ answer }) => answer.answer === 'yes'),
          [],
        );
        await askSweep(asRoot, 'after-a-loss');
        await world.urgent.wait(`alert about ${name}`, about(name));
      },
    },
    {
      says: 'an event without its parameters makes Ringfence read the whole account, and what was granted is found',
      run: async (world) => {
        const { asRoot } = world.account;
        const name = 'HollowScience';
        const { RoleId } = await createRole(asRoot, name);
        await eventually('first evaluation', async () => ((await isRemembered(world, RoleId!)) ? true : undefined));
        await world.emulator.bridge({ omit: ['PutRolePolicy'] });
        await grant(asRoot, name, 'ml', ['bedrock:*']);
        await world.emulator.bridge({});
        await world.urgent.wait(`alert about ${name}`, about(name));
      },
    },
  ],
});
