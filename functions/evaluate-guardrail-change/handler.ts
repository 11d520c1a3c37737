import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readChangeMessage } from '../../shared/runtime/read-messages.ts';
import { evaluateGuardrailChange, guardrailFigures } from './evaluate-guardrail-change.ts';

export const evaluateGuardrailChangeFunction = {
  name: 'evaluate-guardrail-change',
  read: readChangeMessage,
  useCase: evaluateGuardrailChange,
  figures: guardrailFigures,
};

export const handler = onMessages(evaluateGuardrailChangeFunction);
