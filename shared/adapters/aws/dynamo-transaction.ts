import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  TransactWriteCommand,
  type DynamoDBDocumentClient,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** DynamoDB takes no more in one transaction (DynamoDB API Reference, "TransactWriteItems"). */
export const writesAtOnce = 100;

const tries = 8;

/**
 * All writes or none. `failed`: positions of the writes whose condition did not hold. Two transactions that meet are not a
 * condition that failed: the later one is tried again.
 */
export const transact = async (
  dynamo: DynamoDBDocumentClient,
  writes: readonly Write[],
  left = tries,
): Promise<{ done: true } | { done: false; failed: ReadonlySet<number> }> => {
  if (writes.length === 0) return { done: true };
  try {
    await dynamo.send(new TransactWriteCommand({ TransactItems: [...writes] }));
    return { done: true };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
    const failed = new Set(codes.flatMap((code, position) => (code === 'ConditionalCheckFailed' ? [position] : [])));
    if (failed.size > 0) return { done: false, failed };
    const met = codes.some((code) => code === 'TransactionConflict' || code === 'ThrottlingError');
    if (!met || left <= 1) throw error;
    await pause(tries - left);
    return transact(dynamo, writes, left - 1);
  }
};

/** Grows with each round and differs between workers, so that they do not meet again. */
export const pause = (round: number): Promise<void> => wait(Math.random() * Math.min(1_000, 25 * 2 ** round));
