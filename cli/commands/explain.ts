import { Command } from 'commander';
import { displayText } from '../../shared/change/display-text.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import { scanJson } from '../../shared/findings/formats/scan-json.ts';
import { stories } from '../../shared/findings/story.ts';
import { findPrincipal, readAccountFile } from '../account-input.ts';
import type { CommandContext } from '../context.ts';
import { describeAnswer } from '../describe-answer.ts';
import { pretty } from '../describe-plan.ts';
import { findHere } from '../find-here.ts';
import { withWorld } from '../open-world.ts';
import { scanAccount } from '../scan-account.ts';
import { readSettingsFile } from '../settings-input.ts';

type Options = { account?: string; settings?: string; json?: true };

/** Why: the witness, and the statements that let it through, quoted. */
export const explainCommand = (context: CommandContext): Command =>
  new Command('explain')
    .description('why: the witness and the statements that let it through, quoted')
    .argument('<subject>', 'a finding id, or a principal: ARN, role/NAME or user/NAME')
    .option('--account <file>', 'of the output of "aws iam get-account-authorization-details"')
    .option('--settings <file>', 'approved models, guardrails, administrators (with --account)')
    .option('--json', 'one JSON document')
    .action(async (subject: string, options: Options) => {
      const now = context.now();
      const tell = (findings: readonly Finding[]): void => {
        if (options.json) {
          const { findings: rows, undetermined } = scanJson(findings, {
            evaluated: 1,
            notEvaluated: [],
            given: [],
            checks: [],
            asOf: now,
          });
          context.terminal.out(JSON.stringify({ schemaVersion: '1', findings: rows, undetermined }, undefined, 2));
          return;
        }
        context.terminal.out(findings.length === 0 ? `nothing stands about ${subject}` : findingsText(findings));
      };
      if (options.account === undefined) {
        await withWorld(context, async (world) => tell((await findHere(world, subject)).findings));
        return;
      }
      const account = await readAccountFile(options.account);
      const settings = options.settings === undefined ? defaultCheckSettings : await readSettingsFile(options.settings);
      if (subject.startsWith('f-')) {
        tell(scanAccount({ ...account, settings, asOf: now, now }).findings.filter(({ id }) => id === subject));
        return;
      }
      const principals = [findPrincipal(account, subject)];
      tell(scanAccount({ ...account, principals, settings, asOf: now, now }).findings);
    });

const findingsText = (findings: readonly Finding[]): string =>
  stories(findings)
    .map((story) =>
      [
        `${story.severity.toUpperCase()}  ${displayText(story.subject.arn, 2048)}`,
        `${displayText(story.headline, 1024)}.`,
        ...(story.delta.text === '' ? [] : [story.delta.text]),
        '',
        ...leadLines(story.lead),
        ...(story.findings.length > 1
          ? [
              '',
              'It includes',
              ...story.includes.map(
                (part) => `  ${part.checkId} ${part.severity.toUpperCase()} ${part.questions.join(', ')}`,
              ),
            ]
          : []),
      ].join('\n'),
    )
    .join('\n\n');

const leadLines = ({ id, checkId, title, reason, answer, because }: Finding): readonly string[] => [
  `${checkId} ${title} (${id})`,
  ...(reason === undefined ? [] : [displayText(reason, 1024)]),
  ...('given' in answer
    ? describeAnswer(answer).map((line) => `  ${line}`)
    : answer.answer === 'yes'
      ? answer.evidence.map(({ fact, value }) => `  ${displayText(`${fact}: ${value}`, 2048)}`)
      : []),
  ...because.flatMap(({ text, policyArn, source }) => [
    `  the statement, in ${displayText(policyArn ?? source.name, 2048)}:`,
    ...quoted(text),
  ]),
];

/** Text of a policy is somebody else's: control characters are taken out, line by line. */
const quoted = (text: string): readonly string[] => {
  let shown: string;
  try {
    shown = pretty(text);
  } catch {
    shown = text;
  }
  return shown
    .split('\n')
    .map((line) => `    ${line.slice(0, line.length - line.trimStart().length)}${displayText(line.trimStart(), 512)}`);
};
