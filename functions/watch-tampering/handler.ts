import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readChangeMessage } from '../../shared/runtime/read-messages.ts';
import { tamperingFigures, watchTampering } from './watch-tampering.ts';

export const watchTamperingFunction = {
  name: 'watch-tampering',
  read: readChangeMessage,
  useCase: watchTampering,
  figures: tamperingFigures,
};

export const handler = onMessages(watchTamperingFunction);
