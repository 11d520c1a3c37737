import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SweepRequests } from '../../ports/sweep-requests.ts';

/** Sweeps are asked for on a queue: many events of one minute become the messages of one queue, never a lost request. */
export class SqsSweepRequests implements SweepRequests {
  private readonly sqs: SQSClient;
  private readonly queueUrl: string;

  constructor(sqs: SQSClient, queueUrl: string) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  async request(input: { accountId: string; because: string; eventId: string }): Promise<void> {
    await this.sqs.send(new SendMessageCommand({ QueueUrl: this.queueUrl, MessageBody: JSON.stringify(input) }));
  }
}
