import { Command, Option } from 'commander';
import { displayText } from '../../shared/change/display-text.ts';
import { entryKinds, type EntryKind } from '../../shared/history/entry.ts';
import { listEntries, type HistoryRow } from '../../shared/history/list-entries.ts';
import { verifyHistory } from '../../shared/history/verify.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { describeVerification } from '../describe-verification.ts';
import { exitCode } from '../exit-code.ts';
import { stackOption, withPorts } from '../stack/with-ports.ts';

type ListOptions = { saga?: string; kind?: EntryKind; since?: string; stack?: string; json?: true };

const rowText = (row: HistoryRow): string => {
  if (row.row === 'unreadable') return `line ${row.line}: cannot be read: ${row.why}`;
  const what = [row.outcome, row.check, row.saga].filter((part) => part !== undefined).join(' ');
  const lines = [
    `${String(row.seq).padStart(4)}  ${row.time}  ${row.kind}${what === '' ? '' : `  ${what}`}`,
    ...(row.subject === undefined ? [] : [`      about ${row.subject}`]),
    `      by    ${row.actor}${row.reason === undefined ? '' : `, because: ${row.reason}`}`,
    ...(row.note === undefined ? [] : [`      ${row.note}`]),
  ];
  return lines.map((line) => displayText(line, 2048)).join('\n');
};

/** Nothing is no answer to whoever mistyped an id. */
const tellNothing = ({ terminal }: CommandContext, { saga, kind, since, stack }: ListOptions): void => {
  const where = stack === undefined ? '' : ` --stack ${stack}`;
  if (saga !== undefined) {
    throw new CommandError(`no entry is about ${saga}`, { next: `ringfence history list${where} names what there is` });
  }
  terminal.note(
    kind === undefined && since === undefined ? 'the history is empty' : 'no entry is of that kind or time',
  );
};

const listCommand = (context: CommandContext): Command =>
  new Command('list')
    .description('what happened, oldest first')
    .option('--saga <id>', 'one containment: c-...')
    .addOption(new Option('--kind <kind>').choices([...entryKinds]))
    .option('--since <time>', 'ISO 8601')
    .option(...stackOption)
    .option('--json', 'one JSON line an entry, as stored fields')
    .action((options: ListOptions) =>
      withPorts(context, options, async (world) => {
        if (options.since !== undefined && Number.isNaN(Date.parse(options.since))) {
          throw new CommandError(`--since ${options.since} is no time`, { next: 'write it as 2026-11-21T08:00:00Z' });
        }
        const filter = {
          ...(options.saga === undefined ? {} : { saga: options.saga }),
          ...(options.since === undefined ? {} : { since: options.since }),
          ...(options.kind === undefined ? {} : { kinds: [options.kind] }),
        };
        let rows = 0;
        for await (const row of listEntries(world.history.read(), filter)) {
          rows += 1;
          context.terminal.out(options.json ? JSON.stringify(row) : rowText(row));
          if (row.row === 'unreadable') context.exit(exitCode.incomplete);
        }
        if (rows === 0) tellNothing(context, options);
      }),
    );

const verifyCommand = (context: CommandContext): Command =>
  new Command('verify')
    .description('is the record intact? recomputed from the stored bytes alone')
    .option(...stackOption)
    .option('--json', 'one JSON document')
    .action((options: { stack?: string; json?: true }) =>
      withPorts(context, options, async (world) => {
        const verification = await verifyHistory({
          lines: world.history.read(),
          document: (hash) => world.documents.get(hash),
          head: await world.history.head(),
        });
        context.terminal.out(
          options.json
            ? JSON.stringify({ schemaVersion: '1', ...verification }, undefined, 2)
            : describeVerification(verification),
        );
        if (verification.faults.length > 0) context.exit(exitCode.incomplete);
      }),
    );

/** The record: what happened, and whether it is intact. */
export const historyCommand = (context: CommandContext): Command =>
  new Command('history')
    .description('what happened, and whether the record of it is intact')
    .addCommand(listCommand(context))
    .addCommand(verifyCommand(context));
