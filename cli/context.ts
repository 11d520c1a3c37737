import type { ExitCode } from './exit-code.ts';
import type { Deployed } from './stack/deployed.ts';
import type { Terminal } from './terminal.ts';

/** What every command is given. */
export type CommandContext = {
  terminal: Terminal;
  /** ISO 8601: the time of the run. Commands do not read clocks. */
  now: () => string;
  /** Where `.ringfence/` stands. */
  directory: string;
  /** Opens what `--stack` names. Absent: through AWS. */
  openStack?: (stack: string) => Promise<Deployed>;
  /** The last word of a command about its outcome. The highest of several wins, except that 2 is thrown as an error. */
  exit: (code: ExitCode) => void;
};
