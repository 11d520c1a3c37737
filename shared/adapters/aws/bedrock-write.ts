import type { WriteResult } from '../../ports/containment-ports.ts';
import { awsFailure } from './aws-failure.ts';

const refusals: Readonly<Record<string, 'conflict' | 'limit'>> = {
  ConflictException: 'conflict',
  ResourceInUseException: 'conflict',
  ServiceQuotaExceededException: 'limit',
  TooManyTagsException: 'limit',
};

/** One writing call of Bedrock in the words of the port, with what its answer says. What it did not answer may have been done. */
export const bedrockWrite = async <A extends { $metadata: { requestId?: string | undefined } }, T extends object>(
  send: () => Promise<A>,
  read: (answer: A) => T,
): Promise<(WriteResult & { written: true } & T) | Exclude<WriteResult, { written: true }>> => {
  try {
    const answer = await send();
    const { requestId } = answer.$metadata;
    const written: WriteResult & { written: true } =
      requestId === undefined ? { written: true } : { written: true, requestId };
    // An answer that does not say what it made counts as lost: the call was carried out.
    return { ...written, ...read(answer) };
  } catch (error) {
    const failure = awsFailure(error);
    switch (failure.kind) {
      case 'throttled':
      case 'answer-lost':
        return { written: 'unknown', code: failure.kind, detail: failure.detail };
      case 'missing':
        return { written: false, code: 'gone', detail: failure.detail };
      case 'denied':
      case 'refused':
        return { written: false, code: refusals[failure.code] ?? 'denied', detail: failure.detail };
    }
  }
};
