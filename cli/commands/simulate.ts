import { Command } from 'commander';
import { simulate } from '../../shared/reasoning/simulate.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { readInput } from '../read-input.ts';

/** Decisions and any-context verdicts for cases of any author: one JSON line in, one JSON line out, in order. */
export const simulateCommand = (context: CommandContext): Command =>
  new Command('simulate')
    .description('hold the reasoner against your own cases: one JSON line in, one JSON line out')
    .argument('<cases>', 'JSON lines: principal, policies, request; - reads standard input')
    .action(async (file: string) => {
      const lines = (await readInput(file, 'the cases')).split(/\r?\n/u);
      const now = context.now();
      let malformed = 0;
      for (const [index, line] of lines.entries()) {
        if (line.trim() === '') continue;
        const answer = simulate(line, index + 1, now);
        if (!answer.ok) malformed += 1;
        context.terminal.out(answer.line);
      }
      if (malformed > 0) {
        context.terminal.note(
          `${malformed} malformed ${malformed === 1 ? 'line was' : 'lines were'} named and not answered`,
        );
        context.exit(exitCode.incomplete);
      }
    });
