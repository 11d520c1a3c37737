import { unknown, known, type Known } from '../../../facts/known.ts';
import { awsFailure } from '../aws-failure.ts';

/** A call was refused for want of a permission. */
export class Refused extends Error {
  readonly permission: string;

  constructor(permission: string) {
    super(`not allowed: ${permission}`);
    this.name = 'Refused';
    this.permission = permission;
  }
}

/** One call, with the permission that it takes: a refusal then names it. */
export const allowedBy = async <T>(permission: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw awsFailure(error).kind === 'denied' ? new Refused(permission) : error;
  }
};

/** What is not there, or is gone since it was listed, is `undefined`. `codes`: names by which the service says so. */
export const unlessMissing = async <T>(codes: readonly string[], call: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await call();
  } catch (error) {
    const { kind, code } = awsFailure(error);
    if (kind === 'missing' || codes.includes(code)) return undefined;
    throw error;
  }
};

/**
 * One part of the state. What goes wrong leaves this part alone unknown. The words are those of every Region, so that it is
 * said once an account.
 * @param what plural: `trails`
 */
export const stateFact = async <T>(what: string, work: () => Promise<T>): Promise<Known<T>> => {
  try {
    return known(await work());
  } catch (error) {
    return unknown(whyUnread(what, error));
  }
};

export const whyUnread = (what: string, error: unknown): string =>
  error instanceof Refused
    ? `${what} were not read: allow ${error.permission}`
    : `${what} were not read: ${awsFailure(error).detail}`;
