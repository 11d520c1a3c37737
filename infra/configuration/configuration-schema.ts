import * as z from 'zod';
import { Choices } from '../../shared/runtime/installation/configuration.ts';

/** Beside the code that reads the file; a configuration names it in `$schema`, and editors check while it is written. */
export const configurationSchemaFile = 'infra/configuration/configuration.schema.json';

/** JSON Schema of `ringfence.config.json`. What depends on two keys at once is told at synthesis. */
export const configurationSchema = (): object => {
  const { $schema, properties, ...rest } = z.toJSONSchema(Choices, { target: 'draft-7', io: 'input' });
  const notes = { $schema: { type: 'string' }, $comment: { type: ['string', 'array'], items: { type: 'string' } } };
  return {
    $schema,
    title: 'One installation of Ringfence: ringfence.config.json',
    ...rest,
    properties: { ...notes, ...properties },
  };
};
