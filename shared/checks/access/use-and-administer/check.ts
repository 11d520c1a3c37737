import { modelInvocations } from '../../../reasoning/catalogue/model-invocations.ts';
import type { Question } from '../../../reasoning/types.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';

const use: Question = { actions: modelInvocations, resources: ['*'] };

/** What is administered, by name. The administering side is the narrower one, so that is what containment denies. */
const administered: Readonly<Record<string, readonly string[]>> = {
  guardrails: [
    'bedrock:UpdateGuardrail',
    'bedrock:DeleteGuardrail',
    'bedrock:PutEnforcedGuardrailConfiguration',
    'bedrock:DeleteEnforcedGuardrailConfiguration',
  ],
  'invocation-logging': [
    'bedrock:PutModelInvocationLoggingConfiguration',
    'bedrock:DeleteModelInvocationLoggingConfiguration',
  ],
  'model-access': [
    'bedrock:CreateFoundationModelAgreement',
    'bedrock:DeleteFoundationModelAgreement',
    'bedrock:PutFoundationModelEntitlement',
  ],
};

const questions: readonly AccessQuestion[] = Object.entries(administered).map(([name, actions]) => ({
  name,
  ask: { name, all: [use, { actions, resources: ['*'] }] },
}));

export const useAndAdminister = {
  id: 'RF.ACCESS.23',
  name: 'use-and-administer',
  title: 'Permissions to change AI are separate from permissions to use AI',
  kind: 'access',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Give guardrails, logging and model access to a role of their own; the role that calls models keeps the calls.',
  references: { genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'], guidance: ['layer-3'] },
  ask: ({ modelAccess }) => (modelAccess.answer === 'no' ? [] : questions),
  finding: ({ who, question }) => `${who} uses models and administers ${question.name.replaceAll('-', ' ')}`,
} as const satisfies AccessCheck;
