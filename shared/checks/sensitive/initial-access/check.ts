import { sensitiveCheck } from '../sensitive-check.ts';

export const initialAccess = sensitiveCheck(
  {
    id: 'RF.SENSITIVE.1',
    name: 'initial-access',
    title: 'Ways into AI services are granted to those who need them',
    references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-IAM-02'], attack: [{ tactic: 'TA0001' }] },
    fix: 'Remove the actions that hand out links, tokens and public experiences, or name the few resources they are for.',
  },
  'Initial Access',
);
