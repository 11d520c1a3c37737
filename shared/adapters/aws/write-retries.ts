import type { IAMClientConfig } from '@aws-sdk/client-iam';

type RetryStrategy = Extract<NonNullable<IAMClientConfig['retryStrategy']>, { acquireInitialRetryToken: unknown }>;
type RetryToken = Awaited<ReturnType<RetryStrategy['acquireInitialRetryToken']>>;

const attempts = 5;
const firstWait = 200;

const token = (retries: number): RetryToken => ({
  getRetryCount: () => retries,
  getRetryDelay: () => (retries === 0 ? 0 : firstWait * 2 ** (retries - 1)),
});

/**
 * For writes of a saga: a call is repeated only where the service said that it was throttled, and so did nothing. After a lost
 * answer the saga reads what became of the call; an attempt of the SDK's own would be a write that no record knows, and its
 * event could not be told from somebody else's.
 */
export const writeRetries = (): RetryStrategy => ({
  acquireInitialRetryToken: () => Promise.resolve(token(0)),
  refreshRetryTokenForRetry: (before, { errorType }) => {
    const retries = before.getRetryCount() + 1;
    return errorType === 'THROTTLING' && retries < attempts
      ? Promise.resolve(token(retries))
      : Promise.reject(new NotRepeated(errorType));
  },
  recordSuccess: () => {},
});

/** The SDK throws the failure of the call itself in its place. */
class NotRepeated extends Error {
  override readonly name = 'NotRepeated';
  constructor(errorType: string) {
    super(`a write that failed as ${errorType} is not repeated`);
  }
}
