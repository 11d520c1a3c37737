/** Actions that name the model, profile or deployment as their resource. */
export const bedrockModelActions = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:CreateModelInvocationJob',
] as const;

/** The only two that carry `bedrock:GuardrailIdentifier`. */
export const guardedActions = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'] as const;

export const endpointActions = [
  'sagemaker:InvokeEndpoint',
  'sagemaker:InvokeEndpointAsync',
  'sagemaker:InvokeEndpointWithResponseStream',
  'sagemaker:InvokeEndpointWithBidirectionalStream',
] as const;

/** The second endpoint authorises a project and names the model by a key of its own. */
export const secondEndpointAction = 'bedrock-mantle:CreateInference';
export const secondEndpointModelKey = 'bedrock-mantle:Model';

/** Invocations whose resource is an ARN with an account: what one account may share with another. */
export const sharedInvocations = [
  ...bedrockModelActions,
  ...endpointActions,
  'bedrock:InvokeAgent',
  'bedrock:InvokeFlow',
  'bedrock-agentcore:InvokeAgentRuntime',
] as const;
