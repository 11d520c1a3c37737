import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readChangeMessage } from '../../shared/runtime/read-messages.ts';
import { accessFigures, evaluateAccessChange } from './evaluate-access-change.ts';

export const evaluateAccessChangeFunction = {
  name: 'evaluate-access-change',
  read: readChangeMessage,
  useCase: evaluateAccessChange,
  figures: accessFigures,
};

export const handler = onMessages(evaluateAccessChangeFunction);
