import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges, modelChanges } from '../../triggers.ts';
import { classNamed } from '../approved-for.ts';
import { forSettings } from '../for-settings.ts';
import { modelsAmong } from '../models-outside.ts';

const name = 'high-cost-models';

const questions = forSettings((settings): readonly AccessQuestion[] => {
  const any = modelsAmong(settings.highCostModels);
  return any.length === 0 ? [] : [{ name, ask: { name, any } }];
});

export const highCostModels = {
  id: 'RF.ACCESS.5',
  name,
  title: 'High-cost models are reached by the specialised class only',
  kind: 'access',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: [...accessChanges, ...modelChanges],
  administrators: 'excused',
  containment: 'deny',
  needs: ['highCostModels'],
  fix: 'Take the high-cost models out of Resource, or class the principal specialised.',
  references: {
    genSec: ['GENSEC01-BP01'],
    guidance: ['layer-3'],
    owaspLlm: ['LLM10'],
    atlas: ['AML.T0034'],
  },
  ask: ({ settings, modelAccess, roleClass }) =>
    modelAccess.answer === 'no' || classNamed(roleClass) === 'specialised' ? [] : questions(settings),
  finding: ({ who, answer }) => {
    const { action, resource } = answer.witness.request;
    return `${who} can invoke a high-cost model: ${resource} by ${action}`;
  },
} as const satisfies AccessCheck;
