import { awsFailure } from '../aws-failure.ts';

/** What a failed call says to a person; `undefined` for an error that did not come from AWS or the way to it. */
export const awsErrorText = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const isFromAws = '$metadata' in error || '$fault' in error || error.name === 'CredentialsProviderError';
  if (!isFromAws) return undefined;
  const { kind, detail } = awsFailure(error);
  return kind === 'denied' ? `your credentials do not allow it: ${detail}` : detail;
};
