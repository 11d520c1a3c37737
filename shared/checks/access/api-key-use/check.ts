import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';

/** Each endpoint has an action of its own for calls with a key. */
const questions: readonly AccessQuestion[] = ['bedrock', 'bedrock-mantle', 'sagemaker'].map((service) => ({
  name: service,
  ask: { name: service, any: [{ actions: [`${service}:CallWithBearerToken`], resources: ['*'] }] },
}));

export const apiKeyUse = {
  id: 'RF.ACCESS.17',
  name: 'api-key-use',
  title: 'API key use is limited',
  kind: 'access',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'judged',
  containment: 'deny',
  needs: ['apiKeyPrincipals'],
  fix: 'Deny CallWithBearerToken of bedrock, bedrock-mantle and sagemaker to everybody who is not on the list.',
  references: {
    genSec: ['GENSEC01-BP01'],
    aisf: ['AISF-IAM-03'],
    attack: [{ tactic: 'TA0001', technique: 'T1078.004' }],
    atlas: ['AML.T0091'],
  },
  ask: ({ principal, settings: { apiKeyPrincipals } }) =>
    apiKeyPrincipals.length === 0 || apiKeyPrincipals.includes(principal.uniqueId) ? [] : questions,
  finding: ({ who, question }) => `${who} can use API keys on ${question.name}`,
} as const satisfies AccessCheck;
