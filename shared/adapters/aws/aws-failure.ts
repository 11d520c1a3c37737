/** What a failed call means to an adapter. Decided on the error's name alone: texts change. */
export type AwsFailure = {
  /** `refused`: the service said no for a reason of its own; nothing was done. */
  kind: 'missing' | 'denied' | 'throttled' | 'answer-lost' | 'refused';
  /** The error's name, for the log. */
  code: string;
  detail: string;
};

const missing = new Set(['NoSuchEntityException', 'NoSuchEntity', 'ResourceNotFoundException', 'ParameterNotFound']);
const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthorizationError',
  'AuthorizationErrorException',
]);
const throttled = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
]);
/** The call may have been carried out: nobody heard the end of it. */
const answerLost = new Set([
  'TimeoutError',
  'AbortError',
  'RequestTimeout',
  'RequestTimeoutException',
  'InternalFailure',
  'InternalServerError',
  'InternalServerException',
  'ServiceFailureException',
  'ServiceFailure',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNREFUSED',
]);

export const awsFailure = (error: unknown): AwsFailure => {
  if (!(error instanceof Error)) return { kind: 'answer-lost', code: 'NotAnError', detail: String(error) };
  // A connection that broke is a plain Error with the system's code beside a useless name.
  const systemCode = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const named = error.name === 'Error' && systemCode !== undefined ? systemCode : error.name;
  const detail = `${named}: ${error.message}`.slice(0, 500);
  const fault = (kind: AwsFailure['kind']): AwsFailure => ({ kind, code: named, detail });
  if (missing.has(named)) return fault('missing');
  if (denied.has(named)) return fault('denied');
  if (throttled.has(named)) return fault('throttled');
  if (answerLost.has(named) || (systemCode !== undefined && answerLost.has(systemCode))) return fault('answer-lost');
  // Only the service's own answer of 4xx is a refusal. A body that was cut off arrives with status 200 and fails in the
  // parser; the SDK does not retry it, and what it asked for may have been done.
  const status = httpStatus(error);
  return fault(status !== undefined && status >= 400 && status < 500 ? 'refused' : 'answer-lost');
};

/** Worth another try by the same caller, later. */
export const isTransient = (failure: AwsFailure): boolean =>
  failure.kind === 'throttled' || failure.kind === 'answer-lost';

const httpStatus = (error: Error): number | undefined => {
  if (!('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
};
