import { sensitiveCheck } from '../sensitive-check.ts';

export const exfiltration = sensitiveCheck(
  {
    id: 'RF.SENSITIVE.9',
    name: 'exfiltration',
    title: 'Carrying data out through AI services is granted to those who need it',
    references: { genSec: ['GENSEC01-BP01'], owaspLlm: ['LLM02'], attack: [{ tactic: 'TA0010' }] },
    fix: 'Remove the actions that copy models, export data or fetch from the web, or name the resources they are for.',
  },
  'Exfiltration',
);
