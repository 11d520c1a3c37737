import { Command, CommanderError } from 'commander';
import path from 'node:path';
import { describeError, CommandError } from './command-error.ts';
import { commands } from './commands.ts';
import type { CommandContext } from './context.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import { versions } from '../shared/runtime/versions.ts';
import { processTerminal, type Terminal } from './terminal.ts';

export type RunOptions = { terminal?: Terminal; now?: () => string; directory?: string } & Pick<
  CommandContext,
  'openStack'
>;

/** Runs one command line. @returns the exit code; never throws. */
export const run = async (argv: readonly string[], options: RunOptions = {}): Promise<ExitCode> => {
  const terminal = options.terminal ?? processTerminal({ color: !argv.includes('--no-color') });
  const debug = argv.includes('--debug');
  let code: ExitCode = exitCode.clean;
  const context: CommandContext = {
    terminal,
    now: options.now ?? (() => new Date().toISOString()),
    directory: options.directory ?? path.join(process.cwd(), '.ringfence'),
    ...(options.openStack === undefined ? {} : { openStack: options.openStack }),
    exit: (next) => {
      if (next > code) code = next;
    },
  };
  const program = new Command('ringfence')
    .description(
      'Continuous least privilege for generative AI on AWS. Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage or invalid input, 3 incomplete evaluation.',
    )
    .version(versions.product, '--version')
    .option('--no-color', 'no colour (NO_COLOR is honoured too)')
    .option('--debug', 'show stack traces')
    .showHelpAfterError('(ringfence COMMAND --help shows what a command takes)')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    })
    .exitOverride();
  for (const command of commands) {
    const made = command(context);
    program.addCommand(made.copyInheritedSettings(program));
    for (const inner of made.commands) inner.copyInheritedSettings(program);
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.clean : exitCode.usage;
    if (error instanceof CommandError) {
      terminal.note(describeError(error));
      if (debug && error.cause instanceof Error) terminal.note(error.cause.stack ?? error.cause.message);
      return error.code;
    }
    const detail = error instanceof Error ? error.message : String(error);
    terminal.note(`ringfence: something went wrong that has no name yet: ${detail}`);
    terminal.note('  next run it again with --debug and report what it prints');
    if (debug && error instanceof Error) terminal.note(error.stack ?? '');
    return exitCode.incomplete;
  }
};
