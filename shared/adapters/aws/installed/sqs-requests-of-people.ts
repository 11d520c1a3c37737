import { createHash } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** What a person decided, put where the function that has the role hears it: nobody needs that role to ask. */
export const sendRequest = async (
  sqs: SQSClient,
  input: { queueUrl: string; group: string; message: Readonly<Record<string, unknown>> },
): Promise<void> => {
  const MessageBody = JSON.stringify(input.message);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: input.queueUrl,
      MessageBody,
      MessageGroupId: input.group,
      MessageDeduplicationId: createHash('sha256').update(MessageBody).digest('hex'),
    }),
  );
};
