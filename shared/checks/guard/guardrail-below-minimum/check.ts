import { displayText } from '../../../change/display-text.ts';
import type { GuardrailFacts } from '../../../facts/account-facts.ts';
import { unknown } from '../../../facts/known.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgedRegions, judgeFact, missing, yes } from '../../judge-facts.ts';
import type { GuardrailMinimum } from '../../settings.ts';
import { guardrailSubject, regionSubject } from '../../subjects.ts';
import { guardrailChanges } from '../../triggers.ts';
import { guardrailContent } from '../guardrail-content.ts';
import { lacksOf } from './lacks.ts';

export const guardrailBelowMinimum = {
  id: 'RF.GUARD.4',
  name: 'guardrail-below-minimum',
  title: 'A new guardrail is too weak',
  kind: 'account-state',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: guardrailChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Add the filters that are named to the guardrail, or raise their strength, and publish a version.',
  needs: ['guardrailMinimum'],
  references: {
    guidance: ['layer-3'],
    owaspLlm: ['LLM01', 'LLM02'],
    aisf: ['AISF-AI-02', 'AISF-AI-03', 'AISF-AI-09'],
  },
  judge: ({ account, settings }) => {
    const minimum = settings.guardrailMinimum;
    if (Object.keys(minimum).length === 0) return [];
    return judgedRegions(account, settings).flatMap((region) =>
      judgeFact(
        account.guardrails[region] ?? unknown('guardrails were not read: allow bedrock:ListGuardrails'),
        { name: 'guardrail-below-minimum', subject: regionSubject(account.accountId, region) },
        (guardrails) => guardrails.map((guardrail) => judgeGuardrail(account.accountId, guardrail, minimum)),
      ),
    );
  },
} as const satisfies AccountStateCheck;

const judgeGuardrail = (accountId: string, facts: GuardrailFacts, minimum: GuardrailMinimum): StateJudgement => {
  const name = displayText(facts.name);
  const judged = {
    name: 'guardrail-below-minimum',
    subject: guardrailSubject(accountId, facts.region, facts.arn),
  };
  const content = guardrailContent(facts);
  if (content === undefined) {
    const answer = missing(`the content of guardrail ${facts.arn} is in a form that this version does not know`);
    return { ...judged, sentence: `guardrail ${name} was not judged`, answer };
  }
  const lacks = lacksOf(content, minimum);
  if (lacks.length === 0) return { ...judged, sentence: '', answer: { answer: 'no' } };
  return {
    ...judged,
    sentence: `guardrail ${name} lacks ${lacks.join(', ')}`,
    answer: yes(...lacks.map((value) => ({ fact: `${facts.version} of ${facts.arn} lacks`, value }))),
  };
};
