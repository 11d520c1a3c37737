import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readRequestMessage } from '../../shared/runtime/read-messages.ts';
import { idOfUndoMessage, undo, undoFigures, undoMessage } from './undo.ts';

export const undoFunction = {
  name: 'undo',
  read: readRequestMessage(undoMessage, idOfUndoMessage),
  useCase: undo,
  figures: undoFigures,
};

export const handler = onMessages(undoFunction);
