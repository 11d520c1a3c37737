import type { RoleClass } from '../../intent/role-class.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges, guardrailChanges } from '../../triggers.ts';
import { classNamed, guardrailsFor } from '../approved-for.ts';
import { anyVersionOf, guardrailKey } from '../avoid-guardrail/required-guardrails.ts';
import { forSettingsAnd } from '../for-settings.ts';
import { notModels } from '../invoke-unnamed-model/not-models.ts';
import { guardedActions } from '../model-actions.ts';

const name = 'guardrail-required';

const questions = forSettingsAnd((settings, roleClass: RoleClass | undefined): readonly AccessQuestion[] => {
  const approved = guardrailsFor(settings, roleClass);
  if (approved.length === 0) return [];
  return [
    {
      name,
      ask: {
        name,
        any: [
          {
            actions: guardedActions,
            resources: ['*'],
            exceptResources: notModels,
            // True as well on a request that names no guardrail at all.
            condition: { StringNotLike: { [guardrailKey]: approved.flatMap(anyVersionOf) } },
          },
        ],
      },
    },
  ];
});

export const guardrailRequired = {
  id: 'RF.ACCESS.8',
  name,
  title: 'Model calls must name a guardrail',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: [...accessChanges, ...guardrailChanges],
  administrators: 'excused',
  containment: 'deny',
  needs: ['approvedGuardrails'],
  fix: 'Test bedrock:GuardrailIdentifier in each statement that allows model calls, or deny calls without an approved guardrail.',
  references: {
    genSec: ['GENSEC01-BP01'],
    guidance: ['layer-3'],
    owaspLlm: ['LLM01', 'LLM02'],
    aisf: ['AISF-AI-01'],
    atlas: ['AML.T0054'],
  },
  ask: ({ settings, modelAccess, roleClass }) =>
    modelAccess.answer === 'no' ? [] : questions(settings, classNamed(roleClass)),
  finding: ({ who, answer }) => `${who} can call ${answer.witness.request.resource} without an approved guardrail`,
} as const satisfies AccessCheck;
