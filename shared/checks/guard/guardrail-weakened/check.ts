import { displayText } from '../../../change/display-text.ts';
import type { AccountFacts, GuardrailFacts } from '../../../facts/account-facts.ts';
import { diffWithRecord, heldAgainst } from '../../../facts/guardrail/guardrail-record.ts';
import { mayBeWeaker } from '../../../facts/guardrail/verdict.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { guardrailSubject } from '../../subjects.ts';
import { tellLosses } from '../tell-losses.ts';

export const guardrailWeakened = {
  id: 'RF.GUARD.2',
  name: 'guardrail-weakened',
  title: 'A guardrail was weakened',
  kind: 'account-state',
  severity: 'high',
  pack: 'essential',
  triggeredBy: ['bedrock.amazonaws.com:UpdateGuardrail'],
  administrators: 'judged',
  containment: 'restore',
  fix: 'Put back what got weaker and keep what got stronger; the sentences say what it was.',
  references: {
    guidance: ['layer-3'],
    owaspLlm: ['LLM01', 'LLM02'],
    aisf: ['AISF-AI-02', 'AISF-AI-03', 'AISF-AI-09'],
    attack: [{ tactic: 'TA0112', technique: 'T1685' }],
  },
  judge: ({ account }) =>
    Object.entries(account.guardrails).flatMap(([region, guardrails]) =>
      guardrails.state === 'known' ? guardrails.value.flatMap((facts) => judgeGuardrail(account, region, facts)) : [],
    ),
} as const satisfies AccountStateCheck;

/** A guardrail that was never seen before has nothing to be held against: what it holds is another check. */
const judgeGuardrail = (account: AccountFacts, region: string, now: GuardrailFacts): readonly StateJudgement[] => {
  const record = account.guardrailRecords?.[now.arn];
  if (record === undefined || now.version !== 'DRAFT') return [];
  const judgement = {
    name: 'guardrail-weakened',
    subject: guardrailSubject(account.accountId, region, now.arn),
  };
  const diff = diffWithRecord(record, now);
  if (!mayBeWeaker(diff.verdict)) return [{ ...judgement, sentence: '', answer: { answer: 'no' } }];
  const { got, sentences, evidence } = tellLosses(diff);
  const { asOf } = heldAgainst(record);
  return [
    {
      ...judgement,
      sentence: `guardrail ${displayText(now.name)} ${got === 'weaker' ? 'got weaker' : got}: ${sentences}`,
      reason: `Held against how it was at ${asOf}. Callers of DRAFT have it at once, the others when a version is published.`,
      answer: { answer: 'yes', evidence: [{ fact: 'held against', value: asOf }, ...evidence] },
    },
  ];
};
