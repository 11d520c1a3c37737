import { z } from 'zod';
import type { Change } from '../../../change/change.ts';

const basic = z.array(
  z.object({ readWriteType: z.string().default('All'), includeManagementEvents: z.boolean().default(true) }),
);
const advanced = z.array(
  z.object({
    fieldSelectors: z.array(
      z.object({
        field: z.string(),
        equals: z.array(z.string()).default([]),
        notEquals: z.array(z.string()).default([]),
      }),
    ),
  }),
);

/**
 * What a change takes from a trail, as far as it proves it (AWS CloudTrail API Reference, "PutEventSelectors", "UpdateTrail").
 * `undefined`: nothing.
 */
export const narrowedBy = (change: Change): string | undefined => {
  switch (change.eventName) {
    case 'StopLogging':
      return 'stopped';
    case 'DeleteTrail':
    case 'DeleteEventDataStore':
      return 'deleted';
    case 'UpdateTrail':
      return change.parameters['isMultiRegionTrail'] === false ? 'narrowed to one Region' : undefined;
    case 'PutEventSelectors':
      return withoutWrites(change.parameters) ? 'narrowed: it no longer records management write events' : undefined;
    default:
      return undefined;
  }
};

const withoutWrites = (parameters: Change['parameters']): boolean => {
  const simple = basic.safeParse(parameters['eventSelectors']);
  if (simple.success && simple.data.length > 0) {
    return !simple.data.some((each) => each.includeManagementEvents && each.readWriteType !== 'ReadOnly');
  }
  const fine = advanced.safeParse(parameters['advancedEventSelectors']);
  if (!fine.success || fine.data.length === 0) return false;
  return !fine.data.some(({ fieldSelectors }) => {
    const field = (name: string) => fieldSelectors.find((each) => each.field === name);
    const category = field('eventCategory');
    return category?.equals.includes('Management') === true && field('readOnly')?.equals.includes('true') !== true;
  });
};
