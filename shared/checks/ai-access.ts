import { modelInvocations } from '../reasoning/catalogue/model-invocations.ts';
import type { Ask } from '../reasoning/types.ts';
import { sensitiveActions } from './sensitive/sensitive-actions.ts';

/** "This principal has model access": asked once a principal, for all checks. */
export const modelAccess: Ask = { name: 'model-access', any: [{ actions: modelInvocations, resources: ['*'] }] };

/** Actions of IAM alone make nobody an AI principal. */
const sensitive = sensitiveActions.filter(({ service }) => service !== 'iam');

/** "This is an AI principal": it can invoke a model, or do any sensitive action of an AI service. */
export const aiAccess: Ask = {
  name: 'ai-access',
  any: [{ actions: [...new Set([...modelInvocations, ...sensitive.map(({ name }) => name)])], resources: ['*'] }],
};

/** The same without what must never be denied: a Deny of AI access closes this. */
export const deniableAiAccess: Ask = {
  name: 'ai-access',
  any: [
    {
      actions: [
        ...new Set([...modelInvocations, ...sensitive.filter(({ denyable }) => denyable).map(({ name }) => name)]),
      ],
      resources: ['*'],
    },
  ],
};
