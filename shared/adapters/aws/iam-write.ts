import type { WriteResult } from '../../ports/containment-ports.ts';
import { awsFailure } from './aws-failure.ts';

const refusals: Readonly<Record<string, 'conflict' | 'gone' | 'exists' | 'limit' | 'unmodifiable'>> = {
  NoSuchEntityException: 'gone',
  EntityAlreadyExistsException: 'exists',
  DeleteConflictException: 'conflict',
  ConcurrentModificationException: 'conflict',
  EntityTemporarilyUnmodifiableException: 'conflict',
  LimitExceededException: 'limit',
  UnmodifiableEntityException: 'unmodifiable',
};

/**
 * One writing call in the words of the port. What IAM refuses was not written; what it did not answer may have been. A refusal
 * without a word of its own counts as denied: its detail says which it was.
 */
export const iamWrite = async (
  send: () => Promise<{ $metadata: { requestId?: string | undefined } }>,
): Promise<WriteResult> => {
  try {
    const { requestId } = (await send()).$metadata;
    return requestId === undefined ? { written: true } : { written: true, requestId };
  } catch (error) {
    const failure = awsFailure(error);
    switch (failure.kind) {
      case 'throttled':
      case 'answer-lost':
        return { written: 'unknown', code: failure.kind, detail: failure.detail };
      case 'missing':
      case 'denied':
      case 'refused':
        return {
          written: false,
          code: failure.kind === 'missing' ? 'gone' : (refusals[failure.code] ?? 'denied'),
          detail: failure.detail,
        };
    }
  }
};
