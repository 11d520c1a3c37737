import assert from 'node:assert/strict';
import { BedrockAgentClient, CreateAgentCommand } from '@aws-sdk/client-bedrock-agent';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { account, region, rootCredentials } from '../deploy.ts';
import type { Credentials } from '../emulated-account.ts';
import { eventually } from '../eventually.ts';
import { type Actor, allowing, newRole, workedOn } from '../principals.ts';
import { ringfence } from '../ringfence.ts';
import { grant } from '../roles.ts';
import type { Story } from '../story.ts';
import { heard } from '../trail.ts';
import type { World } from '../world.ts';
import { about } from './containment.ts';

const createAgent = async (world: World, credentials: Credentials, agentName: string): Promise<void> => {
  const client = new BedrockAgentClient({ endpoint: world.account.endpoint, region, credentials, maxAttempts: 1 });
  await client.send(new CreateAgentCommand({ agentName }));
};

/** What is done counts beside what could be done. */
export const sensitiveCalls = (): Story<World> => {
  const name = 'AgentMaker';
  return {
    title: 'A sensitive call is made',
    steps: [
      {
        says: 'the root user makes an agent: people are told, because the root user does no AI work',
        shows: ['sensitive-call'],
        run: async (world) => {
          await createAgent(world, rootCredentials, 'by-the-root-user');
          const alert = await world.urgent.wait(
            'alert about the root user',
            (body) => body.includes('RF.ACCESS.21') && body.includes('CreateAgent'),
          );
          assert.match(alert, /root/);
        },
      },
      {
        says: 'a role that may makes one: history says who did what, and which event shows it',
        shows: ['sensitive-call'],
        run: async (world) => {
          const { asRoot, keysOf } = world.account;
          await ringfence(asRoot).setMode('observe');
          await newRole(world, name);
          await grant(asRoot, name, 'agents', ['bedrock:CreateAgent']);
          await createAgent(world, await keysOf(`arn:aws:iam::${account}:role/${name}`, 'maker'), 'by-a-role');
          const entry = await eventually('entry of the call', async () =>
            (await ringfence(asRoot).history()).find(
              (text) => text.includes('sensitive-action-used') && text.includes(`${name}/maker`),
            ),
          );
          assert.match(entry, /bedrock:CreateAgent/);
          assert.match(entry, /CloudTrail eventID [0-9a-f-]{36}/);
        },
      },
    ],
  };
};

/** What IAM refused happened to nobody. */
export const refusedCalls = (): Story<World> => {
  const name = 'WouldBeScience';
  let actor: Actor;
  return {
    title: 'A call fails with AccessDenied',
    steps: [
      {
        says: 'a role tries to give itself bedrock:* and is refused: nothing became possible, so nothing is told or done',
        shows: ['call-refused'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          actor = await newRole(world, name);
          const PolicyDocument = allowing({ Action: 'bedrock:*' });
          await assert.rejects(
            actor.clients.iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'ml', PolicyDocument })),
            { name: /AccessDenied/ },
          );
          const { detail } = await heard(world.trail, 'PutRolePolicy', undefined, 'AccessDenied');
          assert.equal(detail.requestParameters, null);
          // What is asked for after it is worked on after it.
          await grant(asRoot, name, 'harmless', ['sqs:ListQueues']);
          await workedOn(world, 'PutRolePolicy', name);
          const found = await ringfence(asRoot).findingsOf(actor.uniqueId);
          assert.deepEqual(
            found.filter(({ answer }) => answer.answer === 'yes').map(({ sentence }) => sentence),
            [],
          );
          assert.deepEqual(await ringfence(asRoot).sagasOf(actor.uniqueId), []);
          assert.ok(!(await world.urgent.read()).some(about(name)));
        },
      },
      {
        says: 'a refused sensitive call is no use of it: history does not say that it was done',
        shows: ['call-refused'],
        run: async (world) => {
          const { asRoot, keysOf } = world.account;
          const keys = await keysOf(`arn:aws:iam::${account}:role/${name}`, 'refused');
          await assert.rejects(createAgent(world, keys, 'by-nobody'), { name: /AccessDenied/ });
          const { detail } = await heard(world.trail, 'CreateAgent', undefined, 'AccessDenied');
          await eventually('the refused call worked on', async () =>
            (await ringfence(asRoot).hasHandled('evaluate-ai-activity', detail.eventID)) ? true : undefined,
          );
          const entries = await ringfence(asRoot).history();
          assert.ok(!entries.some((text) => text.includes(detail.eventID)));
        },
      },
    ],
  };
};
