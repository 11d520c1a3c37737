import { createHash } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { unlessMissing } from '../state/state-fact.ts';

/** Amazon SQS API Reference, "SendMessage": the name of the JSON protocol, and that of before. */
const noQueue = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/** What a person decided, put where the function that has the role hears it: nobody needs that role to ask. @returns whether there is a queue */
export const sendRequest = async (
  sqs: SQSClient,
  input: { queueUrl: string; group: string; message: Readonly<Record<string, unknown>> },
): Promise<{ sent: boolean }> => {
  const MessageBody = JSON.stringify(input.message);
  const answer = await unlessMissing(noQueue, () =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: input.queueUrl,
        MessageBody,
        MessageGroupId: input.group,
        MessageDeduplicationId: createHash('sha256').update(MessageBody).digest('hex'),
      }),
    ),
  );
  return { sent: answer !== undefined };
};
