import { sensitiveCheck } from '../sensitive-check.ts';

export const defenseImpairment = sensitiveCheck(
  {
    id: 'RF.SENSITIVE.5',
    name: 'defense-impairment',
    title: 'Weakening what protects and records AI is granted to those who need it',
    references: {
      genSec: ['GENSEC01-BP01'],
      guidance: ['layer-3'],
      aisf: ['AISF-IAM-02'],
      attack: [{ tactic: 'TA0112' }, { tactic: 'TA0005' }],
    },
    fix: 'Keep guardrails, enforcement, logging and retention with the security team; applying a guardrail needs none of it.',
  },
  'Defense Evasion',
);
