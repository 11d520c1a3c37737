import { displayText } from '../../../change/display-text.ts';
import { unknown } from '../../../facts/known.ts';
import type { AccountStateCheck } from '../../check.ts';
import { judgedRegions, judgeFact, missing, yes } from '../../judge-facts.ts';
import { regionSubject } from '../../subjects.ts';
import { guardrailChanges } from '../../triggers.ts';

export const noGuardrailInRegion = {
  id: 'RF.GUARD.11',
  name: 'no-guardrail-in-region',
  title: 'A guardrail exists where models are used',
  kind: 'account-state',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: guardrailChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Create a guardrail in the Region, publish a version and enforce it, or take the Region from the settings.',
  references: { guidance: ['layer-3'], aisf: ['AISF-AI-01'] },
  judge: ({ account, settings, modelUsers }) => {
    // Nobody can call a model: there is nothing to guard.
    if (modelUsers === 'none') return [];
    return judgedRegions(account, settings).flatMap((region) => {
      const about = { name: 'no-guardrail-in-region', subject: regionSubject(account.accountId, region) };
      const guardrails =
        account.guardrails[region] ?? unknown('guardrails were not read: allow bedrock:ListGuardrails');
      const sentence = `${displayText(region)} uses models and has no guardrail`;
      return judgeFact(guardrails, about, (all) => {
        if (all.length > 0) return [];
        if (modelUsers === 'some') return [{ ...about, sentence, answer: yes({ fact: 'guardrails', value: 'none' }) }];
        return [
          {
            ...about,
            sentence,
            answer: missing('it is not known whether anybody can call models: judge the principals too'),
          },
        ];
      });
    });
  },
} as const satisfies AccountStateCheck;
