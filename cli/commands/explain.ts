import { Command } from 'commander';
import { displayText } from '../../shared/change/display-text.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import { findingRows } from '../../shared/findings/formats/scan-json.ts';
import { explainAccess } from '../../shared/reasoning/explain-access.ts';
import { stories } from '../../shared/findings/story.ts';
import { readAccountFactsFile } from '../account-facts-input.ts';
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

type Options = { account?: string; settings?: string; accountFacts?: string; json?: true };

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
    .option('--account-facts <file>', 'what else is known of the account, as scan takes it (with --account)')
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
        if (options.accountFacts !== undefined) throw new CommandError(factsWithoutAccount, { next: nameTheFile });
        await withWorld(context, async (world) => tell((await findHere(world, subject)).findings), nameTheFile);
        return;
      }
      const account = await readAccountFile(options.account);
      const settings = options.settings === undefined ? defaultCheckSettings : await readSettingsFile(options.settings);
      const facts =
        options.accountFacts === undefined
          ? undefined
          : await readAccountFactsFile(options.accountFacts, account, { now, terminal: context.terminal });
      const given = { ...account, asOf: now, now, ...(facts === undefined ? {} : { facts }) };
      if (subject.startsWith('f-')) {
        // What was found with --pack has the same id in every pack that asks it.
        const packs = [...new Set([settings.pack, 'strict' as const])];
        for (const pack of packs) {
          const { findings } = scanAccount({ ...given, settings: { ...settings, pack } });
          const found = findings.filter(({ id }) => id === subject);
          if (found.length > 0) {
            tell(found);
            return;
          }
        }
        throw new CommandError(`a scan of the account gives no finding ${subject}`, {
          place: options.account,
          next: 'ringfence scan FILE --format json lists the findings with their ids; give the same --settings and --account-facts here',
        });
      }
      // Judged in sight of the others: whom it can become is a matter of their trust policies and grants.
      const about = [findPrincipal(account, subject)];
      tell(
        scanAccount({ ...given, about, settings }).findings.filter((finding) => finding.subject.arn === about[0]?.arn),
      );
    });

const factsWithoutAccount = '--account-facts is about an account file, and none is given';
const nameTheFile = 'name the account file: --account FILE';

type Asked = { subject: string; action: string; resource: string };

const explainOne = async (
  context: CommandContext,
  { subject, action, resource }: Asked,
  { account, settings, accountFacts, json }: Options,
): Promise<void> => {
  checkQuestion(context.terminal, action, resource);
  const [about] = [
    ...(settings === undefined ? [] : ['--settings']),
    ...(accountFacts === undefined ? [] : ['--account-facts']),
  ];
  if (about !== undefined) {
    throw new CommandError(`${about} is about findings, and an action is explained from policies alone`, {
      next: `leave out ${about}, or the action`,
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
