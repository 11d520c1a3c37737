import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { CredentialWriter, DenyWriter, WriteResult } from '../../ports/containment-ports.ts';
import type { CredentialRequest, InlineRequest } from '../../ports/delegated-writes.ts';
import type { ConnectionSettings } from './aws-clients.ts';
import { awsFailure } from './aws-failure.ts';

const detail = z.string();
const writeResult = z.union([
  z.strictObject({ written: z.literal(true), requestId: z.string().exactOptional() }),
  z.strictObject({
    written: z.literal(false),
    code: z.enum(['denied', 'conflict', 'gone', 'exists', 'limit', 'unmodifiable']),
    detail,
  }),
  z.strictObject({ written: z.literal('unknown'), code: z.enum(['throttled', 'answer-lost']), detail }),
]) satisfies z.ZodType<WriteResult>;

/** A function that is called becomes a role and writes to IAM before it answers: it may take longer than one call does. */
export const callingClient = ({ region, endpoint, requestTimeout }: ConnectionSettings): LambdaClient =>
  new LambdaClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    requestHandler: {
      connectionTimeout: Math.min(requestTimeout, 3_000),
      requestTimeout: 6 * requestTimeout,
      throwOnRequestTimeout: true,
    },
  });

const lost = (why: string): WriteResult => ({ written: 'unknown', code: 'answer-lost', detail: why });

/** Waits for a function of Ringfence that writes what this one may not. Whatever is not its own word counts as a lost answer. */
const ask = async (
  lambda: LambdaClient,
  name: string,
  request: InlineRequest | CredentialRequest,
): Promise<WriteResult> => {
  try {
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: name, InvocationType: 'RequestResponse', Payload: JSON.stringify(request) }),
    );
    const text = new TextDecoder().decode(answer.Payload ?? new Uint8Array());
    // It may have failed after the write, or run out of time in the middle of it.
    if (answer.FunctionError !== undefined) return lost(`${name} failed: ${text.slice(0, 300)}`);
    const parsed = writeResult.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : lost(`${name} answered with something else: ${text.slice(0, 300)}`);
  } catch (error) {
    if (error instanceof SyntaxError) return lost(`${name} answered with no JSON.`);
    const failure = awsFailure(error);
    switch (failure.kind) {
      // It was never run.
      case 'missing':
      case 'denied':
      case 'refused':
        return { written: false, code: 'denied', detail: `${name}: ${failure.detail}` };
      case 'throttled':
      case 'answer-lost':
        return { written: 'unknown', code: failure.kind, detail: `${name}: ${failure.detail}` };
    }
  }
};

/** Inline Denies and attached Deny policies, written by the function that alone has the role for it. */
export const delegatedDenyWriter = (lambda: LambdaClient, name: string): DenyWriter => ({
  putInline: (input) => ask(lambda, name, { write: 'put-inline', ...input }),
  attach: (input) => ask(lambda, name, { write: 'attach', ...input }),
});

/** Credentials, made inactive by the function that alone has the role for it. */
export const delegatedCredentialWriter = (lambda: LambdaClient, name: string): CredentialWriter => ({
  deactivate: (input) => ask(lambda, name, input),
});
