import { z } from 'zod';
import { accountFactsSchema } from '../shared/facts/account-facts-schema.ts';
import { checkSettingsSchema } from '../shared/checks/settings-schema.ts';
import { configurationSchema, configurationSchemaFile } from '../infra/configuration/configuration-schema.ts';
import { detailTypes, ringfenceEvent } from '../shared/findings/formats/event-schema.ts';

type Generated = { path: string; text: string };

/** JSON Schemas of what Ringfence emits and takes, for those on the other side: `events/contracts/`, and the configuration's. */
export const generateContracts = async (): Promise<readonly Generated[]> => {
  const detail = z.toJSONSchema(ringfenceEvent, { target: 'draft-7' });
  const { properties, ...detailRest } = detail;
  const envelope = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'An event on the bus ringfence, as EventBridge delivers it',
    type: 'object',
    required: ['source', 'detail-type', 'detail'],
    properties: {
      source: { const: 'io.ringfence' },
      'detail-type': { enum: Object.values(detailTypes) },
      detail: { $ref: 'ringfence-event.schema.json' },
    },
  };
  return Promise.resolve([
    {
      path: 'events/contracts/ringfence-event.schema.json',
      text: asText({ title: 'The detail of an event that Ringfence emits', ...detailRest, properties }),
    },
    { path: 'events/contracts/eventbridge-envelope.schema.json', text: asText(envelope) },
    { path: configurationSchemaFile, text: asText(configurationSchema()) },
    { path: 'events/contracts/settings.schema.json', text: asText(settingsContract()) },
    {
      path: 'events/contracts/account-facts.schema.json',
      text: asText({
        title: 'Facts about an account besides its principals, for "ringfence scan --account-facts"',
        // What a person writes, before it is read.
        ...z.toJSONSchema(accountFactsSchema, { target: 'draft-7', io: 'input' }),
      }),
    },
  ]);
};

/** What a settings file may hold. Its notes decide nothing. */
const settingsContract = (): object => {
  const { properties, ...rest } = z.toJSONSchema(checkSettingsSchema, { target: 'draft-7', io: 'input' });
  const notes = { $schema: { type: 'string' }, $comment: { type: ['string', 'array'], items: { type: 'string' } } };
  return { title: 'What the owners of an account tell the checks', ...rest, properties: { ...notes, ...properties } };
};

const lineWidth = 120;

/** JSON as this project's formatter leaves it: a list of plain values stands on one line where it fits. */
const asText = (schema: object): string =>
  `${JSON.stringify(schema, null, 2).replace(
    /^( *)(.*)\[\n([^[\]{}]*?)\n *\](,?)$/gm,
    (opened: string, indent: string, before: string, items: string, comma: string) => {
      const line = `${indent}${before}[${items.replace(/\n\s*/g, ' ').trim()}]${comma}`;
      return line.length <= lineWidth ? line : opened;
    },
  )}\n`;
