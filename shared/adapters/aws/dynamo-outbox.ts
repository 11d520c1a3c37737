import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  paginateQuery,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Outbox } from '../../ports/containment-ports.ts';
import type { Notice } from '../../response/notice.ts';
import { transact, type Write } from './dynamo-transaction.ts';
import { pack, rowWith, unpack } from './stored.ts';

const noticeRow = rowWith<Notice>('id', 'at', 'accountId', 'kind');
const marker = z.object({ pk: z.string(), place: z.string() });

/** Two items a notice: one says that its id is known, for ever; the other waits in line until it was sent. */
export class DynamoOutbox implements Outbox {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async add(notices: readonly Notice[]): Promise<void> {
    // One transaction each: a notice that is known must not hold back the next.
    for (const notice of notices) await transact(this.dynamo, this.writesOf(notice));
  }

  /** For a transaction that writes more than notices. Known ids are left out, or they would refuse the whole of it. */
  async writes(notices: readonly Notice[]): Promise<readonly Write[]> {
    if (notices.length === 0) return [];
    const known = new Set<string>();
    let keys = notices.map(({ id }) => ({ pk: `notice#${id}`, sk: 'notice' }));
    while (keys.length > 0) {
      const asked = keys.slice(0, 100);
      const answer = await this.dynamo.send(
        new BatchGetCommand({ RequestItems: { [this.table]: { Keys: asked, ConsistentRead: true } } }),
      );
      for (const item of answer.Responses?.[this.table] ?? []) known.add(marker.parse(item).pk);
      const unprocessed = (answer.UnprocessedKeys?.[this.table]?.Keys ?? []).map((key) =>
        z.object({ pk: z.string(), sk: z.string() }).parse(key),
      );
      keys = [...unprocessed, ...keys.slice(100)];
    }
    return notices.filter(({ id }) => !known.has(`notice#${id}`)).flatMap((notice) => this.writesOf(notice));
  }

  async pending(): Promise<readonly Notice[]> {
    const notices: Notice[] = [];
    const pages = paginateQuery(
      { client: this.dynamo },
      {
        TableName: this.table,
        KeyConditionExpression: 'pk = :outbox',
        ExpressionAttributeValues: { ':outbox': 'outbox' },
        ConsistentRead: true,
      },
    );
    for await (const page of pages)
      for (const item of page.Items ?? []) notices.push(unpack(item, noticeRow, 'notice in the outbox'));
    return notices;
  }

  async done(noticeId: string): Promise<void> {
    const { Item } = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: { pk: `notice#${noticeId}`, sk: 'notice' }, ConsistentRead: true }),
    );
    if (Item === undefined) return;
    await this.dynamo.send(
      new DeleteCommand({ TableName: this.table, Key: { pk: 'outbox', sk: marker.parse(Item).place } }),
    );
  }

  private writesOf(notice: Notice): readonly Write[] {
    const place = `${notice.at}#${notice.id}`;
    return [
      {
        Put: {
          TableName: this.table,
          Item: { pk: `notice#${notice.id}`, sk: 'notice', place },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      {
        Put: {
          TableName: this.table,
          Item: { pk: 'outbox', sk: place, body: pack(notice, `notice ${notice.id}`) },
        },
      },
    ];
  }
}
