import { Command, Option } from 'commander';
import { writeFile } from 'node:fs/promises';
import { severities, severityRank, type Severity } from '../../shared/checks/severity.ts';
import { defaultCheckSettings, type CheckSettings } from '../../shared/checks/settings.ts';
import { scanJson } from '../../shared/findings/formats/scan-json.ts';
import { scanTable } from '../../shared/findings/formats/scan-table.ts';
import { readAccountFile } from '../account-input.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { failLevel } from '../fail-level.ts';
import { scanAccount } from '../scan-account.ts';
import { readSettingsFile } from '../settings-input.ts';

type Options = {
  format: 'text' | 'json';
  json?: true;
  pack?: CheckSettings['pack'];
  settings?: string;
  failOn: Uppercase<Severity>;
  exitZero?: true;
  output?: string;
};

/** Every check over an account file. Needs no credentials and no network. */
export const scanCommand = (context: CommandContext): Command =>
  new Command('scan')
    .description('every check over an account file; no credentials, no network')
    .argument('<file>', 'output of "aws iam get-account-authorization-details"; - reads standard input')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(new Option('--pack <pack>', 'which checks').choices(['essential', 'recommended', 'strict']))
    .option('--settings <file>', 'approved models, guardrails, administrators (JSON)')
    .addOption(new Option('--fail-on <severity>', 'exit 1 from this severity on').argParser(failLevel).default('HIGH'))
    .option('--exit-zero', 'exit 0 where findings would give 1')
    .option('--output <file>', 'write there instead of standard output')
    .action(async (file: string, options: Options) => {
      const account = await readAccountFile(file);
      const base = options.settings === undefined ? defaultCheckSettings : await readSettingsFile(options.settings);
      const settings = options.pack === undefined ? base : { ...base, pack: options.pack };
      const now = context.now();
      const { findings, coverage } = scanAccount({ ...account, settings, asOf: now, now });
      const asJson = options.json === true || options.format === 'json';
      const text = asJson
        ? JSON.stringify(scanJson(findings, coverage), undefined, 2)
        : scanTable(findings, coverage, file).trimEnd();
      if (options.output === undefined) {
        context.terminal.out(text);
      } else {
        await writeFile(options.output, `${text}\n`).catch((error: unknown) => {
          throw new CommandError('the report cannot be written', { place: options.output ?? '', cause: error });
        });
      }
      const incomplete = findings.filter(({ status }) => status === 'undetermined');
      const from = severities.find((severity) => severity.toUpperCase() === options.failOn) ?? 'high';
      const failing = findings.filter(
        ({ status, severity }) => status !== 'undetermined' && severityRank(severity) >= severityRank(from),
      );
      if (failing.length > 0) {
        context.terminal.note(`findings at or above ${options.failOn}: ${failing.length}`);
        if (options.exitZero !== true) context.exit(exitCode.findings);
      }
      if (incomplete.length > 0) {
        context.terminal.note(`missing facts: ${incomplete.length}; the evaluation is incomplete`);
        context.exit(exitCode.incomplete);
      }
    });
