/** Service prefixes of the AI services: what `quarantine` denies and what "AI access" means. */
export const aiServices = [
  'bedrock',
  'bedrock-mantle',
  'bedrock-websearch',
  'bedrock-agentcore',
  'agent-registry',
  'sagemaker',
  'qbusiness',
  'q',
  'qapps',
  'codewhisperer',
  'lex',
  'rekognition',
  'comprehend',
  'kendra',
  'entityresolution',
  'aws-external-anthropic',
] as const;
