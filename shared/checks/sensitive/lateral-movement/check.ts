import { sensitiveCheck } from '../sensitive-check.ts';

export const lateralMovement = sensitiveCheck(
  {
    id: 'RF.SENSITIVE.7',
    name: 'lateral-movement',
    title: 'Moving on through AI services is granted to those who need it',
    references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-IAM-02'], attack: [{ tactic: 'TA0008' }] },
    fix: 'Remove the actions that join accounts, agents and sessions, or name the resources they are for.',
  },
  'Lateral Movement',
);
