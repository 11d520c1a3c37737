import { displayText } from '../../../change/display-text.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { EnforcedGuardrail } from '../../../facts/region-state.ts';
import type { Answer } from '../../../reasoning/types.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgeRegions, yes } from '../../judge-facts.ts';
import { regionSubject, subjectOf } from '../../subjects.ts';
import { accessChanges, guardrailChanges } from '../../triggers.ts';
import { applyOf, invokeIn } from './stopped-callers.ts';

export const callerCannotApply = {
  id: 'RF.GUARD.10',
  name: 'caller-cannot-apply',
  title: 'Callers can use the enforced guardrail',
  kind: 'account-state',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: [...guardrailChanges, ...accessChanges],
  administrators: 'judged',
  containment: 'ask',
  fix: 'Allow the principal bedrock:ApplyGuardrail on the enforced guardrail. Ringfence never widens access: a person grants it.',
  references: { guidance: ['layer-3'] },
  judge: ({ account, settings, can }) =>
    judgeRegions({ account, settings, name: 'caller-cannot-apply' }, 'enforcedGuardrails', (enforced, region) => {
      const invoke = invokeIn(region);
      return enforced.flatMap((guardrail) => {
        const apply = applyOf(guardrail.guardrailArn);
        return account.principals.flatMap((principal) =>
          judgeCaller(principal, region, guardrail, {
            invoke: () => can(principal, invoke),
            apply: () => can(principal, apply),
          }),
        );
      });
    }),
} as const satisfies AccountStateCheck;

const judgeCaller = (
  principal: PrincipalFacts,
  region: string,
  { guardrailArn }: EnforcedGuardrail,
  ask: { invoke: () => Answer; apply: () => Answer },
): readonly StateJudgement[] => {
  const invoke = ask.invoke();
  if (invoke.answer === 'no') return [];
  const apply = ask.apply();
  if (apply.answer === 'yes') return [];
  const who = displayText(principal.name);
  const judged = {
    name: `caller-cannot-apply-${region}`,
    sentence: `${who} will get AccessDenied in ${displayText(region)}: it can call models and cannot apply the enforced guardrail`,
  };
  if (invoke.answer === 'yes' && apply.answer === 'no') {
    const { action, resource } = invoke.witness.request;
    const evidence = [
      { fact: 'can call', value: `${action} on ${resource}` },
      { fact: 'cannot apply', value: guardrailArn },
    ];
    return [{ ...judged, subject: subjectOf(principal), answer: yes(...evidence) }];
  }
  const why = [invoke, apply].flatMap((answer) => (answer.answer === 'unknown' ? [answer.why] : []))[0];
  if (why === undefined) return [];
  return [{ ...judged, subject: regionSubject(principal.accountId, region), answer: { answer: 'unknown', why } }];
};
