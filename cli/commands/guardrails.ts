import { Command } from 'commander';
import { displayText } from '../../shared/change/display-text.ts';
import type { JsonObject } from '../../shared/change/json-object.ts';
import { diffGuardrails } from '../../shared/facts/guardrail/diff-guardrails.ts';
import { readGuardrailAnswer, type GuardrailIdentity } from '../../shared/facts/guardrail/read-guardrail-answer.ts';
import { mayBeWeaker } from '../../shared/facts/guardrail/verdict.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { describeGuardrailDiff } from '../describe-guardrail-diff.ts';
import { exitCode } from '../exit-code.ts';
import { readInput } from '../read-input.ts';

type Options = { json?: true; exitZero?: true };
type Answer = { identity: GuardrailIdentity; content: JsonObject };

/** What is known about guardrails without an account. */
export const guardrailsCommand = (context: CommandContext): Command =>
  new Command('guardrails').description('what a change of a guardrail weakened').addCommand(diffCommand(context));

const diffCommand = (context: CommandContext): Command =>
  new Command('diff')
    .description('what got weaker or stronger between two GetGuardrail answers; no credentials, no network')
    .argument('<before>', 'output of "aws bedrock get-guardrail"; - reads standard input')
    .argument('<after>', 'the same, later or of another version; - reads standard input')
    .option('--json', 'one JSON document, with paths and values (words and patterns among them)')
    .option('--exit-zero', 'exit 0 where a loss or an open question would give 1')
    .addHelpText(
      'after',
      '\nExit codes: 0 same or stronger, 1 weaker, mixed or unranked, 2 not two GetGuardrail answers.',
    )
    .action(async (before: string, after: string, options: Options) => {
      if (before === '-' && after === '-') {
        throw new CommandError('only one of the two answers can come from standard input', {
          next: 'save one of them to a file',
        });
      }
      const was = await readAnswer(before, 'the guardrail before');
      const is = await readAnswer(after, 'the guardrail after');
      for (const note of doubts(was.identity, is)) context.terminal.note(`note: ${note}`);
      const diff = diffGuardrails(was.content, is.content);
      context.terminal.out(
        options.json === true
          ? JSON.stringify({ schemaVersion: '1', ...diff }, undefined, 2)
          : describeGuardrailDiff(diff, is.identity, context.terminal),
      );
      if (mayBeWeaker(diff.verdict) && options.exitZero !== true) context.exit(exitCode.findings);
    });

const readAnswer = async (file: string, what: string): Promise<Answer> => {
  const read = readGuardrailAnswer(await readInput(file, what));
  if (read.ok) return read;
  throw new CommandError(`${what} cannot be read: ${displayText(read.detail, 512)} (${read.error})`, {
    place: file,
    next: read.next,
  });
};

/** What a person may have mixed up. The comparison goes on: a restored guardrail has a new identifier. */
const doubts = (before: GuardrailIdentity, { identity: after, content }: Answer): readonly string[] => {
  const earlier = Date.parse(before.updatedAt ?? '');
  const later = Date.parse(after.updatedAt ?? '');
  const { status } = content;
  return [
    ...(before.id === after.id
      ? []
      : [
          `these are two guardrails, ${displayText(before.id)} and ${displayText(after.id)}; they are compared as before and after`,
        ]),
    ...(before.id === after.id && before.version === after.version && earlier > later
      ? ['the first answer was updated after the second one; are they the wrong way round?']
      : []),
    ...(status === 'CREATING' || status === 'UPDATING' || status === 'VERSIONING'
      ? [`the second answer was read while the guardrail was ${status}; read it again when it is READY`]
      : []),
  ];
};
