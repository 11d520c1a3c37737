import type { Outcome } from './outcome.ts';
import type { Mechanism } from './plan.ts';

/** What a plan ends as when all of it is in force. */
export const doneOutcome = (mechanism: Mechanism): Outcome & `CONTAINED_${string}` => {
  switch (mechanism) {
    case 'boundary':
      return 'CONTAINED_BOUNDARY';
    case 'inline':
      return 'CONTAINED_INLINE';
    case 'merged':
      return 'CONTAINED_MERGED';
    case 'managed':
      return 'CONTAINED_MANAGED';
    case 'group':
      return 'CONTAINED_GROUP';
  }
};
