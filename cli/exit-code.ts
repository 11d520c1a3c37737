/** The exit codes of every command. Incomplete beats findings: both are printed. */
export const exitCode = {
  clean: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Wrong usage or invalid input. */
  usage: 2,
  /** Something could not be evaluated; it is named. */
  incomplete: 3,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
