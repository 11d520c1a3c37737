/** An action that starts something which runs or acts with a role that the caller passes. */
export type RunAction = {
  /** IAM action. */
  action: string;
  /** The service principal that the role is passed to, and that the role has to trust. */
  service: string;
  /** `run`: the caller's own code or container. `act`: what the service does by the caller's instructions and data. */
  does: 'run' | 'act';
  /** ARN pattern of what the service acts for, where a trust policy tells such things apart by `aws:SourceArn`. */
  source?: string;
};

const bedrock = 'bedrock.amazonaws.com';
const agentcore = 'bedrock-agentcore.amazonaws.com';
const sagemaker = 'sagemaker.amazonaws.com';

const runs = (service: string, actions: readonly string[]): readonly RunAction[] =>
  actions.map((action) => ({ action, service, does: 'run' }));

/**
 * AI services that run or act with a passed role (AWS: "Pass roles to SageMaker AI", "Create a custom service role for
 * batch inference", "Resource and session management" of AgentCore, and the action tables of each service).
 */
export const aiRunActions: readonly RunAction[] = [
  ...runs(sagemaker, [
    'sagemaker:CreateNotebookInstance',
    'sagemaker:CreateTrainingJob',
    'sagemaker:CreateHyperParameterTuningJob',
    'sagemaker:CreateProcessingJob',
    'sagemaker:CreateAutoMLJob',
    'sagemaker:CreateAutoMLJobV2',
    'sagemaker:CreatePipeline',
    // An endpoint runs the container of a model; the role is passed with the model.
    'sagemaker:CreateModel',
    'sagemaker:CreateDomain',
    'sagemaker:CreateUserProfile',
    'sagemaker:CreateCluster',
    'sagemaker:CreateMonitoringSchedule',
  ]),
  ...runs(agentcore, [
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:CreateBrowser',
    'bedrock-agentcore:CreateAgentRuntime',
    // Which service principal a harness passes its role to is not documented [unconfirmed].
    'bedrock-agentcore:CreateHarness',
  ]),
  { action: 'bedrock:CreateAgent', service: bedrock, does: 'act', source: 'arn:*:bedrock:*:*:agent/*' },
  { action: 'bedrock:CreateFlow', service: bedrock, does: 'act', source: 'arn:*:bedrock:*:*:flow/*' },
  {
    action: 'bedrock:CreateKnowledgeBase',
    service: bedrock,
    does: 'act',
    source: 'arn:*:bedrock:*:*:knowledge-base/*',
  },
  {
    action: 'bedrock:CreateModelCustomizationJob',
    service: bedrock,
    does: 'act',
    source: 'arn:*:bedrock:*:*:model-customization-job/*',
  },
  {
    action: 'bedrock:CreateModelImportJob',
    service: bedrock,
    does: 'act',
    source: 'arn:*:bedrock:*:*:model-import-job/*',
  },
  {
    action: 'bedrock:CreateModelInvocationJob',
    service: bedrock,
    does: 'act',
    source: 'arn:*:bedrock:*:*:model-invocation-job/*',
  },
];

/** Services beside AI that run code with a passed role: steps on the way to an administrator, no finding of their own. */
export const otherRunActions: readonly RunAction[] = [
  ...runs('lambda.amazonaws.com', ['lambda:CreateFunction']),
  ...runs('ec2.amazonaws.com', ['ec2:RunInstances']),
  ...runs('ecs-tasks.amazonaws.com', ['ecs:RegisterTaskDefinition']),
  ...runs('codebuild.amazonaws.com', ['codebuild:CreateProject']),
  ...runs('glue.amazonaws.com', ['glue:CreateJob', 'glue:CreateDevEndpoint']),
  { action: 'cloudformation:CreateStack', service: 'cloudformation.amazonaws.com', does: 'act' },
  { action: 'states:CreateStateMachine', service: 'states.amazonaws.com', does: 'act' },
];
