import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { Finding } from '../../findings/finding.ts';
import type { EntryDraft } from '../../history/entry.ts';
import { DynamoFindingStore } from './dynamo-finding-store.ts';
import { DynamoHistoryLog } from './dynamo-history-log.ts';
import { DynamoOutbox } from './dynamo-outbox.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
const store = new DynamoFindingStore(
  client,
  'findings',
  new DynamoHistoryLog(client, 'history'),
  new DynamoOutbox(client, 'state'),
);

const aFinding = (n: number): Finding => ({
  id: `f-${n}`,
  version: 1,
  checkId: 'RF.SENSITIVE.10',
  checkName: 'impact',
  title: 't',
  questionName: `q-${n}`,
  status: 'new',
  severity: 'high',
  subject: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/app', uniqueId: 'AROAAPP', accountId: '111122223333' },
  sentence: 's',
  answer: { answer: 'no' },
  because: [],
  novelty: 'unknown',
  references: {},
  firstSeen: '2026-11-21T21:00:00.000Z',
  evaluatedAt: '2026-11-21T21:00:00.000Z',
});
const anEntry = (n: number): EntryDraft => ({
  time: '2026-11-21T21:00:00.000Z',
  kind: 'finding',
  actor: { arn: 'arn:aws:iam::111122223333:user/x' },
  finding: `f-${n}`,
});

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand).resolves({});
  dynamo.on(TransactWriteCommand).resolves({});
});

describe('saving the findings of an administrator', () => {
  it('never asks for more than one hundred writes at once, and writes every finding and entry', async () => {
    const findings = Array.from({ length: 180 }, (_, n) => aFinding(n));
    const entries = Array.from({ length: 181 }, (_, n) => anEntry(n));
    expect(await store.save(findings, { entries, key: 'k', notices: [] })).toEqual({ saved: true });

    const transactions = dynamo
      .commandCalls(TransactWriteCommand)
      .map((call) => call.args[0].input.TransactItems ?? []);
    expect(Math.max(...transactions.map((writes) => writes.length))).toBeLessThanOrEqual(100);
    const written = transactions.flat().map(({ Put }) => Put?.Item ?? {});
    expect(written.filter(({ pk }) => pk === 'subject#AROAAPP')).toHaveLength(180);
    expect(written.filter(({ log }) => log === 'main')).toHaveLength(181);
  });

  it('tells nothing before the last finding is kept', async () => {
    const findings = Array.from({ length: 61 }, (_, n) => aFinding(n));
    await store.save(findings, { entries: [anEntry(0)], key: 'k', notices: [] });
    const transactions = dynamo
      .commandCalls(TransactWriteCommand)
      .map((call) => call.args[0].input.TransactItems ?? []);
    const withHistory = transactions.map((writes) => writes.some(({ Put }) => Put?.Item?.['log'] === 'main'));
    expect(withHistory).toEqual([false, false, true]);
  });
});
