import { createHash } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { RestorationRequest, RestorationRequests } from '../../ports/restoration-requests.ts';

/** First in, first out within one guardrail: two workers never plan for the same one at once. */
export class SqsRestorationRequests implements RestorationRequests {
  private readonly sqs: SQSClient;
  private readonly queueUrl: string;

  constructor(sqs: SQSClient, queueUrl: string) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  async request(input: RestorationRequest): Promise<void> {
    const MessageBody = JSON.stringify(input);
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.queueUrl,
        MessageBody,
        MessageGroupId: hash(input.guardrail.split('/').at(-1) ?? input.guardrail),
        MessageDeduplicationId: hash(MessageBody),
      }),
    );
  }
}
