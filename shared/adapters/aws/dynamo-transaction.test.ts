import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { transact, type Write } from './dynamo-transaction.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
const write: Write = { Put: { TableName: 'state', Item: { pk: 'a', sk: 'b' } } };
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

beforeEach(() => {
  dynamo.reset();
});

describe('a transaction', () => {
  it('says which conditions did not hold, and is not tried again for them', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('None', 'ConditionalCheckFailed', 'TransactionConflict'));
    expect(await transact(client, [write, write, write])).toEqual({ done: false, failed: new Set([1]) });
    expect(dynamo.calls()).toHaveLength(1);
  });

  it('is tried again when it met another one', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled('TransactionConflict')).resolves({});
    expect(await transact(client, [write])).toEqual({ done: true });
    expect(dynamo.calls()).toHaveLength(2);
  });

  it('fails by name when it meets others every time', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('TransactionConflict'));
    await expect(transact(client, [write], 3)).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    expect(dynamo.calls()).toHaveLength(3);
  });

  it('of nothing calls nobody', async () => {
    expect(await transact(client, [])).toEqual({ done: true });
    expect(dynamo.calls()).toHaveLength(0);
  });
});
