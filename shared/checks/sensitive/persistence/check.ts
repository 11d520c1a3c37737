import { sensitiveCheck } from '../sensitive-check.ts';

export const persistence = sensitiveCheck(
  {
    id: 'RF.SENSITIVE.3',
    name: 'persistence',
    title: 'Leaving something behind in AI services is granted to those who need it',
    references: {
      genSec: ['GENSEC01-BP01'],
      owaspLlm: ['LLM03'],
      aisf: ['AISF-IAM-02'],
      attack: [{ tactic: 'TA0003' }],
    },
    fix: 'Keep creating and changing agents, plugins, endpoints, models and keys with the role that deploys them.',
  },
  'Persistence',
);
