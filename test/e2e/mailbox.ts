import { SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Clients } from './emulated-account.ts';
import { eventually } from './eventually.ts';

/** A queue that a test made: everything that was put into it so far, in order of arrival. */
export type Mailbox = {
  arn: string;
  /** What has arrived by now, earlier reads included. */
  read: () => Promise<readonly string[]>;
  /** The first message, from the `from`-th on, that `accept` takes. */
  wait: (what: string, accept: (body: string) => boolean, from?: number) => Promise<string>;
};

export const mailbox = async ({ sqs }: Clients, name: string, sender: string): Promise<Mailbox> => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const arn = Attributes!['QueueArn']!;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: sender }, Action: 'sqs:SendMessage', Resource: arn }],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const arrived: string[] = [];
  const read = async (): Promise<readonly string[]> => {
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return arrived;
      for (const { Body, ReceiptHandle } of Messages) {
        arrived.push(Body ?? '');
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };
  return {
    arn,
    read,
    wait: (what, accept, from = 0) => eventually(what, async () => (await read()).slice(from).find(accept)),
  };
};

/** A mailbox that a person's subscription would be: it gets the bare message of the topic. */
export const subscribed = async (clients: Clients, name: string, topicArn: string): Promise<Mailbox> => {
  const box = await mailbox(clients, name, 'sns.amazonaws.com');
  await clients.sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: box.arn,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  return box;
};
