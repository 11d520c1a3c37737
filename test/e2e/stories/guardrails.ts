import assert from 'node:assert/strict';
import {
  CreateGuardrailCommand,
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  DeleteModelInvocationLoggingConfigurationCommand,
  GetGuardrailCommand,
  PutModelInvocationLoggingConfigurationCommand,
  UpdateGuardrailCommand,
  type CreateGuardrailCommandInput,
  type LoggingConfig,
} from '@aws-sdk/client-bedrock';
import { DynamoGuardrailMemory } from '../../../shared/adapters/aws/dynamo-guardrail-memory.ts';
import { DynamoSurroundingMemory } from '../../../shared/adapters/aws/dynamo-surrounding-memory.ts';
import type { GuardrailRecord } from '../../../shared/facts/account-facts.ts';
import { planRecreation } from '../../../shared/response/guardrail/plan-recreation.ts';
import { region } from '../deploy.ts';
import type { Clients } from '../emulated-account.ts';
import { eventually } from '../eventually.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';

const table = 'ringfence-state';
const memoryOf = ({ dynamo }: Clients) => new DynamoGuardrailMemory(dynamo, table);
const surroundingsOf = ({ dynamo }: Clients) => new DynamoSurroundingMemory(dynamo, table);

const remembered = (clients: Clients, id: string, accept: (record: GuardrailRecord) => boolean) =>
  eventually(`memory of ${id}`, async () => {
    const read = await memoryOf(clients).recall(id);
    return read.found === 'yes' && accept(read.value) ? read.value : undefined;
  });

const anyAlert = ({ alerts, urgent }: World, what: string, ...texts: readonly string[]): Promise<string> =>
  eventually(what, async () => {
    const told = [...(await urgent.read()), ...(await alerts.read())];
    return told.find((body) => texts.every((text) => body.includes(text)));
  });

const made = (name: string, inputStrength: 'HIGH' | 'LOW'): CreateGuardrailCommandInput => ({
  name,
  contentPolicyConfig: { filtersConfig: [{ type: 'VIOLENCE', inputStrength, outputStrength: 'HIGH' }] },
  blockedInputMessaging: 'no',
  blockedOutputsMessaging: 'no',
});

/** From each call to what people are told, and from memory back to a guardrail. */
export const guardrailLife = (): Story<World> => {
  const name = 'order-bot';
  let id = '';
  let again = '';
  return {
    title: 'A guardrail is made, published, weakened, deleted and brought back from memory',
    steps: [
      {
        says: 'Ringfence reads a new guardrail and its first version when they are made',
        run: async ({ account: { asRoot } }) => {
          const { guardrailId } = await asRoot.bedrock.send(new CreateGuardrailCommand(made(name, 'HIGH')));
          id = guardrailId!;
          await remembered(asRoot, id, ({ facts }) => facts.version === 'DRAFT' && facts.name === name);
          await asRoot.bedrock.send(new CreateGuardrailVersionCommand({ guardrailIdentifier: id }));
          await eventually('memory of version 1', async () => {
            const versions = await memoryOf(asRoot).versions(id);
            return versions.found === 'yes' && versions.value.length === 1 ? true : undefined;
          });
        },
      },
      {
        says: 'an update that weakens it is told with what was lost and the plan that puts it back',
        shows: ['guardrail-weakened'],
        run: async (world) => {
          const { asRoot } = world.account;
          // The emulator's GetGuardrail leaves out every filter (docs/guardrails.md): the memory holds what AWS would have said.
          const { facts } = await remembered(asRoot, id, () => true);
          const filters = [{ type: 'VIOLENCE', inputStrength: 'HIGH', outputStrength: 'HIGH' }];
          const content = { ...facts.content, contentPolicy: { filters } };
          await memoryOf(asRoot).remember({ ...facts, content }, '2026-11-21T21:00:00.000Z');
          await asRoot.bedrock.send(new UpdateGuardrailCommand({ ...made(name, 'LOW'), guardrailIdentifier: id }));
          const alert = await anyAlert(world, 'alert of the weakening', 'RF.GUARD.2', id);
          assert.match(alert, /got weaker/);
          assert.match(alert, /one UpdateGuardrail that takes back/);
        },
      },
      {
        says: 'its deletion is told with what it protected before it was weakened, and with the calls that bring it back',
        shows: ['guardrail-deleted'],
        run: async (world) => {
          const { asRoot } = world.account;
          await asRoot.bedrock.send(new DeleteGuardrailCommand({ guardrailIdentifier: id }));
          const alert = await anyAlert(world, 'alert of the deletion', 'RF.GUARD.1', id);
          assert.match(alert, /until it was weakened: VIOLENCE: prompts HIGH, answers HIGH/);
          assert.match(alert, /CreateGuardrail, CreateGuardrailVersion 1/);
        },
      },
      {
        says: 'an admin brings it back with those calls, from memory alone: the identifier is new, and is remembered in its turn',
        run: async ({ account: { asRoot } }) => {
          const record = await remembered(asRoot, id, () => true);
          const versions = await memoryOf(asRoot).versions(id);
          assert.ok(versions.found === 'yes');
          const { steps, leftOut } = planRecreation(
            (record.heldAgainst ?? record).facts,
            versions.value.map(({ facts }) => facts),
          );
          assert.deepEqual(leftOut, []);
          for (const step of steps) {
            switch (step.call) {
              case 'CreateGuardrail': {
                const input = step.request as unknown as CreateGuardrailCommandInput;
                again = (await asRoot.bedrock.send(new CreateGuardrailCommand(input))).guardrailId!;
                break;
              }
              case 'UpdateGuardrail': {
                const input = step.request as unknown as CreateGuardrailCommandInput;
                await asRoot.bedrock.send(new UpdateGuardrailCommand({ ...input, guardrailIdentifier: again }));
                break;
              }
              case 'CreateGuardrailVersion':
                await asRoot.bedrock.send(new CreateGuardrailVersionCommand({ guardrailIdentifier: again }));
            }
          }
          assert.notEqual(again, id);
          const now = await asRoot.bedrock.send(
            new GetGuardrailCommand({ guardrailIdentifier: again, guardrailVersion: '1' }),
          );
          assert.equal(now.name, name);
          await remembered(asRoot, again, ({ facts }) => facts.name === name);
        },
      },
    ],
  };
};

/** Invocation logging: off, and back by the call that the alert names. */
export const loggingLife = (): Story<World> => {
  const loggingConfig: LoggingConfig = {
    cloudWatchConfig: { logGroupName: 'e2e-prompts', roleArn: 'arn:aws:iam::000000000000:role/e2e-logs' },
    textDataDeliveryEnabled: true,
    imageDataDeliveryEnabled: true,
    embeddingDataDeliveryEnabled: true,
    videoDataDeliveryEnabled: true,
    audioDataDeliveryEnabled: true,
  };
  const key = { kind: 'invocation-logging' as const, region, identifier: region };
  const isRemembered = ({ account: { asRoot } }: World, asThere: boolean) =>
    eventually(`memory of logging as ${asThere ? 'on' : 'off'}`, async () => {
      const read = await surroundingsOf(asRoot).recall(key);
      return read.found === 'yes' && (read.value.seen.sha256 !== undefined) === asThere ? read.value : undefined;
    });
  return {
    title: 'A guardrail alone is not enough: invocation logging is weakened, switched off and put back',
    steps: [
      {
        says: 'what is recorded is remembered when it is set, with who set it',
        run: async (world) => {
          await world.account.asRoot.bedrock.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
          const { seen } = await isRemembered(world, true);
          assert.match(seen.by, /:root$/);
        },
      },
      {
        says: 'a kind of data that is not recorded any more is told',
        run: async (world) => {
          await world.account.asRoot.bedrock.send(
            new PutModelInvocationLoggingConfigurationCommand({
              loggingConfig: { ...loggingConfig, textDataDeliveryEnabled: false },
            }),
          );
          await anyAlert(
            world,
            'alert of the weakening',
            'RF.LOGGING.1',
            'the text data of model calls is not recorded',
          );
        },
      },
      {
        says: 'switched off it is told with the exact call that puts it back, as it was before both',
        shows: ['logging-off'],
        run: async (world) => {
          await world.account.asRoot.bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
          const alert = await anyAlert(
            world,
            'alert of the end',
            'RF.LOGGING.1',
            'switched off by DeleteModelInvocationLoggingConfiguration',
            'put-model-invocation-logging-configuration',
            'e2e-prompts',
          );
          assert.match(alert, /textDataDeliveryEnabled[\\": ]+true/);
          await isRemembered(world, false);
        },
      },
      {
        says: 'and is over when it is put back',
        shows: ['logging-off'],
        run: async (world) => {
          await world.account.asRoot.bedrock.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
          await isRemembered(world, true);
          await eventually('end of the finding', async () => {
            const told = (await world.events.read()).filter(
              (body) => body.includes('ringfence.finding.resolved') && body.includes('RF.LOGGING.1'),
            );
            return told.length > 0 ? true : undefined;
          });
        },
      },
    ],
  };
};
