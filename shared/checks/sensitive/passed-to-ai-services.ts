import type { ConditionBlock } from '../../reasoning/types.ts';

/** Service principals of AI services that take a role (AWS: "Grant a user permissions to pass a role to an AWS service"). */
export const aiServicePrincipals = [
  'bedrock.amazonaws.com',
  'bedrock-agentcore.amazonaws.com',
  'sagemaker.amazonaws.com',
  'qbusiness.amazonaws.com',
  'q.amazonaws.com',
  'lexv2.amazonaws.com',
  'lex.amazonaws.com',
  'kendra.amazonaws.com',
  'comprehend.amazonaws.com',
  'rekognition.amazonaws.com',
  'entityresolution.amazonaws.com',
] as const;

/** The request passes a role to an AI service. */
export const passedToAiServices: ConditionBlock = { StringEquals: { 'iam:PassedToService': aiServicePrincipals } };
