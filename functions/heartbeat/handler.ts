import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readRequestMessage } from '../../shared/runtime/read-messages.ts';
import { heartbeatRequest } from './heartbeat-request.ts';
import { heartbeat, heartbeatFigures } from './heartbeat.ts';

export const heartbeatFunction = {
  name: 'heartbeat',
  read: readRequestMessage(heartbeatRequest, ({ eventId }) => eventId),
  useCase: heartbeat,
  figures: heartbeatFigures,
};

export const handler = onMessages(heartbeatFunction);
