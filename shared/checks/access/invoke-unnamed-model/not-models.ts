/**
 * Resources that the invoking actions also authorise and that are no models: the place where an answer is left, a job, a
 * project, a built-in tool. A wildcard over them gives no further model.
 * (AWS: "Actions, resources, and condition keys for Amazon Bedrock".)
 */
export const notModels = [
  'arn:*:bedrock:*:*:async-invoke/*',
  'arn:*:bedrock:*:*:model-invocation-job/*',
  'arn:*:bedrock:*:*:project/*',
  'arn:*:bedrock:*:*:system-tool/*',
] as const;
