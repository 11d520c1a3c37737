/**
 * Providers of Amazon Bedrock models: the part of a model id before the first dot. A name that is not here is not wrong, it
 * is unknown: new ones appear (AWS: "Supported foundation models in Amazon Bedrock"). [unconfirmed] that the list is whole.
 */
export const modelProviders = [
  'ai21',
  'amazon',
  'anthropic',
  'cohere',
  'deepseek',
  'google',
  'luma',
  'meta',
  'minimax',
  'mistral',
  'moonshot',
  'moonshotai',
  'nvidia',
  'openai',
  'qwen',
  'stability',
  'twelvelabs',
  'writer',
  'xai',
  'zai',
] as const;
