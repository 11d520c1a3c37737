import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CreateGuardrailCommand, DeleteGuardrailCommand, paginateListGuardrails } from '@aws-sdk/client-bedrock';
import { DynamoGuardrailMemory } from '../../../shared/adapters/aws/dynamo-guardrail-memory.ts';
import { region, rootCredentials } from '../deploy.ts';
import type { Clients, Credentials } from '../emulated-account.ts';
import { eventually } from '../eventually.ts';
import { ringfence } from '../ringfence.ts';
import { createRole, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';

const named = async ({ bedrock }: Clients, name: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const page of paginateListGuardrails({ client: bedrock }, {}))
    ids.push(...(page.guardrails ?? []).flatMap((one) => (one.name === name ? [one.id!] : [])));
  return ids;
};

/** What answering an alert takes: reading the installation, its tables and its queues. No call of IAM or Bedrock. */
const answering = ['lambda:Get*', 'lambda:List*', 'ssm:GetParameter', 'dynamodb:*', 'sqs:*', 'kms:*'];

/** The command line on the deployed stack, with the keys of a session and no other. */
const commandLine = (
  { root, folder, emulator }: World,
  keys: Credentials,
  ...args: readonly string[]
): Promise<{ code: number; out: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'cli', 'bin.mjs'), ...args, '--stack', 'RingfenceDetection'], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        AWS_ENDPOINT_URL: emulator.endpoint,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        AWS_SESSION_TOKEN: keys.sessionToken,
        AWS_REGION: region,
        AWS_EC2_METADATA_DISABLED: 'true',
        NODE_EXTRA_CA_CERTS: emulator.certificates,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        out += chunk.toString('utf8');
      });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, out }));
  });

/** From the deletion to the guardrail that is there again, by Ringfence's own function and role, after one approval. */
export const restoration = (): Story<World> => {
  const name = 'refund-bot';
  const content = { name, blockedInputMessaging: 'not this', blockedOutputsMessaging: 'nor that' };
  let id = '';
  let waiting = '';
  let olivia: Credentials;
  return {
    title: 'A deleted guardrail comes back after one approval, and goes again when that is undone',
    steps: [
      {
        says: 'Ringfence asks a person before it writes',
        run: async ({ account: { asRoot, keysOf } }) => {
          await ringfence(asRoot).setMode('approve');
          const { RoleName, Arn } = await createRole(asRoot, 'SecurityOperations');
          await grant(asRoot, RoleName!, 'answer-alerts', answering);
          olivia = await keysOf(Arn!, 'olivia');
        },
      },
      {
        says: 'a guardrail is made and deleted: the alert names the restoration that waits',
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
        run: async (world) => {
          const { asRoot } = world.account;
          const { code, out } = await commandLine(world, olivia, 'approve', waiting);
          // The emulator knows neither enforced configurations nor Bedrock policies: who names it there stays unknown, and that is said.
          assert.match(out, /^RESTORE_PARTIAL: who else names it is not known/);
          assert.equal(code, 3, out);
          const found = await named(asRoot, name);
          assert.equal(found.length, 1);
          assert.notEqual(found[0], id);
        },
      },
      {
        says: 'it is taken back with one command, and the history tells both',
        run: async (world) => {
          const { asRoot } = world.account;
          const { code, out } = await commandLine(world, olivia, 'undo', waiting, '--reason', 'the bot is retired');
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
