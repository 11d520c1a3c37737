import { randomUUID } from 'node:crypto';
import { paginateQuery, PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { BlastSlots } from '../../ports/containment-ports.ts';
import { blastWindows, type BlastWindow } from '../../response/blast-windows.ts';
import { answerTime } from './answer-time.ts';
import { pause, transact, type Write } from './dynamo-transaction.ts';

const second = 1_000;
const hour = 60 * 60_000;
const day = 24 * hour;
const tries = 20;

type Input = Parameters<BlastSlots['take']>[0];
type Limit = Omit<BlastWindow, 'scope'> & { pk: string };

const slotItem = z.object({ sk: z.string(), freeAt: z.number() });
const attemptItem = z.object({ sk: z.string() });

/**
 * A limit of n is n slot items, each with the time at which it is free again. Taking one is a conditional write, all limits in
 * one transaction, so no two workers ever share a slot; and no window has an edge at which twice the limit fits. The time is the
 * one that DynamoDB's own answer to the read before carries: workers may disagree about it, and it may not move with them.
 */
export class DynamoBlastSlots implements BlastSlots {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async take(input: Input): Promise<{ taken: true } | { taken: false; limit: string }> {
    for (let round = 0; round < tries; round += 1) {
      const { isTaken, now } = await this.slotOf(input.sagaId);
      if (isTaken) return { taken: true };
      const writes: Write[] = [this.markerOf(input.sagaId, now)];
      for (const limit of limitsOf(input)) {
        const free = await this.freeSlot(limit, now);
        if (free === undefined) return { taken: false, limit: (await this.firstFull(input, now)) ?? limit.limit };
        writes.push(this.slotWrite(limit, free, now));
      }
      const result = await transact(this.dynamo, writes);
      if (result.done) return { taken: true };
      await pause(Math.min(round, 4));
    }
    throw new SlotsContended(input.sagaId);
  }

  async attempts(subjectUniqueId: string): Promise<number> {
    const command = new QueryCommand({
      TableName: this.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `attempts#${subjectUniqueId}` },
      ConsistentRead: true,
      // The newest first. A row is forgotten after a day, so one page is more than a budget ever lets through.
      ScanIndexForward: false,
    });
    const storeTime = answerTime(command);
    const { Items = [] } = await this.dynamo.send(command);
    const from = storeTime() - hour;
    return Items.filter((item) => Date.parse(attemptItem.parse(item).sk.split('#')[0] ?? '') >= from).length;
  }

  async recordAttempt(subjectUniqueId: string, sagaId: string): Promise<void> {
    const { now } = await this.slotOf(sagaId);
    await this.dynamo.send(
      new PutCommand({
        TableName: this.table,
        Item: {
          pk: `attempts#${subjectUniqueId}`,
          // A second is the store's measure, and each attempt a row of its own.
          sk: `${new Date(now).toISOString()}#${sagaId}#${randomUUID()}`,
          forgetAt: seconds(now + day),
        },
      }),
    );
  }

  /** Whether the saga has its slot, and what time it is for the store. */
  private async slotOf(sagaId: string): Promise<{ isTaken: boolean; now: number }> {
    const command = new QueryCommand({
      TableName: this.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `slot-of#${sagaId}` },
      ConsistentRead: true,
    });
    const storeTime = answerTime(command);
    const { Items = [] } = await this.dynamo.send(command);
    return { isTaken: Items.length > 0, now: storeTime() };
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

  /** Limits are read one after the other: one that was read before may have been filled meanwhile, and it is the one to name. */
  private async firstFull(input: Input, now: number): Promise<string | undefined> {
    for (const limit of limitsOf(input)) if ((await this.freeSlot(limit, now)) === undefined) return limit.limit;
    return undefined;
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
    // The store says seconds: a part of one may have gone by when the slot was taken.
    const freeAt = now + limit.milliseconds + second;
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
