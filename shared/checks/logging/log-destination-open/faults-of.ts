import type { LogDestination } from '../../../facts/region-state.ts';
import type { LogDestinations } from '../../settings.ts';

/** What is wrong with a place that logs go to, one phrase each. What was not read of it is not judged. */
export const faultsOf = (destination: LogDestination, settings: LogDestinations): readonly string[] => [
  ...(destination.isPublic === true ? ['public'] : []),
  ...keyFault(destination),
  ...(destination.kind === 'bucket' && destination.versioning === false ? ['without versioning'] : []),
  ...shortRetention(destination, settings.minimumRetentionDays),
  ...strangers(destination, settings.readers),
];

const keyFault = ({ key }: LogDestination): readonly string[] => {
  if (key === undefined) return [];
  if (key === 'none') return ['without a customer managed key'];
  switch (key.state) {
    case 'enabled':
      return [];
    case 'disabled':
      return ['encrypted with a key that is disabled'];
    case 'pending-deletion':
      return ['encrypted with a key that will be deleted'];
  }
};

const shortRetention = ({ retentionDays }: LogDestination, minimum: number | undefined): readonly string[] =>
  minimum === undefined || retentionDays === undefined || retentionDays === 'never' || retentionDays >= minimum
    ? []
    : [`kept for ${retentionDays} days only, before ${minimum}`];

/** Who may read them is a setting: without it nobody is a stranger. */
const strangers = ({ readers = [] }: LogDestination, known: readonly string[]): readonly string[] =>
  known.length === 0
    ? []
    : readers.filter((reader) => !known.includes(reader)).map((reader) => `readable by ${reader}`);
