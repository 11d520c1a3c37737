import type { Command } from 'commander';
import { approveCommand } from './commands/approve.ts';
import { canCommand } from './commands/can.ts';
import { checksCommand } from './commands/checks.ts';
import { containCommand } from './commands/contain.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exemptCommand } from './commands/exempt.ts';
import { explainCommand } from './commands/explain.ts';
import { guardrailsCommand } from './commands/guardrails.ts';
import { historyCommand } from './commands/history.ts';
import { modeCommand } from './commands/mode.ts';
import { replayCommand } from './commands/replay.ts';
import { scanCommand } from './commands/scan.ts';
import { simulateCommand } from './commands/simulate.ts';
import { undoCommand } from './commands/undo.ts';
import type { CommandContext } from './context.ts';

/** Every command, in the order in which help shows them. */
export const commands: readonly ((context: CommandContext) => Command)[] = [
  demoCommand,
  scanCommand,
  replayCommand,
  canCommand,
  simulateCommand,
  guardrailsCommand,
  explainCommand,
  containCommand,
  approveCommand,
  undoCommand,
  modeCommand,
  exemptCommand,
  historyCommand,
  doctorCommand,
  checksCommand,
];
