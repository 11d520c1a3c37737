import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Read } from '../../ports/read.ts';
import type { SweepLog, SweepState } from '../../ports/sweep-log.ts';
import { pack, rowWith, unpack } from './stored.ts';

const row = rowWith<SweepState>('accountId');

export class DynamoSweepLog implements SweepLog {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async recall(accountId: string): Promise<Read<SweepState>> {
    const { Item } = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: keyOf(accountId), ConsistentRead: true }),
    );
    return Item === undefined ? { found: 'no' } : { found: 'yes', value: unpack(Item, row, `sweep of ${accountId}`) };
  }

  async remember(state: SweepState): Promise<void> {
    await this.dynamo.send(
      new PutCommand({
        TableName: this.table,
        Item: { ...keyOf(state.accountId), body: pack(state, `sweep of ${state.accountId}`) },
      }),
    );
  }
}

const keyOf = (accountId: string): { pk: string; sk: string } => ({ pk: `sweep#${accountId}`, sk: 'state' });
