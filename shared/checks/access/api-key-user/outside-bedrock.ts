import { sensitiveActions } from '../../sensitive/sensitive-actions.ts';

/**
 * What a user made for an API key has no use for. Listing roles, networks and keys, and buying a model through Bedrock,
 * belong to the policy that the console attaches (AWS: "AWS Managed Policy Reference", AmazonBedrockLimitedAccess).
 */
export const outsideBedrock: readonly string[] = [
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:CreateRole',
  'iam:CreateServiceSpecificCredential',
  'iam:CreateUser',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:UpdateAssumeRolePolicy',
  'kms:Decrypt',
  'lambda:CreateFunction',
  'lambda:InvokeFunction',
  'lambda:UpdateFunctionCode',
  's3:DeleteObject',
  's3:GetObject',
  's3:ListAllMyBuckets',
  's3:PutObject',
  'secretsmanager:GetSecretValue',
  'sts:AssumeRole',
  ...sensitiveActions
    .filter(({ service, denyable }) => denyable && service !== 'iam' && !service.startsWith('bedrock'))
    .map(({ name }) => name),
];
