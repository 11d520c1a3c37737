import { paginateQuery, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Read } from '../../ports/read.ts';

/** Everything of one partition whose sort key begins so, in the order of the keys; read consistently, all pages. */
export const itemsUnder = async (
  dynamo: DynamoDBDocumentClient,
  TableName: string,
  { pk, sk }: { pk: string; sk: string },
): Promise<readonly unknown[]> => {
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
      ConsistentRead: true,
    },
  );
  const items: unknown[] = [];
  for await (const { Items } of pages) items.push(...(Items ?? []));
  return items;
};

/** What was remembered, or by name that the copy is damaged: nothing is decided on it, and nothing written over it. */
export const undamaged = <T>(table: string, { pk, sk }: { pk: string; sk: string }, read: () => T): Read<T> => {
  try {
    return { found: 'yes', value: read() };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return {
      found: 'unreadable',
      why: `the remembered copy ${pk} (${sk}) in ${table} is damaged: ${detail}; look at it, and delete it to begin anew`,
      code: 'DamagedMemory',
    };
  }
};
