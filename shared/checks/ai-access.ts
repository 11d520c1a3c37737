import { modelInvocations } from '../reasoning/catalogue/model-invocations.ts';
import type { Ask } from '../reasoning/types.ts';
import { sensitiveActions } from './sensitive/sensitive-actions.ts';

/** "This principal has model access": asked once a principal, for all checks. */
export const modelAccess: Ask = { name: 'model-access', any: [{ actions: modelInvocations, resources: ['*'] }] };

/** "This is an AI principal": it can invoke a model, or do any sensitive action of an AI service. */
export const aiAccess: Ask = {
  name: 'ai-access',
  any: [
    {
      actions: [
        ...new Set([
          ...modelInvocations,
          // Actions of IAM alone make nobody an AI principal.
          ...sensitiveActions.filter(({ service }) => service !== 'iam').map(({ name }) => name),
        ]),
      ],
      resources: ['*'],
    },
  ],
};
