import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readRequestMessage } from '../../shared/runtime/read-messages.ts';
import { idOfRestorationMessage, restorationMessage } from './restoration-message.ts';
import { restorationFigures, restoreGuardrail } from './restore-guardrail.ts';

export const restoreGuardrailFunction = {
  name: 'restore-guardrail',
  read: readRequestMessage(restorationMessage, idOfRestorationMessage),
  useCase: restoreGuardrail,
  figures: restorationFigures,
};

export const handler = onMessages(restoreGuardrailFunction);
