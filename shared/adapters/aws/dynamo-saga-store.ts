import {
  BatchGetCommand,
  GetCommand,
  paginateQuery,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import type { EntryDraft } from '../../history/entry.ts';
import type { SagaStore, StoredSaga } from '../../ports/containment-ports.ts';
import type { Read } from '../../ports/read.ts';
import type { Notice } from '../../response/notice.ts';
import type { Saga } from '../../response/saga.ts';
import type { DynamoHistoryLog } from './dynamo-history-log.ts';
import type { DynamoOutbox } from './dynamo-outbox.ts';
import type { Write } from './dynamo-transaction.ts';
import { pack, rowWith, unpack } from './stored.ts';

const listed = z.object({ sk: z.string() });
const leaseItem = z.object({ fence: z.number().int() });

/** Sagas with their history and notices in one transaction; leases that fence. */
export class DynamoSagaStore<S extends StoredSaga = Saga> implements SagaStore<S> {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly history: DynamoHistoryLog;
  private readonly outbox: DynamoOutbox;
  private readonly now: () => number;
  private readonly kind: string;
  private readonly row: z.ZodType<S> = rowWith<S>('id', 'version', 'fence', 'state', 'plan');

  /** @param kind the word that its keys begin with: sagas of two kinds share a table. */
  constructor(
    dynamo: DynamoDBDocumentClient,
    table: string,
    history: DynamoHistoryLog,
    outbox: DynamoOutbox,
    now: () => number = Date.now,
    kind = 'saga',
  ) {
    this.dynamo = dynamo;
    this.table = table;
    this.history = history;
    this.outbox = outbox;
    this.now = now;
    this.kind = kind;
  }

  async get(id: string): Promise<Read<S>> {
    const { Item } = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: { pk: `${this.kind}#${id}`, sk: 'saga' }, ConsistentRead: true }),
    );
    return Item === undefined ? { found: 'no' } : { found: 'yes', value: unpack(Item, this.row, `${this.kind} ${id}`) };
  }

  ofSubject(uniqueId: string): Promise<readonly S[]> {
    return this.inList(`subject-${this.kind}s#${uniqueId}`);
  }

  list(): Promise<readonly S[]> {
    return this.inList(`${this.kind}s`);
  }

  async advance(input: {
    saga: S;
    entries: readonly EntryDraft[];
    notices: readonly Notice[];
  }): Promise<{ advanced: true } | { advanced: false }> {
    const { saga } = input;
    const writes = [
      this.sagaWrite(saga),
      this.leaseHolds(saga),
      ...(saga.version === 1 ? this.listWrites(saga) : []),
      ...(await this.outbox.writes(input.notices)),
    ];
    const result = await this.history.appendWith(input.entries, `${saga.id}#${saga.version}`, writes);
    // A repeated key is another worker's write of this very version: ours was not made.
    return { advanced: result.appended };
  }

  async takeLease(
    subjectUniqueId: string,
    holder: string,
    milliseconds: number,
  ): Promise<{ fence: number } | undefined> {
    const now = this.now();
    try {
      const { Attributes } = await this.dynamo.send(
        new UpdateCommand({
          TableName: this.table,
          Key: leaseKey(subjectUniqueId),
          // The clock is for liveness only: what an overtaken worker writes is refused by its fence.
          ConditionExpression: 'attribute_not_exists(pk) OR holder = :holder OR #until <= :now',
          UpdateExpression: 'SET holder = :holder, #until = :until ADD fence :one',
          ExpressionAttributeNames: { '#until': 'until' },
          ExpressionAttributeValues: { ':holder': holder, ':now': now, ':until': now + milliseconds, ':one': 1 },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return { fence: leaseItem.parse(Attributes).fence };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  async releaseLease(subjectUniqueId: string, holder: string): Promise<void> {
    try {
      await this.dynamo.send(
        new UpdateCommand({
          TableName: this.table,
          Key: leaseKey(subjectUniqueId),
          ConditionExpression: 'holder = :holder',
          // The fence stays: it never falls.
          UpdateExpression: 'SET #until = :never REMOVE holder',
          ExpressionAttributeNames: { '#until': 'until' },
          ExpressionAttributeValues: { ':holder': holder, ':never': 0 },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  private async inList(pk: string): Promise<readonly S[]> {
    const ids: string[] = [];
    const pages = paginateQuery(
      { client: this.dynamo },
      {
        TableName: this.table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
      },
    );
    for await (const page of pages) ids.push(...(page.Items ?? []).map((item) => listed.parse(item).sk));
    const sagas = await Promise.all(chunks(ids, 100).map((some) => this.getMany(some)));
    return sagas.flat().sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
  }

  private async getMany(ids: readonly string[]): Promise<readonly S[]> {
    const sagas: S[] = [];
    let keys: Record<string, unknown>[] = ids.map((id) => ({ pk: `${this.kind}#${id}`, sk: 'saga' }));
    while (keys.length > 0) {
      const answer = await this.dynamo.send(
        new BatchGetCommand({ RequestItems: { [this.table]: { Keys: keys, ConsistentRead: true } } }),
      );
      for (const item of answer.Responses?.[this.table] ?? []) sagas.push(unpack(item, this.row, this.kind));
      keys = answer.UnprocessedKeys?.[this.table]?.Keys ?? [];
    }
    return sagas;
  }

  private sagaWrite(saga: S): Write {
    return {
      Put: {
        TableName: this.table,
        Item: {
          pk: `${this.kind}#${saga.id}`,
          sk: 'saga',
          version: saga.version,
          fence: saga.fence,
          state: saga.state,
          body: pack(saga, `${this.kind} ${saga.id}`),
        },
        ...(saga.version === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#version = :before AND fence <= :fence',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':before': saga.version - 1, ':fence': saga.fence },
            }),
      },
    };
  }

  private leaseHolds(saga: S): Write {
    return {
      ConditionCheck: {
        TableName: this.table,
        Key: leaseKey(saga.plan.subject.uniqueId),
        ConditionExpression: 'fence = :fence',
        ExpressionAttributeValues: { ':fence': saga.fence },
      },
    };
  }

  private listWrites(saga: S): readonly Write[] {
    return [`subject-${this.kind}s#${saga.plan.subject.uniqueId}`, `${this.kind}s`].map((pk) => ({
      Put: { TableName: this.table, Item: { pk, sk: saga.id } },
    }));
  }
}

const leaseKey = (uniqueId: string): { pk: string; sk: string } => ({ pk: `lease#${uniqueId}`, sk: 'lease' });

const chunks = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));
