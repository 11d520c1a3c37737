/**
 * ARN templates of what a request names under an action for which AWS lists no resource type. The list says that such an
 * action takes `*` alone, and AWS writes policies of its own that name ARNs for it: BedrockAgentCoreFullAccess allows all of
 * AgentCore on ARNs (AWS: "AWS Managed Policy Reference"), refusals of CreateAgentRuntime and CreateGateway name
 * `…:runtime/*` and `…:gateway/*`, and the guides name the others (AWS: "Amazon Bedrock AgentCore Developer Guide").
 * Without these a grant on ARNs would be taken for none. Which of the forms each request names is [unconfirmed].
 */
export const unlistedResources: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'bedrock:CreateCustomModel': ['arn:${Partition}:bedrock:${Region}:${Account}:custom-model/${ResourceId}'],
    'bedrock-agentcore:CreateAgentRuntime': ['arn:${Partition}:bedrock-agentcore:${Region}:${Account}:runtime/${Id}'],
    'bedrock-agentcore:CreateGateway': ['arn:${Partition}:bedrock-agentcore:${Region}:${Account}:gateway/${Id}'],
    'bedrock-agentcore:CreateHarness': ['arn:${Partition}:bedrock-agentcore:${Region}:${Account}:harness/${Id}'],
    'bedrock-agentcore:CreateMemory': ['arn:${Partition}:bedrock-agentcore:${Region}:${Account}:memory/${Id}'],
    'bedrock-agentcore:CreateCodeInterpreter': [
      'arn:${Partition}:bedrock-agentcore:${Region}:${Account}:code-interpreter-custom/${Id}',
      'arn:${Partition}:bedrock-agentcore:${Region}:${Account}:code-interpreter/${Id}',
    ],
    'bedrock-agentcore:CreateBrowser': [
      'arn:${Partition}:bedrock-agentcore:${Region}:${Account}:browser-custom/${Id}',
      'arn:${Partition}:bedrock-agentcore:${Region}:${Account}:browser/${Id}',
    ],
    'bedrock-agentcore:ConnectBrowserAutomationStream': [
      'arn:${Partition}:bedrock-agentcore:${Region}:aws:browser/${Id}',
      'arn:${Partition}:bedrock-agentcore:${Region}:${Account}:browser-custom/${Id}',
    ],
    'bedrock-agentcore:ConnectBrowserLiveViewStream': [
      'arn:${Partition}:bedrock-agentcore:${Region}:aws:browser/${Id}',
      'arn:${Partition}:bedrock-agentcore:${Region}:${Account}:browser-custom/${Id}',
    ],
    'bedrock-agentcore:ManageAdminPolicy': ['arn:${Partition}:bedrock-agentcore:${Region}:${Account}:gateway/${Id}'],
  }),
);
