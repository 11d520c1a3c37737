import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges, modelChanges } from '../../triggers.ts';
import { classNamed } from '../approved-for.ts';
import { bedrockModelActions } from '../model-actions.ts';

const name = 'fine-tuned-models';

/** Models that hold what an owner taught them (AWS: "Actions, resources, and condition keys for Amazon Bedrock"). */
const question: AccessQuestion = {
  name,
  ask: {
    name,
    any: [
      {
        actions: bedrockModelActions,
        resources: [
          'arn:*:bedrock:*:*:custom-model/*',
          'arn:*:bedrock:*:*:custom-model-deployment/*',
          'arn:*:bedrock:*:*:imported-model/*',
          'arn:*:bedrock:*:*:provisioned-model/*',
        ],
      },
    ],
  },
};

export const fineTunedModels = {
  id: 'RF.ACCESS.4',
  name,
  title: 'Fine-tuned models are reached by their class only',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: [...accessChanges, ...modelChanges],
  administrators: 'excused',
  containment: 'deny',
  needs: ['classRules'],
  fix: 'Take custom, imported and provisioned models out of Resource, or class the principal fine-tuned.',
  references: {
    genSec: ['GENSEC01-BP01'],
    guidance: ['layer-3'],
    owaspLlm: ['LLM02'],
    atlas: ['AML.T0044'],
  },
  ask: ({ settings, modelAccess, roleClass }) => {
    // Where nobody was given the class, nobody said that such models are apart.
    if (!settings.classRules.some((rule) => rule.class === 'fine-tuned')) return [];
    if (modelAccess.answer === 'no' || classNamed(roleClass) === 'fine-tuned') return [];
    return [question];
  },
  finding: ({ who, answer }) => `${who} can invoke fine-tuned model ${answer.witness.request.resource}`,
} as const satisfies AccessCheck;
