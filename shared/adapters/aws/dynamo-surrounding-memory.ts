import { GetCommand, paginateQuery, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SurroundingKey, SurroundingKind, SurroundingRecord } from '../../facts/guardrail/surroundings.ts';
import type { SurroundingMemory } from '../../ports/guardrail-surroundings.ts';
import type { Read } from '../../ports/read.ts';
import { pack, rowWith, unpack } from './stored.ts';

const row = rowWith<SurroundingRecord>('kind', 'region', 'identifier', 'seen');

/** Who changed what stands around guardrails, when, and the hash of what it held; the documents are in the content store. */
export class DynamoSurroundingMemory implements SurroundingMemory {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async recall(key: SurroundingKey): Promise<Read<SurroundingRecord>> {
    const Key = keyOf(key);
    const { Item } = await this.dynamo.send(new GetCommand({ TableName: this.table, Key, ConsistentRead: true }));
    return Item === undefined
      ? { found: 'no' }
      : this.undamaged(`${Key.pk} ${Key.sk}`, () => unpack(Item, row, Key.sk));
  }

  async ofKind(region: string, kind: SurroundingKind): Promise<Read<readonly SurroundingRecord[]>> {
    const { pk, sk } = keyOf({ region, kind, identifier: '' });
    const pages = paginateQuery(
      { client: this.dynamo },
      {
        TableName: this.table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :kind)',
        ExpressionAttributeValues: { ':pk': pk, ':kind': sk },
        ConsistentRead: true,
      },
    );
    const items: unknown[] = [];
    for await (const { Items } of pages) items.push(...(Items ?? []));
    return this.undamaged(`${pk} ${sk}*`, () => items.map((item) => unpack(item, row, pk)));
  }

  async remember(record: SurroundingRecord): Promise<void> {
    const key = keyOf(record);
    await this.dynamo.send(
      new PutCommand({ TableName: this.table, Item: { ...key, body: pack(record, `${key.pk} ${key.sk}`) } }),
    );
  }

  private undamaged<T>(what: string, read: () => T): Read<T> {
    try {
      return { found: 'yes', value: read() };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return {
        found: 'unreadable',
        why: `the remembered copy ${what} in ${this.table} is damaged: ${detail}; look at it, and delete it to begin anew`,
        code: 'DamagedMemory',
      };
    }
  }
}

/** Identifiers sort as text within a kind. */
const keyOf = ({ region, kind, identifier }: SurroundingKey): { pk: string; sk: string } => ({
  pk: `surroundings#${region}`,
  sk: `${kind}#${identifier}`,
});
