import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What the readers of principals call. Reads only. */
export const readPrincipals = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadPrincipals',
    actions: [
      'iam:GetAccessKeyLastUsed',
      'iam:GetAccountAuthorizationDetails',
      'iam:GetGroup',
      'iam:GetGroupPolicy',
      'iam:GetInstanceProfile',
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:GetUser',
      'iam:GetUserPolicy',
      'iam:ListAccessKeys',
      'iam:ListAttachedGroupPolicies',
      'iam:ListAttachedRolePolicies',
      'iam:ListAttachedUserPolicies',
      'iam:ListEntitiesForPolicy',
      'iam:ListGroupPolicies',
      'iam:ListGroupsForUser',
      'iam:ListRolePolicies',
      'iam:ListServiceSpecificCredentials',
      'iam:ListUserPolicies',
    ],
    resources: ['*'],
  });

/** What the reader of Bedrock's state calls. */
export const readGuardrails = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadGuardrails',
    actions: [
      'bedrock:ExportAutomatedReasoningPolicyVersion',
      'bedrock:GetAccountDataRetention',
      'bedrock:GetAutomatedReasoningPolicy',
      'bedrock:GetGuardrail',
      'bedrock:GetModelInvocationLoggingConfiguration',
      'bedrock:GetResourcePolicy',
      'bedrock:ListAutomatedReasoningPolicies',
      'bedrock:ListEnforcedGuardrailsConfiguration',
      'bedrock:ListGuardrails',
    ],
    resources: ['*'],
  });

/** Why each wildcard above is one. By statement id. */
export const readReasons = {
  ReadPrincipals: 'Every principal of the account is judged, and the account-wide reads of IAM take no resource.',
  ReadGuardrails: 'Every guardrail and the logging of every watched Region are judged; their ids are not known before.',
} as const;
