import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';

/** Findings and state: read, written and forgotten; never a whole table at once. */
export const useItems = (
  sid: string,
  table: Pick<Table, 'tableArn'>,
  indexes: readonly string[] = [],
): PolicyStatement =>
  new PolicyStatement({
    sid,
    actions: [
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ],
    resources: [table.tableArn, ...indexes.map((index) => `${table.tableArn}/index/${index}`)],
  });

/** History is added to and read. No role can change or delete an entry; the head is put on condition. */
export const appendHistory = (table: Pick<Table, 'tableArn'>): PolicyStatement =>
  new PolicyStatement({
    sid: 'AppendHistory',
    actions: ['dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    resources: [table.tableArn],
  });
