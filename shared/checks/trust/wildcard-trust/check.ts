import { mayLetIn } from '../../../reasoning/trust-names.ts';
import type { AccessCheck } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';

export const wildcardTrust = {
  id: 'RF.TRUST.1',
  name: 'wildcard-trust',
  title: 'No wildcard trust',
  kind: 'access',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: accessChanges,
  mayFind: (principal) => principal.kind === 'role' && mayLetIn(principal, { kind: 'anyone' }),
  // A role that anyone can become is worse when it is an administrator's.
  administrators: 'judged',
  containment: 'ask',
  fix: 'Name the accounts or roles in the trust policy, or require the organisation by aws:PrincipalOrgID.',
  references: {
    genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'],
    aisf: ['AISF-IAM-05'],
    attack: [{ tactic: 'TA0003', technique: 'T1098' }],
  },
  ask: ({ principal, aiAccess }) =>
    principal.kind !== 'role' || aiAccess.answer === 'no' ? [] : [{ name: 'wildcard-trust', trust: { who: 'anyone' } }],
  finding: ({ who }) => `anyone can assume ${who}`,
} as const satisfies AccessCheck;
