import { Argument, Command } from 'commander';
import { modes, type Mode } from '../../shared/response/settings.ts';
import { setMode, stopAll } from '../../shared/response/set-mode.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { actorOf, withWorld } from '../open-world.ts';

type Options = { reason?: string; as?: string; approver?: string; freeze?: true; json?: true };

const meaning: Readonly<Record<Mode, string>> = {
  observe: 'says what it would do, writes nothing',
  approve: 'waits for a person',
  enforce: 'contains what a change has just granted',
};

/** Shows or sets the account's mode; `stop` is the kill switch. */
export const modeCommand = (context: CommandContext): Command =>
  new Command('mode')
    .description('show or set the mode; stop is the kill switch (one person); raising takes two')
    .addArgument(new Argument('[mode]').choices([...modes, 'stop']))
    .option('--reason <text>', 'why; required to set')
    .option('--as <arn>', 'who sets it')
    .option('--approver <arn>', 'the second person, for raising')
    .option('--freeze', 'with stop: undo stops too')
    .option('--json', 'one JSON document')
    .action((wanted: Mode | 'stop' | undefined, options: Options) =>
      withWorld(context, async (world) => {
        if (wanted !== undefined && options.reason === undefined) {
          throw new CommandError('a change of mode needs a reason', {
            next: `ringfence mode ${wanted} --reason "..."`,
          });
        }
        const reason = options.reason ?? '';
        if (wanted === 'stop') {
          await stopAll(world)({ actor: actorOf(options), reason, freeze: options.freeze === true });
        } else if (wanted !== undefined) {
          const approver = options.approver === undefined ? {} : { approver: options.approver };
          const answer = await setMode(world)({ to: wanted, actor: actorOf(options), reason, ...approver });
          if (!answer.set) {
            throw new CommandError(`${answer.code}: ${answer.detail}`, {
              next:
                answer.code === 'SECOND_PERSON_NEEDED'
                  ? `ringfence mode ${wanted} --reason "..." --approver ARN`
                  : 'ringfence mode',
            });
          }
        }
        const read = await world.modeSwitch.read();
        if (read.found !== 'yes')
          throw new CommandError('SETTINGS_UNREADABLE: the mode cannot be read, so nothing is written');
        const { mode, killSwitch, freeze } = read.value;
        if (options.json) {
          context.terminal.out(JSON.stringify({ schemaVersion: '1', mode, killSwitch, freeze }));
          return;
        }
        context.terminal.out(`mode ${mode}: ${meaning[mode]}`);
        if (killSwitch)
          context.terminal.out(
            `kill switch SET: nothing is contained${freeze ? ', and undo is frozen' : '; undo goes on'}`,
          );
      }),
    );
