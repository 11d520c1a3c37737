/**
 * Invoking a model means any of these actions. Converse and ConverseStream are authorised by InvokeModel and
 * InvokeModelWithResponseStream (AWS: "Actions, resources, and condition keys for Amazon Bedrock").
 */
export const modelInvocations = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:CreateModelInvocationJob',
  'bedrock:InvokeAgent',
  'bedrock:InvokeInlineAgent',
  'bedrock:InvokeFlow',
  'bedrock:RetrieveAndGenerate',
  'bedrock-mantle:CreateInference',
  'sagemaker:InvokeEndpoint',
  'sagemaker:InvokeEndpointAsync',
  'sagemaker:InvokeEndpointWithResponseStream',
  'sagemaker:InvokeEndpointWithBidirectionalStream',
  'bedrock-agentcore:InvokeAgentRuntime',
] as const;
