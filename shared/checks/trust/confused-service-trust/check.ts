import { mayLetInAny } from '../../../reasoning/trust-names.ts';
import type { AccessCheck } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';

/** AI services that act with a role of the customer, for any customer. */
const services = [
  'bedrock.amazonaws.com',
  'bedrock-agentcore.amazonaws.com',
  'sagemaker.amazonaws.com',
  'qbusiness.amazonaws.com',
  'lexv2.amazonaws.com',
  'lex.amazonaws.com',
  'kendra.amazonaws.com',
] as const;

const acting = services.map((service) => ({ kind: 'service', service, forAnotherAccount: true }) as const);

export const confusedServiceTrust = {
  id: 'RF.TRUST.2',
  name: 'confused-service-trust',
  title: 'Service trust cannot be confused',
  kind: 'access',
  severity: 'high',
  pack: 'essential',
  triggeredBy: accessChanges,
  mayFind: (principal) => principal.kind === 'role' && mayLetInAny(principal, acting),
  administrators: 'judged',
  containment: 'ask',
  fix: 'Add aws:SourceAccount with your account, or aws:SourceArn with your resources, to the service statement of the trust policy, without IfExists.',
  references: { genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'], aisf: ['AISF-IAM-05'] },
  ask: ({ principal }) =>
    principal.kind !== 'role' || isServiceLinked(principal.path)
      ? []
      : services.map((service) => ({ name: service, trust: { who: 'service-for-another-account', service } })),
  finding: ({ who, question }) => `${question.name} may use ${who} for another customer`,
} as const satisfies AccessCheck;

/** AWS writes the trust policy of a service-linked role and nobody can change it. */
const isServiceLinked = (path: string): boolean => path.startsWith('/aws-service-role/');
