import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SurroundingKey, SurroundingKind, SurroundingRecord } from '../../facts/guardrail/surroundings.ts';
import type { SurroundingMemory } from '../../ports/guardrail-surroundings.ts';
import type { Read } from '../../ports/read.ts';
import { itemsUnder, undamaged } from './dynamo-remembered.ts';
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
    return Item === undefined ? { found: 'no' } : undamaged(this.table, Key, () => unpack(Item, row, Key.sk));
  }

  async ofKind(region: string, kind: SurroundingKind): Promise<Read<readonly SurroundingRecord[]>> {
    const under = keyOf({ region, kind, identifier: '' });
    const items = await itemsUnder(this.dynamo, this.table, under);
    return undamaged(this.table, { ...under, sk: `${under.sk}*` }, () =>
      items.map((item) => unpack(item, row, under.pk)),
    );
  }

  async remember(record: SurroundingRecord): Promise<void> {
    const key = keyOf(record);
    await this.dynamo.send(
      new PutCommand({ TableName: this.table, Item: { ...key, body: pack(record, `${key.pk} ${key.sk}`) } }),
    );
  }
}

/** Identifiers sort as text within a kind. */
const keyOf = ({ region, kind, identifier }: SurroundingKey): { pk: string; sk: string } => ({
  pk: `surroundings#${region}`,
  sk: `${kind}#${identifier}`,
});
