import { Command, Option } from 'commander';
import { shellQuoted } from '../../shared/change/shell-quoted.ts';
import { checks } from '../../shared/checks/catalogue.ts';
import { settingsNeeded } from '../../shared/checks/intent/settings-needed.ts';
import { severities, severityRank, type Severity } from '../../shared/checks/severity.ts';
import { defaultCheckSettings, type CheckSettings } from '../../shared/checks/settings.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import { frameworkTable } from '../../shared/findings/formats/framework-table.ts';
import { scanJson } from '../../shared/findings/formats/scan-json.ts';
import { nothingJudged, scanTable } from '../../shared/findings/formats/scan-table.ts';
import { frameworkReports } from '../../shared/findings/framework-report.ts';
import { readAccountFactsFile } from '../account-facts-input.ts';
import { readAccountFile } from '../account-input.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { findCheck } from '../find-check.ts';
import { failLevel } from '../fail-level.ts';
import { scanAccount } from '../scan-account.ts';
import { readSettingsFile } from '../settings-input.ts';
import { suggestedText } from '../suggested-text.ts';
import { refuseToOverwrite, writeReport } from '../write-report.ts';

type Options = {
  format?: 'text' | 'json';
  json?: true;
  pack?: CheckSettings['pack'];
  settings?: string;
  accountFacts?: string;
  failOn: Uppercase<Severity>;
  exitZero?: true;
  output?: string;
  suggest?: true;
  report?: 'frameworks';
  check?: string;
};

/** Every check over an account file. Needs no credentials and no network. */
export const scanCommand = (context: CommandContext): Command =>
  new Command('scan')
    .description('every check over an account file; no credentials, no network')
    .argument('<file>', 'output of "aws iam get-account-authorization-details"; - reads standard input')
    .addOption(new Option('--format <format>', 'text where nothing is said').choices(['text', 'json']))
    .option('--json', 'the same as --format json')
    .addOption(new Option('--pack <pack>', 'which checks').choices(['essential', 'recommended', 'strict']))
    .option('--settings <file>', 'classes, approved models, guardrails, Regions, networks (JSON)')
    .option('--suggest', 'draft such settings from what the account does today, instead of scanning')
    .option(
      '--account-facts <file>',
      'what else is known of the account: guardrails, logging, trails, last uses (JSON)',
    )
    .addOption(new Option('--fail-on <severity>', 'exit 1 from this severity on').argParser(failLevel).default('HIGH'))
    .addOption(new Option('--report <report>', 'by framework: covered, failing, not covered').choices(['frameworks']))
    .option('--check <id>', 'tell the findings of one check alone; the others are asked all the same')
    .option('--exit-zero', 'exit 0 where findings would give 1')
    .option('--output <file>', 'write there instead of standard output')
    .action(async (file: string, options: Options) => {
      refuseContradictions(options);
      const only = options.check === undefined ? undefined : findCheck(options.check).id;
      await refuseToOverwrite(options.output, [file, options.settings, options.accountFacts]);
      const account = await readAccountFile(file);
      const base =
        options.settings === undefined
          ? defaultCheckSettings
          : await readSettingsFile(options.settings, context, options.pack);
      const settings = options.pack === undefined ? base : { ...base, pack: options.pack };
      const now = context.now();
      if (options.suggest === true) {
        await writeReport(context, options.output, suggestedText(account.principals, now, options.pack));
        return;
      }
      const facts =
        options.accountFacts === undefined
          ? undefined
          : await readAccountFactsFile(options.accountFacts, account, { now, terminal: context.terminal });
      const scanned = scanAccount({ ...account, settings, asOf: now, now, ...(facts === undefined ? {} : { facts }) });
      const nothing = account.principals.length === 0 && facts === undefined;
      const findings = scanned.findings.filter(({ checkId }) => only === undefined || checkId === only);
      const coverage = nothing ? { ...scanned.coverage, checks: [] } : scanned.coverage;
      const asJson = options.json === true || options.format === 'json';
      const unset = new Set<string>(settingsNeeded(checks, settings).map(({ checkId }) => checkId));
      const reports = () => frameworkReports({ findings, asked: coverage.checks.filter((id) => !unset.has(id)) });
      const text =
        options.report === 'frameworks'
          ? asJson
            ? JSON.stringify({ schemaVersion: '1', frameworks: reports() }, undefined, 2)
            : [...(nothing ? [nothingJudged] : []), ...reports().map(frameworkTable)].join('\n\n')
          : asJson
            ? JSON.stringify(scanJson(findings, coverage), undefined, 2)
            : scanTable(findings, coverage, inputsOf(file, options)).trimEnd();
      await writeReport(context, options.output, text);
      for (const line of needsInWords(settings)) context.terminal.note(line);
      const incomplete = scanned.findings.filter(({ status }) => status === 'undetermined');
      const from = severities.find((severity) => severity.toUpperCase() === options.failOn) ?? 'high';
      const failing = findings.filter(
        ({ status, severity }) => status !== 'undetermined' && severityRank(severity) >= severityRank(from),
      );
      if (failing.length > 0) {
        context.terminal.note(failingInWords(failing, options.failOn));
        if (options.exitZero !== true) context.exit(exitCode.findings);
      }
      if (nothing) {
        context.terminal.note(`nothing was judged: ${file} holds no user and no role; the evaluation is incomplete`);
        context.exit(exitCode.incomplete);
      }
      if (incomplete.length > 0) {
        context.terminal.note(`missing facts: ${incomplete.length}; the evaluation is incomplete`);
        context.exit(exitCode.incomplete);
      }
    });

/** The files of this scan as the commands that follow it take them. */
const inputsOf = (file: string, { settings, accountFacts }: Options): string =>
  [
    shellQuoted(file),
    ...(settings === undefined ? [] : [`--settings ${shellQuoted(settings)}`]),
    ...(accountFacts === undefined ? [] : [`--account-facts ${shellQuoted(accountFacts)}`]),
  ].join(' ');

/** Two options of which one would have no effect are a misunderstanding. */
const refuseContradictions = ({ suggest, report, check, format, json }: Options): void => {
  if (format === 'text' && json === true) {
    throw new CommandError('--format text and --json contradict each other', { next: 'leave one of the two out' });
  }
  if (check !== undefined && (suggest === true || report !== undefined)) {
    throw new CommandError('--check tells findings, and neither a draft of settings nor a report by framework does', {
      next: 'leave --check out',
    });
  }
  if (suggest === true && report !== undefined) {
    throw new CommandError('--suggest and --report contradict each other: a draft of settings is no report', {
      next: 'leave one of the two out',
    });
  }
};

/** The report tells a principal once, however many findings stand about it: both numbers, so that neither seems wrong. */
const failingInWords = (failing: readonly Finding[], from: string): string => {
  const principals = new Set(failing.map(({ subject }) => subject.uniqueId)).size;
  const findings = `${failing.length} ${failing.length === 1 ? 'finding' : 'findings'}`;
  return `${principals} ${principals === 1 ? 'principal' : 'principals'} with findings at or above ${from} (${findings})`;
};

/** No setting, no finding: what would be judged if somebody filled it in. */
const needsInWords = (settings: CheckSettings): readonly string[] => {
  const needed = settingsNeeded(checks, settings);
  if (needed.length === 0) return [];
  const names = [...new Set(needed.flatMap(({ settings: keys }) => keys))].sort();
  const ids = needed.map(({ checkId }) => checkId.replace('RF.', ''));
  return [
    `not judged without settings: ${ids.join(', ')} (${names.join(', ')}); scan FILE --suggest drafts what policies name, the rest is yours to say`,
  ];
};
