import { GetCommand, paginateQuery, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { BlastSlots } from '../../ports/containment-ports.ts';
import { blastWindows, type BlastWindow } from '../../response/blast-windows.ts';
import { pause, transact, type Write } from './dynamo-transaction.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const tries = 20;

type Input = Parameters<BlastSlots['take']>[0];
type Limit = Omit<BlastWindow, 'scope'> & { pk: string };

const slotItem = z.object({ sk: z.string(), freeAt: z.number() });

/**
 * A limit of n is n slot items, each with the time at which it is free again. Taking one is a conditional write, all limits in
 * one transaction, so no two workers ever share a slot; and no window has an edge at which twice the limit fits.
 */
export class DynamoBlastSlots implements BlastSlots {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async take(input: Input): Promise<{ taken: true } | { taken: false; limit: string }> {
    const now = Date.parse(input.now);
    for (let round = 0; round < tries; round += 1) {
      if (await this.hasSlot(input.sagaId)) return { taken: true };
      const writes: Write[] = [this.markerOf(input.sagaId, now)];
      for (const limit of limitsOf(input)) {
        const free = await this.freeSlot(limit, now);
        if (free === undefined) return { taken: false, limit: limit.limit };
        writes.push(this.slotWrite(limit, free, now));
      }
      const result = await transact(this.dynamo, writes);
      if (result.done) return { taken: true };
      await pause(Math.min(round, 4));
    }
    throw new SlotsContended(input.sagaId);
  }

  async attempts(subjectUniqueId: string, now: string): Promise<number> {
    const pages = paginateQuery(
      { client: this.dynamo },
      {
        TableName: this.table,
        KeyConditionExpression: 'pk = :pk AND sk > :from',
        ExpressionAttributeValues: {
          ':pk': `attempts#${subjectUniqueId}`,
          // The separator sorts behind every time of this very instant: an hour ago is no longer within the hour.
          ':from': `${new Date(Date.parse(now) - hour).toISOString()}~`,
        },
        ConsistentRead: true,
      },
    );
    let count = 0;
    for await (const page of pages) count += page.Items?.length ?? 0;
    return count;
  }

  async recordAttempt(subjectUniqueId: string, sagaId: string, now: string): Promise<void> {
    await this.dynamo.send(
      new PutCommand({
        TableName: this.table,
        Item: {
          pk: `attempts#${subjectUniqueId}`,
          sk: `${new Date(now).toISOString()}#${sagaId}`,
          forgetAt: seconds(Date.parse(now) + day),
        },
      }),
    );
  }

  private async hasSlot(sagaId: string): Promise<boolean> {
    const { Item } = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: { pk: `slot-of#${sagaId}`, sk: 'slot' }, ConsistentRead: true }),
    );
    return Item !== undefined;
  }

  /** A limit that was lowered counts the slots above it too. */
  private async freeSlot(limit: Limit, now: number): Promise<number | undefined> {
    const busy = new Set<number>();
    const pages = paginateQuery(
      { client: this.dynamo },
      {
        TableName: this.table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': limit.pk },
        ConsistentRead: true,
      },
    );
    for await (const page of pages)
      for (const item of page.Items ?? []) {
        const { sk, freeAt } = slotItem.parse(item);
        if (freeAt > now) busy.add(Number(sk));
      }
    if (busy.size >= limit.slots) return undefined;
    return Array.from({ length: limit.slots }, (_, n) => n).find((n) => !busy.has(n));
  }

  private markerOf(sagaId: string, now: number): Write {
    return {
      Put: {
        TableName: this.table,
        Item: { pk: `slot-of#${sagaId}`, sk: 'slot', at: now },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    };
  }

  private slotWrite(limit: Limit, slot: number, now: number): Write {
    const freeAt = now + limit.milliseconds;
    return {
      Put: {
        TableName: this.table,
        Item: { pk: limit.pk, sk: String(slot), freeAt, forgetAt: seconds(freeAt + day) },
        ConditionExpression: 'attribute_not_exists(pk) OR freeAt <= :now',
        ExpressionAttributeValues: { ':now': now },
      },
    };
  }
}

const limitsOf = (input: Input): readonly Limit[] =>
  blastWindows(input).map(({ limit, scope, slots, milliseconds }) => ({
    limit,
    pk: `slots#${limit}#${scope}`,
    slots,
    milliseconds,
  }));

const seconds = (milliseconds: number): number => Math.ceil(milliseconds / 1_000);

export class SlotsContended extends Error {
  constructor(sagaId: string) {
    super(`no slot was taken for ${sagaId}: other workers were faster ${tries} times; nothing was written`);
    this.name = 'SlotsContended';
  }
}
