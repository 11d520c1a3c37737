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
      'bedrock:ListTagsForResource',
    ],
    resources: ['*'],
  });

/** What the readers of runners and workloads call: what runs a model or code, with the roles that it runs as. */
export const readRunners = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadRunners',
    actions: [
      'bedrock-agentcore:GetAgentRuntime',
      'bedrock-agentcore:GetBrowser',
      'bedrock-agentcore:GetCodeInterpreter',
      'bedrock-agentcore:GetGateway',
      'bedrock-agentcore:GetHarness',
      'bedrock-agentcore:ListAgentRuntimeEndpoints',
      'bedrock-agentcore:ListAgentRuntimes',
      'bedrock-agentcore:ListBrowsers',
      'bedrock-agentcore:ListCodeInterpreters',
      'bedrock-agentcore:ListGateways',
      'bedrock-agentcore:ListHarnesses',
      'bedrock:GetAgent',
      'bedrock:GetAgentVersion',
      'bedrock:GetFlow',
      'bedrock:GetFlowVersion',
      'bedrock:ListAgentAliases',
      'bedrock:ListAgents',
      'bedrock:ListFlowAliases',
      'bedrock:ListFlows',
      'lambda:ListFunctions',
      'sagemaker:DescribeDomain',
      'sagemaker:DescribeNotebookInstance',
      'sagemaker:DescribePipeline',
      'sagemaker:DescribeUserProfile',
      'sagemaker:ListDomains',
      'sagemaker:ListNotebookInstanceLifecycleConfigs',
      'sagemaker:ListNotebookInstances',
      'sagemaker:ListPipelines',
      'sagemaker:ListUserProfiles',
    ],
    resources: ['*'],
  });

/** What the readers of applications and of the policies of AI resources call. */
export const readAiResources = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadAiResources',
    actions: [
      'bedrock-agentcore:GetResourcePolicy',
      'bedrock-agentcore:ListMemories',
      'bedrock:ListCustomModels',
      'bedrock:ListKnowledgeBases',
      'lex:DescribeResourcePolicy',
      'lex:ListBotAliases',
      'lex:ListBots',
      'qbusiness:GetPolicy',
      'qbusiness:ListApplications',
      'sagemaker:GetLineageGroupPolicy',
      'sagemaker:GetModelPackageGroupPolicy',
      'sagemaker:ListLineageGroups',
      'sagemaker:ListModelPackageGroups',
    ],
    resources: ['*'],
  });

/** What the readers of log destinations, trails and analyzers call. */
export const readSurroundings = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadSurroundings',
    actions: [
      'access-analyzer:ListAnalyzers',
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetEventSelectors',
      'cloudtrail:GetTrailStatus',
      'kms:DescribeKey',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      's3:GetBucketAcl',
      's3:GetBucketPolicy',
      's3:GetBucketPolicyStatus',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketVersioning',
      's3:GetEncryptionConfiguration',
      's3:GetLifecycleConfiguration',
    ],
    resources: ['*'],
  });

/** What the reader of recorded calls asks: whether a containment was written over somebody's change. */
export const readRecordedCalls = (): PolicyStatement =>
  new PolicyStatement({ sid: 'ReadRecordedCalls', actions: ['cloudtrail:LookupEvents'], resources: ['*'] });

export const recordedCallsReasons = {
  ReadRecordedCalls:
    'The event history is one for the whole account, and looking something up in it takes no resource.',
} as const;

/** What the reader of last uses calls. Asking for a report changes nothing in the account. */
export const readLastUses = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadLastUses',
    actions: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
    resources: ['*'],
  });

/** What tells the organisation of an account and the control policies that reach it. */
export const readOrganisation = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadOrganisation',
    actions: [
      'organizations:DescribeOrganization',
      'organizations:DescribePolicy',
      'organizations:ListParents',
      'organizations:ListPoliciesForTarget',
      'organizations:ListRoots',
    ],
    resources: ['*'],
  });

/** What tells the guardrails that the organisation enforces in the account. */
export const readOrganisationGuardrails = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadOrganisationGuardrails',
    actions: ['organizations:DescribeEffectivePolicy'],
    resources: ['*'],
  });

/** What tells the accounts of the organisation. */
export const readOrganisationAccounts = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadOrganisationAccounts',
    actions: ['organizations:ListAccounts'],
    resources: ['*'],
  });

/** Everything that a sweep reads besides the events. */
export const readWholeAccount = (): readonly PolicyStatement[] => [
  readPrincipals(),
  readGuardrails(),
  readRunners(),
  readAiResources(),
  readSurroundings(),
  readLastUses(),
  readOrganisation(),
  readOrganisationGuardrails(),
  readOrganisationAccounts(),
];

/** Why each wildcard above is one. By statement id. */
export const readReasons = {
  ReadPrincipals: 'Every principal of the account is judged, and the account-wide reads of IAM take no resource.',
  ReadGuardrails: 'Every guardrail and the logging of every watched Region are judged; their ids are not known before.',
  ReadRunners:
    'Everything that runs as a role is listed: functions, agents, flows, runtimes, notebooks, pipelines. Their ids are not known before.',
  ReadAiResources: 'The policy of every AI resource that can carry one is judged; their ids are not known before.',
  ReadSurroundings: 'Logging may name any bucket, log group and key, and the lists take no resource.',
  ReadLastUses: 'Every principal that can use AI is asked about, and the report itself takes no resource.',
  ReadOrganisation: 'Policies and units of the organisation are found by walking up from the account.',
  ReadOrganisationGuardrails:
    'The policy that is in effect is computed by Organizations, and asking takes no resource.',
  ReadOrganisationAccounts: 'The accounts of an organisation are listed, and that takes no resource.',
} as const;
