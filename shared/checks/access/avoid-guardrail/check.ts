import type { AccessCheck } from '../../check.ts';
import { accessChanges, agentChanges, guardrailChanges } from '../../triggers.ts';
import { requiredGuardrails } from './required-guardrails.ts';
import { waysAround } from './ways-around.ts';

export const avoidGuardrail = {
  id: 'RF.ACCESS.9',
  name: 'avoid-guardrail',
  title: 'No way round the guardrail condition',
  kind: 'access',
  severity: 'high',
  pack: 'essential',
  triggeredBy: [...accessChanges, ...guardrailChanges, ...agentChanges],
  administrators: 'excused',
  containment: 'deny',
  fix: 'Deny the path, or enforce the guardrail for the whole account: then every call of the Region is evaluated.',
  references: {
    genSec: ['GENSEC01-BP01'],
    guidance: ['layer-3'],
    owaspLlm: ['LLM01'],
    attack: [{ tactic: 'TA0112', technique: 'T1685' }],
    atlas: ['AML.T0054'],
  },
  ask: ({ principal, settings }) => {
    const required = requiredGuardrails(principal, settings.approvedGuardrails);
    if (required === undefined) return [];
    return waysAround(required).map(({ name, reason, questions }) => ({
      name,
      reason,
      ask: { name, any: questions },
    }));
  },
  finding: ({ who, question, answer }) =>
    `${who} can avoid the guardrail by ${question.name.replaceAll('-', ' ')}, for example with ${answer.witness.request.action}`,
} as const satisfies AccessCheck;
