import type { Command } from 'commander';
import { canCommand } from './commands/can.ts';
import { checksCommand } from './commands/checks.ts';
import { exemptCommand } from './commands/exempt.ts';
import { modeCommand } from './commands/mode.ts';
import { scanCommand } from './commands/scan.ts';
import type { CommandContext } from './context.ts';

/** Every command, in the order in which help shows them. */
export const commands: readonly ((context: CommandContext) => Command)[] = [
  scanCommand,
  canCommand,
  modeCommand,
  exemptCommand,
  checksCommand,
];
