import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { classNamed, modelsFor } from '../approved-for.ts';
import { bedrockModelActions, endpointActions, secondEndpointAction } from '../model-actions.ts';
import { bedrockOutside, endpointsOutside } from '../models-outside.ts';
import { limitsOf, type ModelLimits } from './limits-of.ts';

export const invokeUnnamedModel = {
  id: 'RF.ACCESS.1',
  name: 'invoke-unnamed-model',
  title: 'Model access is limited to named models',
  kind: 'access',
  severity: 'high',
  pack: 'essential',
  triggeredBy: accessChanges,
  about: [...bedrockModelActions, secondEndpointAction, ...endpointActions],
  administrators: 'excused',
  containment: 'deny',
  fix: 'Name in Resource the ARNs of the models that the principal needs, or set the list of approved models.',
  references: {
    genSec: ['GENSEC01-BP01'],
    guidance: ['layer-3'],
    owaspLlm: ['LLM10'],
    aisf: ['AISF-IAM-02'],
    attack: [{ tactic: 'TA0040', technique: 'T1496.004' }],
    atlas: ['AML.T0034'],
  },
  ask: ({ principal, settings, roleClass, modelAccess }) =>
    // Whoever invokes no model at all invokes none that nobody named.
    modelAccess.answer === 'no'
      ? outsideNothing
      : outside(limitsOf(principal, modelsFor(settings, classNamed(roleClass)))),
  finding: ({ who, answer }) => {
    const { action, resource } = answer.witness.request;
    return `${who} can invoke models that nobody named, for example ${resource} by ${action}`;
  },
} as const satisfies AccessCheck;

const outsideOf = ({ bedrock, modelIds, sagemaker }: ModelLimits): readonly AccessQuestion[] => {
  const name = 'invoke-unnamed-model';
  return [{ name, ask: { name, any: [...bedrockOutside(bedrock, modelIds), endpointsOutside(sagemaker)] } }];
};

const outsideNothing = outsideOf({ bedrock: [], modelIds: [], sagemaker: [] });

/** Most name no model: one question for all of them. */
const outside = (limits: ModelLimits): readonly AccessQuestion[] =>
  limits.bedrock.length + limits.modelIds.length + limits.sagemaker.length === 0 ? outsideNothing : outsideOf(limits);
