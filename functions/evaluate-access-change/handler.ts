import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readChangeMessage } from '../../shared/runtime/read-messages.ts';
import { accessFigures, evaluateAccessChange } from './evaluate-access-change.ts';

export const handler = onMessages({
  name: 'evaluate-access-change',
  read: readChangeMessage,
  useCase: evaluateAccessChange,
  figures: accessFigures,
});
