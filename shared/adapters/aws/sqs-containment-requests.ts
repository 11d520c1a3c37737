import { createHash } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ContainmentRequest, ContainmentRequests } from '../../ports/containment-requests.ts';

/** First in, first out within one subject: two workers never plan for the same principal at once. */
export class SqsContainmentRequests implements ContainmentRequests {
  private readonly sqs: SQSClient;
  private readonly queueUrl: string;

  constructor(sqs: SQSClient, queueUrl: string) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  async request(input: ContainmentRequest): Promise<void> {
    const MessageBody = JSON.stringify(input);
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.queueUrl,
        MessageBody,
        ...(this.queueUrl.endsWith('.fifo')
          ? {
              MessageGroupId: input.subjectUniqueId,
              MessageDeduplicationId: createHash('sha256').update(MessageBody).digest('hex'),
            }
          : {}),
      }),
    );
  }
}
