import type { Stack } from 'aws-cdk-lib';
import type { Configuration } from './configuration/configuration.ts';

export const functionEnvironment = (stack: Stack, configuration: Configuration): Record<string, string> => ({
  ENVIRONMENT: configuration.environment ?? '',
  ACCOUNT: stack.account,
});
