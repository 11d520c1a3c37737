import { z } from 'zod';
import { detailTypes, ringfenceEvent } from '../shared/findings/formats/event-schema.ts';

type Generated = { path: string; text: string };

/** `events/contracts/`: JSON Schemas of the events Ringfence emits, for those who receive them. */
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
  ]);
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
