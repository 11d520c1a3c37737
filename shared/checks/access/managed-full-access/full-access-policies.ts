/**
 * AWS managed policies that hold everything of an AI service, with the services whose sensitive actions come with them.
 * (AWS: "AWS Managed Policy Reference".) Names, as the partition differs.
 */
export const fullAccessPolicies: Readonly<Record<string, readonly string[]>> = {
  AWSEntityResolutionConsoleFullAccess: ['entityresolution'],
  AmazonBedrockExternalWebSearchFullAccess: ['bedrock-websearch'],
  AmazonBedrockFullAccess: ['bedrock'],
  AmazonBedrockMantleFullAccess: ['bedrock-mantle', 'bedrock-websearch'],
  AmazonKendraFullAccess: ['kendra'],
  AmazonLexFullAccess: ['lex'],
  AmazonQFullAccess: ['q', 'codewhisperer'],
  AmazonRekognitionCustomLabelsFullAccess: ['rekognition'],
  AmazonRekognitionFullAccess: ['rekognition'],
  AmazonSageMakerCanvasFullAccess: ['sagemaker'],
  AmazonSageMakerFullAccess: ['sagemaker'],
  BedrockAgentCoreFullAccess: ['bedrock-agentcore'],
  ComprehendFullAccess: ['comprehend'],
};
