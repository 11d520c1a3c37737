import assert from 'node:assert/strict';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { account } from '../deploy.ts';
import type { Clients } from '../emulated-account.ts';
import { eventually } from '../eventually.ts';
import { newRole } from '../principals.ts';
import { ringfence } from '../ringfence.ts';
import { grant } from '../roles.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';
import { about } from './containment.ts';

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

/** What every other story stands on: before it, Ringfence does not know how many principals there are. */
export const baseline = (): Story<World> => ({
  title: 'The first sweep',
  steps: [
    {
      says: 'records what already is, in one summary, and alerts nobody of those who were there before',
      run: async (world) => {
        await askSweep(world.account.asRoot, 'baseline');
        await eventually('baseline', async () => ((await isBaselined(world)) ? true : undefined), 120_000);
        const told = [...(await world.urgent.read()), ...(await world.alerts.read())];
        assert.equal(told.filter(about('user/erin')).length, 0, told.join('\n'));
      },
    },
  ],
});

/** Events are hints, the sweep is the truth. */
export const lostEvents = (): Story<World> => ({
  title: 'Events that are lost or say nothing',
  steps: [
    {
      says: 'a grant whose event is lost is found by the next sweep, and told',
      shows: ['sweep-finds'],
      run: async (world) => {
        const { asRoot } = world.account;
        const name = 'LostScience';
        const { uniqueId } = await newRole(world, name);
        await world.emulator.bridge({ drop: ['PutRolePolicy'] });
        await grant(asRoot, name, 'ml', ['bedrock:*']);
        const { dropped } = await world.emulator.bridge({});
        assert.equal(dropped, 1);
        assert.deepEqual(
          (await ringfence(asRoot).findingsOf(uniqueId)).filter(({ answer }) => answer.answer === 'yes'),
          [],
        );
        await askSweep(asRoot, 'after-a-loss');
        // A sweep judges every principal anew.
        await eventually(`alert about ${name}`, async () => (await world.urgent.read()).find(about(name)), 120_000);
      },
    },
    {
      says: 'an event without its parameters makes Ringfence read the whole account, and what was granted is found',
      shows: ['parameters-omitted'],
      run: async (world) => {
        const { asRoot } = world.account;
        const name = 'HollowScience';
        await newRole(world, name);
        await world.emulator.bridge({ omit: ['PutRolePolicy'] });
        await grant(asRoot, name, 'ml', ['bedrock:*']);
        await world.emulator.bridge({});
        await eventually(`alert about ${name}`, async () => (await world.urgent.read()).find(about(name)), 120_000);
      },
    },
  ],
});
