import { onMessages } from '../../shared/runtime/on-messages.ts';
import { readChangeMessage } from '../../shared/runtime/read-messages.ts';
import { activityFigures, evaluateAiActivity } from './evaluate-ai-activity.ts';

export const handler = onMessages({
  name: 'evaluate-ai-activity',
  read: readChangeMessage,
  useCase: evaluateAiActivity,
  figures: activityFigures,
});
