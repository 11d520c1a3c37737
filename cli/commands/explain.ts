import { Command } from 'commander';
import { displayText } from '../../shared/change/display-text.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import { findingRows } from '../../shared/findings/formats/scan-json.ts';
import { explainAccess } from '../../shared/reasoning/explain-access.ts';
import { stories } from '../../shared/findings/story.ts';
import { findPrincipal, readAccountFile } from '../account-input.ts';
import type { CommandContext } from '../context.ts';
import { describeAnswer } from '../describe-answer.ts';
import { describeAccess } from '../describe-access.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { findHere } from '../find-here.ts';
import { withWorld } from '../open-world.ts';
import { checkQuestion } from '../question-input.ts';
import { quotedPolicy } from '../quoted-policy.ts';
import { scanAccount } from '../scan-account.ts';
import { readSettingsFile } from '../settings-input.ts';

type Options = { account?: string; settings?: string; json?: true };

/** Why: the witness and its statements of a finding; or what each layer says about one action. */
export const explainCommand = (context: CommandContext): Command =>
  new Command('explain')
    .description(
      'why: a finding with its witness and the statements that let it through; with an action, why a principal can or cannot do it, layer by layer',
    )
    .argument('<subject>', 'a finding id, or a principal: ARN, role/NAME or user/NAME')
    .argument('[action]', 'for example bedrock:InvokeModel: explains this access, layer by layer')
    .argument('[resource]', 'ARN, * and ? as in a policy', '*')
    .option('--account <file>', 'of the output of "aws iam get-account-authorization-details"')
    .option('--settings <file>', 'approved models, guardrails, administrators (with --account)')
    .option('--json', 'one JSON document')
    .action(async (subject: string, action: string | undefined, resource: string, options: Options) => {
      if (action !== undefined) {
        await explainOne(context, { subject, action, resource }, options);
        return;
      }
      const now = context.now();
      const tell = (findings: readonly Finding[]): void => {
        if (options.json) {
          const isOpen = ({ status }: Finding) => status === 'undetermined';
          const rows = findingRows(findings.filter((finding) => !isOpen(finding)));
          const undetermined = findingRows(findings.filter(isOpen));
          context.terminal.out(JSON.stringify({ schemaVersion: '1', findings: rows, undetermined }, undefined, 2));
          return;
        }
        context.terminal.out(findings.length === 0 ? `nothing stands about ${subject}` : findingsText(findings));
      };
      if (options.account === undefined) {
        await withWorld(context, async (world) => tell((await findHere(world, subject)).findings), nameTheFile);
        return;
      }
      const account = await readAccountFile(options.account);
      const settings = options.settings === undefined ? defaultCheckSettings : await readSettingsFile(options.settings);
      if (subject.startsWith('f-')) {
        const found = scanAccount({ ...account, settings, asOf: now, now }).findings.filter(({ id }) => id === subject);
        if (found.length === 0) {
          throw new CommandError(`a scan of the account gives no finding ${subject}`, {
            place: options.account,
            next: 'ringfence scan FILE --format json lists the findings with their ids; give the same --settings here',
          });
        }
        tell(found);
        return;
      }
      // Judged in sight of the others: whom it can become is a matter of their trust policies and grants.
      const about = [findPrincipal(account, subject)];
      tell(scanAccount({ ...account, about, settings, asOf: now, now }).findings);
    });

const nameTheFile = 'name the account file: --account FILE';

type Asked = { subject: string; action: string; resource: string };

const explainOne = async (
  context: CommandContext,
  { subject, action, resource }: Asked,
  { account, settings, json }: Options,
): Promise<void> => {
  checkQuestion(context.terminal, action, resource);
  if (settings !== undefined) {
    throw new CommandError('--settings is about findings, and an action is explained from policies alone', {
      next: 'leave out --settings, or the action',
    });
  }
  const facts =
    account === undefined
      ? await principalHere(context, subject)
      : findPrincipal(await readAccountFile(account), subject);
  const explanation = explainAccess(facts, { action, resource }, { model: 'realistic', now: context.now() });
  context.terminal.out(
    json
      ? JSON.stringify({ schemaVersion: '1', ...explanation }, undefined, 2)
      : describeAccess(explanation, context.terminal.width),
  );
  if (explanation.answer.answer === 'unknown') context.exit(exitCode.incomplete);
};

/** The principal of the local state, or the one that a finding is about. */
const principalHere = (context: CommandContext, subject: string): Promise<PrincipalFacts> =>
  withWorld(
    context,
    async (world) => {
      const { principal } = await findHere(world, subject);
      if (principal !== undefined) return principal;
      throw new CommandError(`the principal of ${subject} is not in the local state`, {
        next: nameTheFile,
      });
    },
    nameTheFile,
  );

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
    ...quotedPolicy(text),
  ]),
];
