import assert from 'node:assert/strict';
import { CreateGuardrailCommand, DeleteGuardrailCommand, paginateListGuardrails } from '@aws-sdk/client-bedrock';
import { DynamoGuardrailMemory } from '../../../shared/adapters/aws/dynamo-guardrail-memory.ts';
import { commandLine } from '../command-line.ts';
import { rootCredentials } from '../deploy.ts';
import type { Clients } from '../emulated-account.ts';
import { eventually } from '../eventually.ts';
import { ringfence } from '../ringfence.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';

const named = async ({ bedrock }: Clients, name: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const page of paginateListGuardrails({ client: bedrock }, {}))
    ids.push(...(page.guardrails ?? []).flatMap((one) => (one.name === name ? [one.id!] : [])));
  return ids;
};

/** From the deletion to the guardrail that is there again, by Ringfence's own function and role, after one approval. */
export const restoration = (): Story<World> => {
  const name = 'refund-bot';
  const content = { name, blockedInputMessaging: 'not this', blockedOutputsMessaging: 'nor that' };
  let id = '';
  let waiting = '';
  return {
    title: 'A deleted guardrail comes back after one approval, and goes again when that is undone',
    steps: [
      {
        says: 'Ringfence asks a person before it writes',
        run: async ({ account: { asRoot } }) => ringfence(asRoot).setMode('approve'),
      },
      {
        says: 'a guardrail is made and deleted: the alert names the restoration that waits',
        shows: ['guardrail-deleted'],
        run: async (world) => {
          const { asRoot } = world.account;
          id = (await asRoot.bedrock.send(new CreateGuardrailCommand(content))).guardrailId!;
          await eventually(`memory of ${id}`, async () =>
            (await new DynamoGuardrailMemory(asRoot.dynamo, 'ringfence-state').recall(id)).found === 'yes'
              ? true
              : undefined,
          );
          await asRoot.bedrock.send(new DeleteGuardrailCommand({ guardrailIdentifier: id }));
          waiting = await eventually(
            'a restoration that waits',
            async () => {
              const told = [...(await world.urgent.read()), ...(await world.alerts.read())];
              return told.filter((body) => body.includes(id)).flatMap((body) => /\br-[a-z0-9]{8,}/.exec(body) ?? [])[0];
            },
            90_000,
          );
          assert.deepEqual(await named(asRoot, name), []);
        },
      },
      {
        says: 'whoever deleted it may not approve: not the same person twice',
        run: async (world) => {
          const { code, out } = await commandLine(world, rootCredentials, 'approve', waiting);
          assert.equal(code, 3, out);
          assert.match(out, /made the change that led to this and cannot approve/);
        },
      },
      {
        says: 'somebody else approves from the command line, and it is there again, once, under a new identifier',
        shows: ['guardrail-restored'],
        run: async (world) => {
          const { asRoot } = world.account;
          const { code, out } = await commandLine(world, world.people.olivia, 'approve', waiting);
          // The emulator knows neither enforced configurations nor Bedrock policies: who names it there stays unknown, and that is said.
          assert.match(out, /^restored: \S+\n/);
          assert.match(out, /^RESTORE_PARTIAL: \d+ things? (is|are) left$/m);
          assert.match(out, /^  - who else names it is not known/m);
          assert.equal(code, 3, out);
          const found = await named(asRoot, name);
          assert.equal(found.length, 1);
          assert.notEqual(found[0], id);
        },
      },
      {
        says: 'it is taken back with one command, and the history tells both',
        shows: ['guardrail-restored'],
        run: async (world) => {
          const { asRoot } = world.account;
          const { code, out } = await commandLine(
            world,
            world.people.olivia,
            'undo',
            waiting,
            '--reason',
            'the bot is retired',
          );
          assert.equal(code, 0, out);
          assert.deepEqual(await named(asRoot, name), []);
          const told = (await ringfence(asRoot).history()).filter((entry) => entry.includes(waiting));
          assert.ok(
            told.some((entry) => entry.includes('UNDONE')),
            told.join('\n'),
          );
        },
      },
    ],
  };
};
