/** An error as the SDK throws it. */
export const awsError = (name: string, httpStatusCode = 400, message = 'text'): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
