import type { RunnerKind } from '../../facts/runner.ts';

/** An action on what runs already, by which its caller gets to act as the role that it runs as. */
export type RunnerAction = {
  action: string;
  kinds: readonly RunnerKind[];
  /** The service principal that the role trusts. */
  service: string;
  /** `enter`: the caller runs commands inside. `swap`: the caller changes what is run. */
  how: 'enter' | 'swap';
};

const agentcore = 'bedrock-agentcore.amazonaws.com';
const bedrock = 'bedrock.amazonaws.com';
const lambda = 'lambda.amazonaws.com';
const sagemaker = 'sagemaker.amazonaws.com';

/**
 * Code inside a runtime, an interpreter, a browser or a notebook reads the credentials of its role from the metadata
 * service (AWS: "Understanding Credentials Management in Amazon Bedrock AgentCore", "Notebook instances").
 */
export const runnerActions: readonly RunnerAction[] = [
  {
    action: 'bedrock-agentcore:InvokeAgentRuntimeCommand',
    kinds: ['agent-runtime', 'runtime-endpoint'],
    service: agentcore,
    how: 'enter',
  },
  {
    action: 'bedrock-agentcore:InvokeAgentRuntimeCommandShell',
    kinds: ['agent-runtime', 'runtime-endpoint'],
    service: agentcore,
    how: 'enter',
  },
  { action: 'bedrock-agentcore:InvokeCodeInterpreter', kinds: ['code-interpreter'], service: agentcore, how: 'enter' },
  // Whether the page of a browser can reach the metadata service is not documented [unconfirmed].
  { action: 'bedrock-agentcore:ConnectBrowserAutomationStream', kinds: ['browser'], service: agentcore, how: 'enter' },
  { action: 'bedrock-agentcore:ConnectBrowserLiveViewStream', kinds: ['browser'], service: agentcore, how: 'enter' },
  { action: 'sagemaker:CreatePresignedNotebookInstanceUrl', kinds: ['notebook'], service: sagemaker, how: 'enter' },
  // A link into Studio opens a notebook or a terminal as the person whom it names.
  { action: 'sagemaker:CreatePresignedDomainUrl', kinds: ['studio-profile'], service: sagemaker, how: 'enter' },
  // A lifecycle configuration that is put on a notebook runs at its next start.
  { action: 'sagemaker:UpdateNotebookInstance', kinds: ['notebook'], service: sagemaker, how: 'enter' },
  { action: 'bedrock:UpdateAgent', kinds: ['agent'], service: bedrock, how: 'swap' },
  { action: 'bedrock:UpdateAgentActionGroup', kinds: ['agent'], service: bedrock, how: 'swap' },
  { action: 'bedrock:UpdateFlow', kinds: ['flow'], service: bedrock, how: 'swap' },
  { action: 'lambda:UpdateFunctionCode', kinds: ['function'], service: lambda, how: 'swap' },
  { action: 'lambda:UpdateFunctionConfiguration', kinds: ['function'], service: lambda, how: 'swap' },
  {
    action: 'sagemaker:UpdateNotebookInstanceLifecycleConfig',
    kinds: ['notebook-lifecycle'],
    service: sagemaker,
    how: 'swap',
  },
  { action: 'sagemaker:UpdatePipeline', kinds: ['pipeline'], service: sagemaker, how: 'swap' },
  { action: 'bedrock-agentcore:UpdateAgentRuntime', kinds: ['agent-runtime'], service: agentcore, how: 'swap' },
  // A target is called with the credentials of the gateway (AWS: "Set up permissions for AgentCore Gateway").
  { action: 'bedrock-agentcore:CreateGatewayTarget', kinds: ['gateway'], service: agentcore, how: 'swap' },
  { action: 'bedrock-agentcore:UpdateGatewayTarget', kinds: ['gateway'], service: agentcore, how: 'swap' },
  { action: 'bedrock-agentcore:UpdateHarness', kinds: ['harness'], service: agentcore, how: 'swap' },
];
