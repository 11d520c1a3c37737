import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readChangeMessage } from '../../shared/runtime/read-messages.ts';
import { tamperingFigures, watchTampering } from './watch-tampering.ts';

export const handler = onMessages({
  name: 'watch-tampering',
  read: readChangeMessage,
  useCase: watchTampering,
  figures: tamperingFigures,
});
