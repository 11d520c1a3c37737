import { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { playDemo } from '../demo/play-demo.ts';
import { exitCode } from '../exit-code.ts';

/** The demo account and a day of changes through the real handlers; state under `.ringfence/` only. */
export const demoCommand = (context: CommandContext): Command =>
  new Command('demo')
    .description('a small account and a day of changes through the real handlers, on this machine only')
    .action(async () => {
      const asItShould = await playDemo(context.terminal, context.directory);
      if (!asItShould) context.exit(exitCode.incomplete);
    });
