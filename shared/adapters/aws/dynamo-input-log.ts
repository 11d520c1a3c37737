import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { InputLog, InputState } from '../../ports/input-log.ts';
import type { Read } from '../../ports/read.ts';
import { pack, rowWith, unpack } from './stored.ts';

const row = rowWith<InputState>('accountId', 'region', 'beatingSince');

export class DynamoInputLog implements InputLog {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async recall(accountId: string, region: string): Promise<Read<InputState>> {
    const { Item } = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: keyOf(accountId, region), ConsistentRead: true }),
    );
    return Item === undefined
      ? { found: 'no' }
      : { found: 'yes', value: unpack(Item, row, `input of ${accountId} ${region}`) };
  }

  async remember(state: InputState): Promise<void> {
    const { accountId, region } = state;
    await this.dynamo.send(
      new PutCommand({
        TableName: this.table,
        Item: { ...keyOf(accountId, region), body: pack(state, `input of ${accountId} ${region}`) },
      }),
    );
  }
}

const keyOf = (accountId: string, region: string): { pk: string; sk: string } => ({
  pk: `input#${accountId}`,
  sk: region,
});
