import { Command, Option } from 'commander';
import { displayText } from '../../shared/change/display-text.ts';
import { severities, severityRank, type Severity } from '../../shared/checks/severity.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import { findingRows } from '../../shared/findings/formats/scan-json.ts';
import { stories } from '../../shared/findings/story.ts';
import { modes, type Mode } from '../../shared/response/settings.ts';
import { readAccountFile } from '../account-input.ts';
import type { CommandContext } from '../context.ts';
import { planJson, proofLines } from '../describe-plan.ts';
import { exitCode } from '../exit-code.ts';
import { failLevel } from '../fail-level.ts';
import { readInput } from '../read-input.ts';
import { readRecords } from '../replay/read-records.ts';
import { placeText, replayRecords, type Replayed } from '../replay/replay-records.ts';
import { readSettingsFile } from '../settings-input.ts';

type Options = {
  account: string;
  settings?: string;
  mode: Mode;
  json?: true;
  failOn: Uppercase<Severity>;
  exitZero?: true;
};

/** Recorded CloudTrail events through the real handlers: what would have happened. */
export const replayCommand = (context: CommandContext): Command =>
  new Command('replay')
    .description('recorded CloudTrail events through the real handlers: what would have happened; nothing is written')
    .argument(
      '<records>',
      'CloudTrail records or EventBridge envelopes, a line each, a CloudTrail log file (.json, .json.gz), or the output of "aws cloudtrail lookup-events"; - reads standard input',
    )
    .requiredOption(
      '--account <file>',
      'the account before the first record: "aws iam get-account-authorization-details"',
    )
    .option('--settings <file>', 'approved models, guardrails, administrators (JSON)')
    .addOption(new Option('--mode <mode>', 'as if this mode were in force').choices([...modes]).default('observe'))
    .option('--json', 'one JSON document')
    .addOption(new Option('--fail-on <severity>', 'exit 1 from this severity on').argParser(failLevel).default('HIGH'))
    .option('--exit-zero', 'exit 0 where findings would give 1')
    .action(async (file: string, options: Options) => {
      const records = readRecords(await readInput(file, 'the records'));
      const { accountId, principals } = await readAccountFile(options.account);
      const settings = options.settings === undefined ? defaultCheckSettings : await readSettingsFile(options.settings);
      const all: Replayed[] = [];
      for await (const replayed of replayRecords({
        records,
        accountId,
        principals,
        settings,
        mode: options.mode,
        now: context.now(),
      })) {
        all.push(replayed);
        if (options.json !== true) for (const text of textOf(replayed)) context.terminal.out(text);
      }
      const totals = totalsOf(all);
      if (options.json) {
        context.terminal.out(
          JSON.stringify({ schemaVersion: '1', mode: options.mode, records: all.map(jsonOf), totals }, undefined, 2),
        );
      } else {
        context.terminal.out(
          `\n${counted(totals.records, 'record')}: ${counted(totals.changes, 'change')}, ${totals.ignored} ignored, ${totals.unreadable} unreadable; ${counted(totals.findings, 'finding')}, ${counted(totals.containments, 'containment')} that would follow (mode ${options.mode})`,
        );
      }
      const nothing = nothingJudged(all, accountId);
      if (nothing !== undefined) {
        context.terminal.note(nothing);
        context.exit(exitCode.incomplete);
      }
      const from = severities.find((severity) => severity.toUpperCase() === options.failOn) ?? 'high';
      const failing = all.some(
        (replayed) =>
          replayed.kind === 'change' &&
          replayed.findings.some(({ severity }) => severityRank(severity) >= severityRank(from)),
      );
      if (failing && options.exitZero !== true) context.exit(exitCode.findings);
      if (totals.unreadable > 0 || totals.failed > 0 || totals.incomplete > 0) context.exit(exitCode.incomplete);
    });

/** Silence about records that nobody judged would read as a clean account. */
const nothingJudged = (all: readonly Replayed[], accountId: string): string | undefined => {
  if (all.length === 0) return 'no record was read: the file holds none; nothing was judged';
  const isOfAnother = (each: Replayed) => each.kind === 'ignored' && each.reason === 'other-account';
  return all.every(isOfAnother)
    ? `every record is of another account than ${accountId}, the one of --account; nothing was judged`
    : undefined;
};

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

const totalsOf = (all: readonly Replayed[]) => {
  const changes = all.filter((each) => each.kind === 'change');
  return {
    records: all.length,
    changes: changes.length,
    ignored: all.filter((each) => each.kind === 'ignored').length,
    unreadable: all.filter((each) => each.kind === 'unreadable').length,
    failed: changes.filter(({ failed }) => failed.length > 0).length,
    incomplete: changes.filter(({ incomplete }) => incomplete.length > 0).length,
    findings: changes.reduce((sum, { findings }) => sum + findings.length, 0),
    containments: changes.reduce((sum, { containments }) => sum + containments.length, 0),
  };
};

const jsonOf = (replayed: Replayed): object => {
  if (replayed.kind !== 'change') return replayed;
  const isOpen = ({ status }: Finding) => status === 'undetermined';
  return {
    ...replayed,
    findings: findingRows(replayed.findings.filter((finding) => !isOpen(finding))),
    undetermined: findingRows(replayed.findings.filter(isOpen)),
    containments: replayed.containments.map((each) =>
      'plan' in each
        ? {
            ...planJson({ planned: true, plan: each.plan }, each.plan.level),
            id: each.id,
            state: each.state,
            outcome: each.outcome ?? each.state,
            detail: each.detail,
          }
        : planJson({ planned: false, ...each }, 'surgical'),
    ),
  };
};

const textOf = (replayed: Replayed): readonly string[] => {
  const head = `${placeText(replayed)}  ${displayText(replayed.eventName ?? replayed.eventId ?? '')}`;
  switch (replayed.kind) {
    case 'ignored':
      return [`${head}  ignored: ${replayed.reason}`];
    case 'unreadable':
      return [
        `${head}  UNREADABLE ${replayed.code}${replayed.place === '' ? '' : ` at ${replayed.place}`}: ${displayText(replayed.reason, 1024)}`,
      ];
    case 'change':
      return [
        `${head}  ${replayed.outcome}${replayed.repeatOf === undefined ? '' : `, a repeat of ${placeText(replayed.repeatOf)}: dropped`}${replayed.principals.length > 0 ? `, reaches ${replayed.principals.map((each) => displayText(each)).join(', ')}` : ''}`,
        ...stories(replayed.findings).flatMap((story) => [
          `  ${story.severity.toUpperCase()}  ${displayText(story.headline, 1024)}`,
          ...(story.delta.text === '' ? [] : [`    ${story.delta.text}`]),
        ]),
        ...replayed.containments.flatMap((each) =>
          'plan' in each
            ? [
                `  would contain ${each.plan.subject.arn}: ${each.outcome ?? each.state}`,
                ...proofLines(each.plan).map((line) => `  ${line}`),
                ...each.plan.approvalReasons.map(
                  (reason) => `    a person has to approve it: ${displayText(reason, 1024)}`,
                ),
              ]
            : [`  for a person: ${each.outcome}: ${displayText(each.detail, 1024)}`],
        ),
        ...replayed.failed.map((name) => `  DEAD LETTER  ${name} gave it back`),
        ...replayed.incomplete.map((why) => `  incomplete: ${displayText(why, 1024)}`),
      ];
  }
};
