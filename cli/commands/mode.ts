import { Argument, Command, InvalidArgumentError } from 'commander';
import { checks } from '../../shared/checks/catalogue.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import {
  daysOfReport,
  defaultReplayDays,
  replayReport,
  type ReplayReport,
} from '../../shared/response/replay-report.ts';
import { modes, type Mode } from '../../shared/response/settings.ts';
import { setMode, stopAll, wouldRaise, type SetModeAnswer } from '../../shared/response/set-mode.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { replayReportLines } from '../describe-replay-report.ts';
import { principalOption } from '../principal-option.ts';
import { stackOption, withPorts } from '../stack/with-ports.ts';

type Options = {
  reason?: string;
  as?: string;
  approver?: string;
  check?: string;
  days: number;
  report?: string;
  yes?: true;
  freeze?: true;
  stack?: string;
  json?: true;
};

const meaning: Readonly<Record<Mode, string>> = {
  observe: 'says what it would do, writes nothing',
  approve: 'waits for a person',
  enforce: 'contains what a change has just granted',
};

const dayCount = (text: string): number => {
  if (/^\d{1,3}$/u.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('a number of days from 1 to 999');
};

/** Shows or sets the mode of the account or of one check; `stop` is the kill switch. */
export const modeCommand = (context: CommandContext): Command =>
  new Command('mode')
    .description(
      'show or set the mode; stop is the kill switch (one person); raising shows first what it would have meant, and takes two',
    )
    .addArgument(new Argument('[mode]').choices([...modes, 'stop']))
    .option('--reason <text>', 'why; required to set')
    .option('--as <arn>', 'who sets it', principalOption('--as'))
    .option('--approver <arn>', 'the second person, for raising', principalOption('--approver'))
    .option('--check <id>', 'the mode of this check alone; the lower of it and the account counts')
    .option('--days <number>', 'how far the replay report of a raised mode looks back', dayCount, defaultReplayDays)
    .option('--yes', 'raise on the replay report that is printed now')
    .option('--report <id>', 'raise on the replay report of this id; it must be of today and say the same still')
    .option(...stackOption)
    .option('--freeze', 'with stop: undo stops too')
    .option('--json', 'one JSON document')
    .action((wanted: Mode | 'stop' | undefined, options: Options) =>
      withPorts(context, options, async (world, by) => {
        refuseOutOfPlace(wanted, options);
        const report = wanted === undefined ? undefined : await change(context, world, wanted, options, by);
        await show(context, world, options, { report, stopped: wanted === 'stop' });
      }),
    );

/** An option without effect is a misunderstanding: nobody should believe that a mode was set, or undo frozen. */
const refuseOutOfPlace = (wanted: Mode | 'stop' | undefined, options: Options): void => {
  if (options.freeze === true && wanted !== 'stop') {
    throw new CommandError('--freeze belongs to stop', { next: 'ringfence mode stop --freeze --reason "..."' });
  }
  const sets = ['check', 'reason', 'approver', 'report', 'yes'] as const;
  const out = wanted === undefined ? sets.find((name) => options[name] !== undefined) : undefined;
  if (out !== undefined) {
    throw new CommandError(`--${out} is for setting a mode, and none is named`, {
      next: `ringfence mode ${modes.join('|')} --reason "...", or ringfence mode alone, which shows them`,
    });
  }
};

const change = async (
  context: CommandContext,
  world: Ports,
  wanted: Mode | 'stop',
  options: Options,
  by: string,
): Promise<ReplayReport | undefined> => {
  const { reason } = options;
  if (reason === undefined) {
    throw new CommandError('a change of mode needs a reason', { next: `ringfence mode ${wanted} --reason "..."` });
  }
  if (wanted === 'stop') {
    if (options.check !== undefined) {
      throw new CommandError('the kill switch stops everything, not one check', {
        next: `ringfence mode observe --check ${options.check} --reason "..."`,
      });
    }
    await stopAll(world)({ actor: by, reason, freeze: options.freeze === true });
    return undefined;
  }
  const about = { to: wanted, ...(options.check === undefined ? {} : { check: checkIdOf(options.check) }) };
  const report = (await wouldRaise(world)(about)) ? await reportOf(context, world, about, options) : undefined;
  const seen = options.yes === true ? report?.id : options.report;
  const answer = await setMode(world)({
    ...about,
    actor: by,
    reason,
    ...(options.approver === undefined ? {} : { approver: options.approver }),
    ...(seen === undefined ? {} : { report: seen }),
  });
  if (!answer.set)
    throw new CommandError(`${answer.code}: ${answer.detail}`, { next: nextOf(answer, about, options.stack, report) });
  if (answer.held !== undefined) context.terminal.note(`what was there was no mode: ${answer.held}`);
  return report;
};

const checkIdOf = (wanted: string): string => {
  const found = checks.find(({ id }) => id === wanted.toUpperCase());
  if (found === undefined) throw new CommandError(`there is no check ${wanted}`, { next: 'ringfence checks list' });
  return found.id;
};

type About = { to: Mode; check?: string };

const reportOf = async (
  context: CommandContext,
  world: Ports,
  about: About,
  options: Options,
): Promise<ReplayReport | undefined> => {
  const days = (options.report === undefined ? undefined : daysOfReport(options.report)) ?? options.days;
  const report = await replayReport(world)({ ...about, days });
  if (report !== undefined && options.json !== true)
    for (const line of replayReportLines(report)) context.terminal.out(line);
  return report;
};

const onStack = (stack: string | undefined): string => (stack === undefined ? '' : ` --stack ${stack}`);

/** A value that is no mode is replaced by the safe one; what nobody could read is looked at from outside. */
const nextOfUnreadable = (held: string | undefined, stack: string | undefined): string => {
  if (held !== undefined) return `ringfence mode observe --reason "..."${onStack(stack)}`;
  return stack === undefined ? 'ringfence doctor --settings FILE' : `ringfence doctor --stack ${stack}`;
};

const nextOf = (
  answer: SetModeAnswer & { set: false },
  { to, check }: About,
  stack: string | undefined,
  report: ReplayReport | undefined,
): string => {
  const command = `ringfence mode ${to}${check === undefined ? '' : ` --check ${check}`} --reason "..."${onStack(stack)}`;
  switch (answer.code) {
    case 'SECOND_PERSON_NEEDED':
      return `${command} --approver ARN`;
    case 'REPORT_NEEDED':
    case 'REPORT_CHANGED':
      return `look at the report above, then: ${command} --approver ARN --report ${report?.id ?? 'ID'} (or --yes)`;
    case 'NO_REASON':
      return command;
    case 'SETTINGS_UNREADABLE':
      return nextOfUnreadable(answer.held, stack);
    case 'SETTINGS_CHANGED':
    case 'ALREADY_SO':
      return `ringfence mode${onStack(stack)}`;
  }
};

const show = async (
  context: CommandContext,
  world: Ports,
  options: Options,
  { report, stopped }: { report: ReplayReport | undefined; stopped: boolean },
): Promise<void> => {
  const read = await world.modeSwitch.read();
  // Whoever has just stopped must not read that nothing was written.
  if (read.found !== 'yes' && stopped) context.terminal.out('kill switch SET: nothing is contained');
  if (read.found !== 'yes')
    throw new CommandError(
      `SETTINGS_UNREADABLE: nothing is contained while the mode cannot be read: ${read.found === 'no' ? 'there is none' : read.why}`,
      { next: nextOfUnreadable(read.found === 'no' ? undefined : read.held, options.stack), code: exitCode.incomplete },
    );
  const stored = await world.settings.read();
  const checkModes = stored.found === 'yes' ? stored.value.checkModes : {};
  const { mode, killSwitch, freeze } = read.value;
  if (options.json) {
    const seen = report === undefined ? {} : { report };
    context.terminal.out(JSON.stringify({ schemaVersion: '1', mode, killSwitch, freeze, checkModes, ...seen }));
    return;
  }
  context.terminal.out(`mode ${mode}: ${meaning[mode]}`);
  if (stored.found === 'unreadable') context.terminal.note(`modes of single checks cannot be read: ${stored.why}`);
  for (const [check, own] of Object.entries(checkModes))
    context.terminal.out(`mode ${own} for ${check}; the lower of the two counts`);
  context.terminal.out(
    killSwitch
      ? `kill switch SET: nothing is contained${freeze ? ', and undo is frozen' : '; undo goes on'}`
      : 'kill switch not set',
  );
};
