import assert from 'node:assert/strict';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { eventually } from '../eventually.ts';
import { newRole } from '../principals.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';

const queue = 'ringfence-evaluate-access-change';

/** Nothing that fails is lost, and nothing else fails with it. */
export const unreadable = (): Story<World> => ({
  title: 'A message that nobody can read',
  steps: [
    {
      says: 'a role is made beside it and judged at once, and the message comes to the dead-letter queue as it was, after three tries',
      shows: ['poison'],
      run: async (world) => {
        const { sqs } = world.account.asRoot;
        const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
        const { Attributes } = await sqs.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'] }),
        );
        assert.match(Attributes?.['RedrivePolicy'] ?? '', /"maxReceiveCount":\s*"?3"?/);
        // A test does not wait twelve minutes for the next delivery.
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '1' } }));
        const MessageBody = '{"this is": "not a record"}';
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
        await newRole(world, 'BesideTheUnreadable');
        const dead = await sqs.send(new GetQueueUrlCommand({ QueueName: `${queue}-dead` }));
        const found = await eventually('dead letter', async () => {
          const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: dead.QueueUrl }));
          // Whoever looked at it takes it away, or the alarm goes on.
          for (const { ReceiptHandle } of Messages)
            await sqs.send(new DeleteMessageCommand({ QueueUrl: dead.QueueUrl, ReceiptHandle }));
          return Messages[0]?.Body;
        });
        assert.equal(found, MessageBody);
        const VisibilityTimeout = Attributes?.['VisibilityTimeout'] ?? '720';
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout } }));
      },
    },
    {
      says: 'and the next change is judged as ever',
      shows: ['poison'],
      run: async (world) => {
        await newRole(world, 'AfterTheUnreadable');
      },
    },
  ],
});
