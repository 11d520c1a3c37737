import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DeliveryLog } from '../../ports/memory.ts';

/**
 * Shorter than any visibility timeout of our queues (six times the function's): when the queue delivers again after a worker
 * died, the claim must have lapsed, or the event would be taken for a repeat and lost.
 */
const claimMilliseconds = 3 * 60_000;
const daySeconds = 24 * 60 * 60;

/** Drops repeats. It is no lock: what a repeat would do again is harmless, because every write has a condition of its own. */
export class DynamoDeliveryLog implements DeliveryLog {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly now: () => number;

  constructor(dynamo: DynamoDBDocumentClient, table: string, now: () => number = Date.now) {
    this.dynamo = dynamo;
    this.table = table;
    this.now = now;
  }

  async claim(function_: string, eventId: string): Promise<boolean> {
    const now = this.now();
    try {
      await this.dynamo.send(
        new PutCommand({
          TableName: this.table,
          Item: {
            ...keyOf(function_, eventId),
            claimedUntil: now + claimMilliseconds,
            forgetAt: Math.ceil(now / 1_000) + daySeconds,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR claimedUntil <= :now',
          ExpressionAttributeValues: { ':now': now },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async complete(function_: string, eventId: string): Promise<void> {
    await this.dynamo.send(
      new PutCommand({
        TableName: this.table,
        // No `claimedUntil`: such a claim never lapses, it is forgotten.
        Item: { ...keyOf(function_, eventId), forgetAt: Math.ceil(this.now() / 1_000) + daySeconds },
      }),
    );
  }

  async release(function_: string, eventId: string): Promise<void> {
    await this.dynamo.send(new DeleteCommand({ TableName: this.table, Key: keyOf(function_, eventId) }));
  }
}

const keyOf = (function_: string, eventId: string): { pk: string; sk: string } => ({
  pk: `delivery#${function_}#${eventId}`,
  sk: 'claim',
});
