import type { AccessCheck } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { classNamed, modelsFor } from '../approved-for.ts';
import { bedrockOutside, endpointsOutside } from '../models-outside.ts';
import { limitsOf } from './limits-of.ts';

export const invokeUnnamedModel = {
  id: 'RF.ACCESS.1',
  name: 'invoke-unnamed-model',
  title: 'Model access is limited to named models',
  kind: 'access',
  severity: 'high',
  pack: 'essential',
  triggeredBy: accessChanges,
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
  ask: ({ principal, settings, roleClass }) => {
    const limits = limitsOf(principal, modelsFor(settings, classNamed(roleClass)));
    const name = 'invoke-unnamed-model';
    const any = [...bedrockOutside(limits.bedrock, limits.modelIds), endpointsOutside(limits.sagemaker)];
    return [{ name, ask: { name, any } }];
  },
  finding: ({ who, answer }) => {
    const { action, resource } = answer.witness.request;
    return `${who} can invoke models that nobody named, for example ${resource} by ${action}`;
  },
} as const satisfies AccessCheck;
