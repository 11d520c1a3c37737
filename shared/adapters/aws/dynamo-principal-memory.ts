import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { principalKey } from '../../facts/principal-ref.ts';
import type { PrincipalMemory } from '../../ports/memory.ts';
import type { Read } from '../../ports/read.ts';
import { pack, rowWith, unpack } from './stored.ts';

type Remembered = { facts: PrincipalFacts; asOf: string };
const row = rowWith<Remembered>('facts', 'asOf');
const pointer = z.object({ subject: z.string() });

/** The last facts of each principal. An older read never replaces a newer one. */
export class DynamoPrincipalMemory implements PrincipalMemory {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async recall(uniqueId: string): Promise<Read<Remembered>> {
    const { Item } = await this.dynamo.send(
      new GetCommand({
        TableName: this.table,
        Key: { pk: `principal#${uniqueId}`, sk: 'facts' },
        ConsistentRead: true,
      }),
    );
    return Item === undefined ? { found: 'no' } : { found: 'yes', value: unpack(Item, row, `memory of ${uniqueId}`) };
  }

  async recallByName(key: string): Promise<Read<Remembered>> {
    const { Item } = await this.dynamo.send(
      new GetCommand({
        TableName: this.table,
        Key: { pk: `principal-name#${key.toLowerCase()}`, sk: 'subject' },
        ConsistentRead: true,
      }),
    );
    return Item === undefined ? { found: 'no' } : this.recall(pointer.parse(Item).subject);
  }

  async remember(facts: PrincipalFacts, asOf: string): Promise<void> {
    const remembered: Remembered = { facts, asOf };
    const newer = await this.putIfNewer({
      pk: `principal#${facts.uniqueId}`,
      sk: 'facts',
      asOf,
      body: pack(remembered, `memory of ${facts.arn}`),
    });
    if (newer)
      await this.putIfNewer({
        pk: `principal-name#${principalKey(facts)}`,
        sk: 'subject',
        asOf,
        subject: facts.uniqueId,
      });
  }

  private async putIfNewer(item: Record<string, unknown> & { asOf: string }): Promise<boolean> {
    try {
      await this.dynamo.send(
        new PutCommand({
          TableName: this.table,
          Item: item,
          ConditionExpression: 'attribute_not_exists(pk) OR asOf <= :asOf',
          ExpressionAttributeValues: { ':asOf': item.asOf },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
