import { GetCommand, paginateQuery, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { chain, emptyHead, type Head } from '../../history/chain.ts';
import type { Entry, EntryDraft } from '../../history/entry.ts';
import type { HistoryLog } from '../../ports/history-log.ts';
import { pause, transact, writesAtOnce, type Write } from './dynamo-transaction.ts';
import { DamagedItem, rowWith } from './stored.ts';

/** Writers that meet at the head come again; so many times one of them is unlucky only when something is broken. */
const tries = 40;
/** Left for the writes that go with them. */
const entriesAtOnce = 40;

const headItem = z.object({ size: z.number().int(), hash: z.string() });
const keyItem = z.object({ from: z.number().int(), count: z.number().int() });
const entryItem = z.object({ text: z.string() });
const entryRow = rowWith<Entry>('v', 'seq', 'prev', 'time', 'kind', 'actor');

export type Appended =
  | { appended: true; entries: readonly Entry[] }
  /** The key is known: nothing was written now. */
  | { appended: false; because: 'repeated'; entries: readonly Entry[] }
  /** Positions in `writes` whose condition did not hold. Nothing was written. */
  | { appended: false; because: 'refused'; failed: ReadonlySet<number> };

/** History in one table: an entry exists if and only if the head was advanced over it. */
export class DynamoHistoryLog implements HistoryLog {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async append(drafts: readonly EntryDraft[], key: string): Promise<readonly Entry[]> {
    if (drafts.length > entriesAtOnce) throw new TooManyEntries(drafts.length);
    const result = await this.appendWith(drafts, key, []);
    if (result.appended || result.because === 'repeated') return result.entries;
    throw new HistoryContended(key);
  }

  /** Entries and whatever belongs to them, in one transaction. */
  async appendWith(drafts: readonly EntryDraft[], key: string, writes: readonly Write[]): Promise<Appended> {
    if (drafts.length === 0) {
      const result = await transact(this.dynamo, writes);
      return result.done
        ? { appended: true, entries: [] }
        : { appended: false, because: 'refused', failed: result.failed };
    }
    if (drafts.length + writes.length + 2 > writesAtOnce) throw new TooManyEntries(drafts.length + writes.length);
    for (let round = 0; round < tries; round += 1) {
      const before = await this.head();
      const { entries, head } = chain(before, drafts);
      const own: readonly Write[] = [
        this.keyWrite(key, before.size, drafts.length),
        this.headWrite(before, head),
        ...entries.map(
          ({ entry, text, hash }): Write => ({
            Put: {
              TableName: this.table,
              Item: { log: 'main', seq: entry.seq, text, hash },
              ConditionExpression: 'attribute_not_exists(#log)',
              ExpressionAttributeNames: { '#log': 'log' },
            },
          }),
        ),
      ];
      const result = await transact(this.dynamo, [...own, ...writes]);
      if (result.done) return { appended: true, entries: entries.map(({ entry }) => entry) };
      if (result.failed.has(0)) {
        const known = await this.known(key);
        if (known) return { appended: false, because: 'repeated', entries: known };
      }
      const failed = new Set([...result.failed].map((position) => position - own.length).filter((n) => n >= 0));
      if (failed.size > 0) return { appended: false, because: 'refused', failed };
      await pause(Math.min(round, 5));
    }
    throw new HistoryContended(key);
  }

  async *read(from = 0): AsyncIterable<string> {
    const pages = paginateQuery(
      { client: this.dynamo },
      {
        TableName: this.table,
        KeyConditionExpression: '#log = :main AND seq >= :from',
        ExpressionAttributeNames: { '#log': 'log' },
        ExpressionAttributeValues: { ':main': 'main', ':from': from },
        ConsistentRead: true,
      },
    );
    for await (const page of pages) for (const item of page.Items ?? []) yield textOf(item);
  }

  async head(): Promise<Head> {
    const answer = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: { log: 'head', seq: 0 }, ConsistentRead: true }),
    );
    if (answer.Item === undefined) return emptyHead;
    const parsed = headItem.safeParse(answer.Item);
    if (!parsed.success) throw new DamagedItem('head of history', parsed.error.message);
    return parsed.data;
  }

  private async known(key: string): Promise<readonly Entry[] | undefined> {
    const answer = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: { log: `key#${key}`, seq: 0 }, ConsistentRead: true }),
    );
    if (answer.Item === undefined) return undefined;
    const parsed = keyItem.safeParse(answer.Item);
    if (!parsed.success) throw new DamagedItem(`history key ${key}`, parsed.error.message);
    const entries: Entry[] = [];
    for await (const text of this.read(parsed.data.from)) {
      if (entries.length === parsed.data.count) break;
      entries.push(entryRow.parse(JSON.parse(text)));
    }
    return entries;
  }

  private keyWrite(key: string, from: number, count: number): Write {
    return {
      Put: {
        TableName: this.table,
        Item: { log: `key#${key}`, seq: 0, from, count },
        ConditionExpression: 'attribute_not_exists(#log)',
        ExpressionAttributeNames: { '#log': 'log' },
      },
    };
  }

  private headWrite(before: Head, after: Head): Write {
    return {
      Put: {
        TableName: this.table,
        Item: { log: 'head', seq: 0, ...after },
        ExpressionAttributeNames: { '#log': 'log', ...(before.size === 0 ? {} : { '#size': 'size', '#hash': 'hash' }) },
        ...(before.size === 0
          ? { ConditionExpression: 'attribute_not_exists(#log)' }
          : {
              ConditionExpression: 'attribute_exists(#log) AND #size = :size AND #hash = :hash',
              ExpressionAttributeValues: { ':size': before.size, ':hash': before.hash },
            }),
      },
    };
  }
}

const textOf = (item: unknown): string => {
  const parsed = entryItem.safeParse(item);
  if (!parsed.success) throw new DamagedItem('history entry', parsed.error.message);
  return parsed.data.text;
};

export class HistoryContended extends Error {
  constructor(key: string) {
    super(`history was not appended (${key}): other writers were faster ${tries} times; deliver the event again`);
    this.name = 'HistoryContended';
  }
}

export class TooManyEntries extends Error {
  constructor(count: number) {
    super(`${count} writes do not fit into one transaction: append fewer entries at once`);
    this.name = 'TooManyEntries';
  }
}
