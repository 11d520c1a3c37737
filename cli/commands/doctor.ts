import { Command } from 'commander';
import { readAccountFile } from '../account-input.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import type { DoctorItem } from '../doctor/doctor-item.ts';
import { doctorBeforeDeploy, doctorStack } from '../doctor/stack/doctor-stack.ts';
import { settingsItems } from '../doctor/settings-items.ts';
import { exitCode } from '../exit-code.ts';
import { readInput } from '../read-input.ts';

type Options = { settings?: string; account?: string; stack?: string; beforeDeploy?: true; json?: true };

/** Looks for mistakes before they matter, and says how to mend each. */
export const doctorCommand = (context: CommandContext): Command =>
  new Command('doctor')
    .description(
      'what is wrong with the settings (exit 2 for an error) or with a deployed stack (exit 1; 3 where something could not be read), each with how to mend it',
    )
    .option('--settings <file>', 'the settings to look at (JSON)')
    .option('--account <file>', 'an account file: rules that match nobody, principals that are gone')
    .option('--stack <name>', 'the deployed stack to look at (RingfenceDetection), through your AWS credentials')
    .option('--before-deploy', 'whether the account of your AWS credentials is ready for a deployment')
    .option('--json', 'one JSON document')
    .action(async (options: Options) => {
      const { stack } = options;
      if (options.beforeDeploy === true) {
        tell(context, options, await doctorBeforeDeploy(context));
        return;
      }
      if (stack !== undefined) {
        tell(context, options, await doctorStack(context, { stack }));
        if (options.settings === undefined) return;
      }
      if (options.settings === undefined) {
        throw new CommandError('there is nothing to look at', {
          next: 'ringfence doctor --settings settings.json, or: ringfence doctor --stack RingfenceDetection',
        });
      }
      const text = await readInput(options.settings, 'the settings file');
      const account = options.account === undefined ? undefined : await readAccountFile(options.account);
      const items = settingsItems({
        file: options.settings,
        text,
        now: context.now(),
        ...(account === undefined ? {} : { principals: account.principals }),
      });
      tell(context, options, items);
      if (items.some(({ level }) => level === 'error')) context.exit(exitCode.usage);
    });

const tell = (context: CommandContext, { json }: Options, items: readonly DoctorItem[]): void => {
  if (json === true) {
    context.terminal.out(JSON.stringify({ schemaVersion: '1', items }, undefined, 2));
    return;
  }
  for (const line of items.flatMap((item) => linesOf(context, item))) context.terminal.out(line);
};

const linesOf = ({ terminal }: CommandContext, { level, code, at, what, fix }: DoctorItem): readonly string[] => {
  const style = level === 'error' ? 'red' : level === 'warning' ? 'yellow' : 'green';
  const name = code === level ? '' : ` ${code}`;
  return [
    `${terminal.paint(style, level)}${name}: ${what}`,
    ...(at === '' ? [] : [`  at   ${at}`]),
    ...(fix === undefined ? [] : [`  mend ${fix}`]),
  ];
};
