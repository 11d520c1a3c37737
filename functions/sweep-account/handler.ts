import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readRequestMessage } from '../../shared/runtime/read-messages.ts';
import { sweepAccount, sweepFigures } from './sweep-account.ts';
import { sweepRequest } from './sweep-request.ts';

export const sweepAccountFunction = {
  name: 'sweep-account',
  read: readRequestMessage(sweepRequest, ({ accountId, eventId }) => `${accountId}#${eventId}`),
  useCase: sweepAccount,
  figures: sweepFigures,
};

export const handler = onMessages(sweepAccountFunction);
