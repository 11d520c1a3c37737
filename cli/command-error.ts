import { exitCode, type ExitCode } from './exit-code.ts';

/**
 * What a person gets instead of a stack trace: what failed, the place in the input (file, line, JSON Pointer), and the
 * next command.
 */
export class CommandError extends Error {
  readonly code: ExitCode;
  readonly place: string | undefined;
  readonly next: string | undefined;

  constructor(what: string, options: { place?: string; next?: string; code?: ExitCode; cause?: unknown } = {}) {
    super(what, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'CommandError';
    this.code = options.code ?? exitCode.usage;
    this.place = options.place;
    this.next = options.next;
  }
}

export const describeError = (error: CommandError): string =>
  [`ringfence: ${error.message}`, error.place && `  at   ${error.place}`, error.next && `  next ${error.next}`]
    .filter(Boolean)
    .join('\n');
