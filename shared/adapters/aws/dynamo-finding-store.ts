import { GetCommand, paginateQuery, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Finding } from '../../findings/finding.ts';
import type { FindingStore, SavedWith } from '../../ports/memory.ts';
import type { Read } from '../../ports/read.ts';
import type { DynamoHistoryLog } from './dynamo-history-log.ts';
import type { DynamoOutbox } from './dynamo-outbox.ts';
import { transact, type Write } from './dynamo-transaction.ts';
import { pack, rowWith, unpack } from './stored.ts';

const findingRow = rowWith<Finding>('id', 'version', 'checkId', 'status', 'subject', 'answer');
const pointer = z.object({ subject: z.string() });
const keyed = z.object({ pk: z.string(), sk: z.string() });

/** Two writes for a new finding; the rest of a transaction is for history and notices. */
const findingsAtOnce = 30;

export class DynamoFindingStore implements FindingStore {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly history: DynamoHistoryLog;
  private readonly outbox: DynamoOutbox;

  constructor(dynamo: DynamoDBDocumentClient, table: string, history: DynamoHistoryLog, outbox: DynamoOutbox) {
    this.dynamo = dynamo;
    this.table = table;
    this.history = history;
    this.outbox = outbox;
  }

  async ofSubject(subjectUniqueId: string): Promise<readonly Finding[]> {
    const findings: Finding[] = [];
    const pages = paginateQuery(
      { client: this.dynamo },
      {
        TableName: this.table,
        KeyConditionExpression: 'pk = :subject',
        ExpressionAttributeValues: { ':subject': `subject#${subjectUniqueId}` },
        ConsistentRead: true,
      },
    );
    for await (const page of pages) for (const item of page.Items ?? []) findings.push(findingOf(item));
    return findings;
  }

  async get(id: string): Promise<Read<Finding>> {
    const where = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: { pk: `finding#${id}`, sk: 'subject' }, ConsistentRead: true }),
    );
    if (where.Item === undefined) return { found: 'no' };
    const key = { pk: `subject#${pointer.parse(where.Item).subject}`, sk: id };
    const { Item } = await this.dynamo.send(new GetCommand({ TableName: this.table, Key: key, ConsistentRead: true }));
    return Item === undefined ? { found: 'no' } : { found: 'yes', value: findingOf(Item) };
  }

  /** By way of the index, which may lag; each finding itself is read as it is now. */
  async open(): Promise<readonly Finding[]> {
    const findings: Finding[] = [];
    const pages = paginateQuery(
      { client: this.dynamo },
      {
        TableName: this.table,
        IndexName: 'open',
        KeyConditionExpression: '#open = :yes',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':yes': 'yes' },
      },
    );
    for await (const page of pages) for (const item of page.Items ?? []) findings.push(findingOf(item));
    return findings;
  }

  /**
   * Up to thirty findings are one transaction with what stands beside them. More are several: findings first, history and
   * notices with the last, so that nothing is told before it is kept.
   */
  async save(
    findings: readonly Finding[],
    alongside: SavedWith = { entries: [], key: 'nothing', notices: [] },
  ): Promise<{ saved: true } | { saved: false; stale: readonly string[] }> {
    const last = findings.slice(findingsAtOnce * Math.floor(Math.max(0, findings.length - 1) / findingsAtOnce));
    const earlier = findings.slice(0, findings.length - last.length);
    for (let from = 0; from < earlier.length; from += findingsAtOnce) {
      const some = earlier.slice(from, from + findingsAtOnce).flatMap((finding) => this.writesOf(finding));
      const result = await transact(
        this.dynamo,
        some.map(({ write }) => write),
      );
      if (!result.done) return { saved: false, stale: staleOf(some, result.failed) };
    }
    const own = last.flatMap((finding) => this.writesOf(finding));
    const notices = await this.outbox.writes(alongside.notices);
    const writes = [...own.map(({ write }) => write), ...notices];
    // Entries that do not fit beside the findings follow them; their key makes a repeat harmless.
    const beside = alongside.entries.slice(0, 98 - writes.length);
    const result = await this.history.appendWith(beside, alongside.key, writes);
    if (!result.appended && result.because === 'refused') return { saved: false, stale: staleOf(own, result.failed) };
    const rest = alongside.entries.slice(beside.length);
    for (let from = 0; from < rest.length; from += 40)
      await this.history.append(rest.slice(from, from + 40), `${alongside.key}#${from}`);
    return { saved: true };
  }

  private writesOf(finding: Finding): readonly { id: string; write: Write }[] {
    const { id, version } = finding;
    const put: Write = {
      Put: {
        TableName: this.table,
        Item: {
          pk: `subject#${finding.subject.uniqueId}`,
          sk: id,
          version,
          checkId: finding.checkId,
          status: finding.status,
          severity: finding.severity,
          arn: finding.subject.arn,
          evaluatedAt: finding.evaluatedAt,
          ...(finding.status === 'resolved' ? {} : { open: 'yes' }),
          body: pack(finding, `finding ${id}`),
        },
        ...(version === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#version = :before',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':before': version - 1 },
            }),
      },
    };
    if (version > 1) return [{ id, write: put }];
    const where: Write = {
      Put: { TableName: this.table, Item: { pk: `finding#${id}`, sk: 'subject', subject: finding.subject.uniqueId } },
    };
    return [
      { id, write: put },
      { id, write: where },
    ];
  }
}

const findingOf = (item: unknown): Finding => {
  const { pk, sk } = keyed.parse(item);
  return unpack(item, findingRow, `finding ${sk} of ${pk}`);
};

const staleOf = (writes: readonly { id: string }[], failed: ReadonlySet<number>): readonly string[] => [
  ...new Set(writes.flatMap(({ id }, position) => (failed.has(position) ? [id] : []))),
];
