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
      refuseOutOfPlace(options);
      const { stack, settings } = options;
      const items = [
        ...(options.beforeDeploy === true ? await doctorBeforeDeploy(context) : []),
        ...(stack === undefined ? [] : await doctorStack(context, { stack })),
        ...(settings === undefined ? [] : await doctorSettings(context, { ...options, settings })),
      ];
      tell(context, options, items);
    });

/** An option that is not looked at would leave somebody believing that it was. */
const refuseOutOfPlace = ({ beforeDeploy, stack, settings, account }: Options): void => {
  if (beforeDeploy === undefined && stack === undefined && settings === undefined) {
    throw new CommandError('there is nothing to look at', {
      next: 'ringfence doctor --settings settings.json, or: ringfence doctor --stack RingfenceDetection',
    });
  }
  if (beforeDeploy === true && stack !== undefined) {
    throw new CommandError('--before-deploy looks at an account without Ringfence, --stack at one with it', {
      next: `ringfence doctor --before-deploy, or: ringfence doctor --stack ${stack}`,
    });
  }
  if (account !== undefined && settings === undefined) {
    throw new CommandError('--account is what --settings are looked at beside, and none are given', {
      next: `ringfence doctor --settings settings.json --account ${account}`,
    });
  }
};

const doctorSettings = async (
  context: CommandContext,
  { settings, account: file }: { settings: string; account?: string },
): Promise<readonly DoctorItem[]> => {
  const text = await readInput(settings, 'the settings file');
  const account = file === undefined ? undefined : await readAccountFile(file);
  const items = settingsItems({
    file: settings,
    text,
    now: context.now(),
    ...(account === undefined ? {} : { principals: account.principals }),
  });
  if (items.some(({ level }) => level === 'error')) context.exit(exitCode.usage);
  return items;
};

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
