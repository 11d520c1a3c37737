import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SettingsStore } from '../../ports/containment-ports.ts';
import type { Read } from '../../ports/read.ts';
import type { Settings } from '../../response/settings.ts';
import { awsFailure } from './aws-failure.ts';
import { DamagedItem, pack, unpackText } from './stored.ts';

/** One document, each version over the one before. What cannot be read is said so: no write follows from it. */
export class DynamoSettingsStore implements SettingsStore {
  private readonly dynamo: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly parse: (text: string) => Settings;

  /** @param parse strict; throws where the text is not settings, so that a misspelt list is never an empty one. */
  constructor(dynamo: DynamoDBDocumentClient, table: string, parse: (text: string) => Settings) {
    this.dynamo = dynamo;
    this.table = table;
    this.parse = parse;
  }

  async read(): Promise<Read<Settings>> {
    try {
      const { Item } = await this.dynamo.send(
        new GetCommand({ TableName: this.table, Key: { pk: 'settings', sk: 'settings' }, ConsistentRead: true }),
      );
      if (Item === undefined) return { found: 'no' };
      const value = this.parse(unpackText(Item, 'settings'));
      if (Item['version'] !== value.version)
        throw new DamagedItem('settings', 'the version beside the document is another than the one in it');
      return { found: 'yes', value };
    } catch (error) {
      const failure = awsFailure(error);
      return { found: 'unreadable', why: `settings could not be read: ${failure.detail}`, code: failure.code };
    }
  }

  async write(next: Settings): Promise<{ saved: true } | { saved: false }> {
    try {
      await this.dynamo.send(
        new PutCommand({
          TableName: this.table,
          Item: { pk: 'settings', sk: 'settings', version: next.version, body: pack(next, 'settings') },
          // Version 0 is what is built in: the first that is written is 1.
          ...(next.version <= 1
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: '#version = :before',
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':before': next.version - 1 },
              }),
        }),
      );
      return { saved: true };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return { saved: false };
      throw error;
    }
  }
}
