import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readRequestMessage } from '../../shared/runtime/read-messages.ts';
import { contain, containmentFigures } from './contain.ts';
import { containmentMessage, idOfContainmentMessage } from './containment-message.ts';

export const containFunction = {
  name: 'contain',
  read: readRequestMessage(containmentMessage, idOfContainmentMessage),
  useCase: contain,
  figures: containmentFigures,
};

export const handler = onMessages(containFunction);
