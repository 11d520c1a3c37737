import type { PrincipalFacts } from '../../facts/principal-facts.ts';

/**
 * The console makes a user of its own for a long-term Bedrock API key and names it so (AWS: "How Amazon Bedrock API keys
 * work"). The name is free: it tells what a user is meant for, never what it is allowed.
 */
export const isApiKeyUser = ({ kind, name }: Pick<PrincipalFacts, 'kind' | 'name'>): boolean =>
  kind === 'user' && /^BedrockAPIKey-/u.test(name);

/** Service name of a Bedrock API key among service-specific credentials. */
export const bedrockCredential = 'bedrock.amazonaws.com';
