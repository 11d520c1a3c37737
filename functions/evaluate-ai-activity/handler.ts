import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readChangeMessage } from '../../shared/runtime/read-messages.ts';
import { activityFigures, evaluateAiActivity } from './evaluate-ai-activity.ts';

export const evaluateAiActivityFunction = {
  name: 'evaluate-ai-activity',
  read: readChangeMessage,
  useCase: evaluateAiActivity,
  figures: activityFigures,
};

export const handler = onMessages(evaluateAiActivityFunction);
