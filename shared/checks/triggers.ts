import { triggersOfGroup } from '../change/known-events.ts';

/** Whatever can change what a principal may do, or who may become it. */
export const accessChanges = triggersOfGroup(
  'iam-grants',
  'iam-removals',
  'iam-credentials-tags-federation',
  'identity-center',
  'organizations',
);

export const guardrailChanges = triggersOfGroup('bedrock-guardrails');
export const agentChanges = triggersOfGroup('bedrock-agents');
export const agentCoreChanges = triggersOfGroup('agentcore-control');
export const sageMakerChanges = triggersOfGroup('sagemaker');
export const loggingAndModelAccessChanges = triggersOfGroup('bedrock-logging-and-model-access');
export const modelChanges = triggersOfGroup('bedrock-models');
export const endpointChanges = triggersOfGroup('vpc-endpoints');
export const credentialChanges = triggersOfGroup('iam-credentials-tags-federation');
/** Every call of an AI service that changes something; model calls and data events only where that volume is asked for. */
export const aiServiceChanges = triggersOfGroup(
  'bedrock-guardrails',
  'bedrock-automated-reasoning',
  'bedrock-logging-and-model-access',
  'bedrock-models',
  'bedrock-agents',
  'bedrock-mantle',
  'agentcore-control',
  'sagemaker',
  'qbusiness',
  'q-developer',
  'lex',
  'rekognition',
  'comprehend',
  'kendra',
  'entityresolution',
);
export const grantsAndRemovals = triggersOfGroup('iam-removals', 'iam-grants');
export const organisationChanges = triggersOfGroup('organizations');
export const automatedReasoningChanges = triggersOfGroup('bedrock-automated-reasoning');
export const logDestinationChanges = triggersOfGroup('log-destinations', 'keys');
export const retentionChanges = [
  'bedrock.amazonaws.com:PutAccountDataRetention',
  'bedrock-mantle.amazonaws.com:PutAccountDataRetention',
] as const;
export const trailChanges = triggersOfGroup('trail');
/** Whatever can silence, blind or replace a part of Ringfence. */
export const ownPartChanges = triggersOfGroup('own-resources', 'trail', 'keys');
export const ownSettingChanges = triggersOfGroup('own-settings');
/** A question that finds no answer can come from any change that asks one. */
export const everyJudgedChange = [
  ...new Set([...accessChanges, ...guardrailChanges, ...agentChanges, ...loggingAndModelAccessChanges]),
];
