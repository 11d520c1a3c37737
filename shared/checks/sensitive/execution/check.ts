import { sensitiveCheck } from '../sensitive-check.ts';

export const execution = sensitiveCheck(
  {
    id: 'RF.SENSITIVE.2',
    name: 'execution',
    title: 'Running code and agents is granted to those who need it',
    references: {
      genSec: ['GENSEC05-BP01'],
      owaspLlm: ['LLM06'],
      aisf: ['AISF-IAM-02'],
      attack: [{ tactic: 'TA0002' }],
    },
    fix: 'Remove the actions that run code, browsers and commands, or name the agents and runtimes they are for.',
  },
  'Execution',
);
