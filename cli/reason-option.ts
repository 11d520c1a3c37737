import { CommandError } from './command-error.ts';

/** Parses an option that says why: it stands in history, so blank is none. */
export const reasonOption =
  (command: string) =>
  (value: string): string => {
    if (value.trim() === '') {
      throw new CommandError('--reason says nothing', { next: `ringfence ${command} --reason "..."` });
    }
    return value;
  };
