import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { GuardrailFacts, GuardrailRecord, SeenGuardrail } from '../../facts/account-facts.ts';
import type { GuardrailMemory } from '../../ports/memory.ts';
import type { Read } from '../../ports/read.ts';
import { itemsUnder, undamaged } from './dynamo-remembered.ts';
import { pack, rowWith, unpack } from './stored.ts';

const record = rowWith<GuardrailRecord>('facts', 'asOf');
const seen = rowWith<SeenGuardrail>('facts', 'asOf');

/** Ringfence's own copy of each guardrail: after a deletion nothing can be read, and an event never says what it held. */
export class DynamoGuardrailMemory implements GuardrailMemory {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async recall(identifier: string): Promise<Read<GuardrailRecord>> {
    const { Item } = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: keyOf(idOf(identifier)), ConsistentRead: true }),
    );
    const key = keyOf(idOf(identifier));
    return Item === undefined ? { found: 'no' } : undamaged(this.table, key, () => unpack(Item, record, key.pk));
  }

  async remember(facts: GuardrailFacts, asOf: string, heldAgainst?: SeenGuardrail): Promise<void> {
    const remembered: GuardrailRecord = { facts, asOf, ...(heldAgainst === undefined ? {} : { heldAgainst }) };
    await this.dynamo.send(
      new PutCommand({
        TableName: this.table,
        Item: { ...keyOf(facts.id), asOf, body: pack(remembered, `guardrail ${facts.arn}`) },
      }),
    );
  }

  async versions(identifier: string): Promise<Read<readonly SeenGuardrail[]>> {
    const { pk } = keyOf(idOf(identifier));
    const items = await itemsUnder(this.dynamo, this.table, { pk, sk: versionPrefix });
    return undamaged(this.table, { pk, sk: `${versionPrefix}*` }, () =>
      items.map((item) => unpack(item, seen, pk)).sort((a, b) => Number(a.facts.version) - Number(b.facts.version)),
    );
  }

  async rememberVersion(facts: GuardrailFacts, asOf: string): Promise<void> {
    const remembered: SeenGuardrail = { facts, asOf };
    const what = `version ${facts.version} of guardrail ${facts.arn}`;
    try {
      await this.dynamo.send(
        new PutCommand({
          TableName: this.table,
          Item: { ...keyOf(facts.id), sk: `${versionPrefix}${facts.version}`, asOf, body: pack(remembered, what) },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    } catch (error) {
      // The first sight of it is there already.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}

const versionPrefix = 'version#';

/** An ARN and a bare id name the same guardrail. */
const idOf = (identifier: string): string => identifier.split(':guardrail/')[1] ?? identifier;

const keyOf = (id: string): { pk: string; sk: string } => ({ pk: `guardrail#${id}`, sk: 'facts' });
