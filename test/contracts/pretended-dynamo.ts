import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

type Value = { S?: string; N?: string };
type Row = Readonly<Record<string, Value>>;
type Put = { Item: Row; ConditionExpression?: string; ExpressionAttributeValues?: Record<string, Value> };

const textOf = (body: Uint8Array | string): string =>
  typeof body === 'string' ? body : new TextDecoder().decode(body);

const numberIn = (value: Value | undefined): number => Number(value?.N ?? Number.NaN);

/** The conditions that the slots write with, and no others. */
const holds = (present: Row | undefined, { ConditionExpression, ExpressionAttributeValues = {} }: Put): boolean => {
  switch (ConditionExpression) {
    case undefined:
      return true;
    case 'attribute_not_exists(pk)':
      return present === undefined;
    case 'attribute_not_exists(pk) OR freeAt <= :now':
      return present === undefined || numberIn(present['freeAt']) <= numberIn(ExpressionAttributeValues[':now']);
    default:
      throw new Error(`a condition that is not known here: ${ConditionExpression}`);
  }
};

/**
 * As much of DynamoDB as the slots use, over HTTP as the SDK speaks it, with a clock of its own.
 * @param now what its answers say in their Date header; undefined: they say nothing.
 */
export const pretendedDynamo = (now: () => string | undefined): DynamoDBDocumentClient => {
  const rows = new Map<string, Row>();
  const keyOf = (row: Row): string => `${row['pk']?.S ?? ''}|${row['sk']?.S ?? ''}`;
  const query = ({ ExpressionAttributeValues, ScanIndexForward }: Record<string, unknown>): object => {
    const pk = (ExpressionAttributeValues as Record<string, Value>)[':pk']?.S;
    const found = [...rows.values()]
      .filter((row) => row['pk']?.S === pk)
      .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return { Items: ScanIndexForward === false ? found.toReversed() : found };
  };
  const transact = (puts: readonly Put[]): { status: number; body: object } => {
    const held = puts.map((put) => holds(rows.get(keyOf(put.Item)), put));
    if (held.includes(false)) {
      const CancellationReasons = held.map((each) => ({ Code: each ? 'None' : 'ConditionalCheckFailed' }));
      const __type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
      return { status: 400, body: { __type, message: 'cancelled', CancellationReasons } };
    }
    for (const { Item } of puts) rows.set(keyOf(Item), Item);
    return { status: 200, body: {} };
  };
  const answer = (target: string, body: Record<string, unknown>): { status: number; body: object } => {
    switch (target.split('.').at(-1)) {
      case 'Query':
        return { status: 200, body: query(body) };
      case 'PutItem':
        return transact([body as unknown as Put]);
      case 'TransactWriteItems':
        return transact((body['TransactItems'] as { Put: Put }[]).map(({ Put }) => Put));
      default:
        throw new Error(`a call that is not known here: ${target}`);
    }
  };
  const requestHandler = {
    handle: (request: { headers: Record<string, string>; body: Uint8Array | string }) => {
      const { status, body } = answer(request.headers['x-amz-target'] ?? '', JSON.parse(textOf(request.body)) as never);
      const date = now();
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        ...(date === undefined ? {} : { date: new Date(date).toUTCString() }),
      };
      const response = { statusCode: status, headers, body: Readable.from([Buffer.from(JSON.stringify(body))]) };
      return Promise.resolve({ response });
    },
  };
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({ region: 'us-east-1', credentials, requestHandler: requestHandler as never, maxAttempts: 1 }),
  );
};
