import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ContentStore } from '../../ports/history-log.ts';
import { sha256 } from '../../response/canonical-json.ts';
import { DamagedItem, packText, unpackText } from './stored.ts';

/** Documents beside the history that names them. The same text is the same item, so a repeat writes nothing new. */
export class DynamoContentStore implements ContentStore {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(dynamo: DynamoDBDocumentClient, table: string) {
    this.dynamo = dynamo;
    this.table = table;
  }

  async put(text: string): Promise<string> {
    const hash = sha256(text);
    await this.dynamo.send(
      new PutCommand({
        TableName: this.table,
        Item: { log: `content#${hash}`, seq: 0, body: packText(text, `document ${hash}`) },
      }),
    );
    return hash;
  }

  /** @throws DamagedItem where the stored text does not have the hash that it is kept under. */
  async get(hash: string): Promise<string | undefined> {
    const { Item } = await this.dynamo.send(
      new GetCommand({ TableName: this.table, Key: { log: `content#${hash}`, seq: 0 }, ConsistentRead: true }),
    );
    if (Item === undefined) return undefined;
    const text = unpackText(Item, `document ${hash}`);
    if (sha256(text) !== hash) throw new DamagedItem(`document ${hash}`, 'its text has another hash');
    return text;
  }
}
