import { known, unknown, type Known } from '../../facts/known.ts';
import type { Read } from '../../ports/read.ts';
import { awsFailure, isTransient, type AwsFailure } from './aws-failure.ts';

/** IAM could not answer just now: the whole read is worth another try and no part of it is a fact. */
export class IamUnavailable extends Error {
  readonly failure: AwsFailure;

  constructor(failure: AwsFailure, doing: string) {
    super(`${doing}: ${failure.detail}`);
    this.name = 'IamUnavailable';
    this.failure = failure;
  }
}

/** Something was listed and gone a moment later: the read is begun again, or half of it would be of another time. */
export class ChangedWhileRead extends Error {
  constructor(what: string) {
    super(`${what} was gone a moment after it was listed`);
    this.name = 'ChangedWhileRead';
  }
}

/**
 * One part of a principal. Refused: unknown, with the permission that would settle it. Not answered: the whole read
 * fails. Gone: the whole read begins again.
 */
export const readPart = async <T>(
  part: { what: string; permission: string },
  work: () => Promise<T>,
): Promise<Known<T>> => {
  try {
    return known(await work());
  } catch (error) {
    if (error instanceof IamUnavailable || error instanceof ChangedWhileRead) throw error;
    const failure = awsFailure(error);
    if (failure.kind === 'missing') throw new ChangedWhileRead(part.what);
    if (isTransient(failure)) throw new IamUnavailable(failure, part.what);
    return unknown(
      failure.kind === 'denied'
        ? `${part.what} could not be read: allow ${part.permission}`
        : `${part.what} could not be read: ${failure.detail}`,
    );
  }
};

/** A whole thing: missing is a fact, refused names the permission. */
export const readWhole = async <T>(
  whole: { what: string; permission: string },
  work: () => Promise<T>,
): Promise<Read<T>> => {
  try {
    return { found: 'yes', value: await work() };
  } catch (error) {
    if (error instanceof IamUnavailable) return { found: 'unreadable', why: error.message, code: error.failure.code };
    if (error instanceof ChangedWhileRead)
      return { found: 'unreadable', why: `${whole.what}: ${error.message}; read it again`, code: error.name };
    const failure = awsFailure(error);
    if (failure.kind === 'missing') return { found: 'no' };
    return {
      found: 'unreadable',
      why:
        failure.kind === 'denied'
          ? `${whole.what} could not be read: allow ${whole.permission}`
          : `${whole.what} could not be read: ${failure.detail}`,
      code: failure.code,
    };
  }
};

/** IAM's answers are all optional in the SDK's types: what must be there and is not is a broken answer, not a default. */
export const required = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new BrokenAnswer(what);
  return value;
};

export class BrokenAnswer extends Error {
  constructor(what: string) {
    super(`the answer of AWS has no ${what}`);
    this.name = 'BrokenAnswer';
  }
}
