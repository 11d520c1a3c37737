import { sensitiveCheck } from '../sensitive-check.ts';

export const impact = sensitiveCheck(
  {
    id: 'RF.SENSITIVE.10',
    name: 'impact',
    title: 'Damaging AI services is granted to those who need it',
    references: {
      genSec: ['GENSEC01-BP01'],
      owaspLlm: ['LLM04', 'LLM10'],
      attack: [{ tactic: 'TA0040' }, { tactic: 'TA0112' }],
    },
    fix: 'Keep deletion, poisonable inputs and paid capacity with the roles that run the service.',
  },
  'Impact',
);
