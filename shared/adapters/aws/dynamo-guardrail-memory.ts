import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { GuardrailFacts } from '../../facts/account-facts.ts';
import type { GuardrailMemory } from '../../ports/memory.ts';
import type { Read } from '../../ports/read.ts';
import { pack, rowWith, unpack } from './stored.ts';

type Remembered = { facts: GuardrailFacts; asOf: string };
const row = rowWith<Remembered>('facts', 'asOf');

/** Ringfence's own copy of each guardrail: after a deletion nothing can be read, and an event never says what it held. */
export class DynamoGuardrailMemory implements GuardrailMemory {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async recall(identifier: string): Promise<Read<Remembered>> {
    const { Item } = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: keyOf(idOf(identifier)), ConsistentRead: true }),
    );
    return Item === undefined ? { found: 'no' } : { found: 'yes', value: unpack(Item, row, `guardrail ${identifier}`) };
  }

  async remember(facts: GuardrailFacts, asOf: string): Promise<void> {
    const remembered: Remembered = { facts, asOf };
    await this.dynamo.send(
      new PutCommand({
        TableName: this.table,
        Item: { ...keyOf(facts.id), asOf, body: pack(remembered, `guardrail ${facts.arn}`) },
      }),
    );
  }
}

/** An ARN and a bare id name the same guardrail. */
const idOf = (identifier: string): string => identifier.split(':guardrail/')[1] ?? identifier;

const keyOf = (id: string): { pk: string; sk: string } => ({ pk: `guardrail#${id}`, sk: 'facts' });
