import { sensitiveCheck } from '../sensitive-check.ts';

export const privilegeEscalation = sensitiveCheck(
  {
    id: 'RF.SENSITIVE.4',
    name: 'privilege-escalation',
    title: 'Widening access through AI services is granted to those who need it',
    references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-IAM-02'], attack: [{ tactic: 'TA0004' }] },
    fix: 'Keep resource policies with administrators, and let a role be passed only to the service and by the role that deploys it.',
  },
  'Privilege Escalation',
);
