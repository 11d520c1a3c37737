import type { Read } from '../../shared/ports/read.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/**
 * What a person named by its id. What could not be read is not said to be missing.
 * @param what `containment c-1`
 * @throws CommandError by name
 */
export const needFound = <T>(read: Read<T>, what: string, stack: string): T => {
  switch (read.found) {
    case 'yes':
      return read.value;
    case 'no':
      throw new CommandError(`there is no ${what}`, { next: `ringfence history list --stack ${stack}` });
    case 'unreadable':
      throw new CommandError(`${what} could not be read: ${read.why}`, {
        next: `ringfence doctor --stack ${stack}`,
        code: exitCode.incomplete,
      });
  }
};
