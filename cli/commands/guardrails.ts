import { Command } from 'commander';
import type { Ports } from '../../shared/ports/ports.ts';
import { displayText } from '../../shared/change/display-text.ts';
import type { JsonObject } from '../../shared/change/json-object.ts';
import type { GuardrailFacts, SeenGuardrail } from '../../shared/facts/account-facts.ts';
import { diffGuardrails } from '../../shared/facts/guardrail/diff-guardrails.ts';
import { heldAgainst } from '../../shared/facts/guardrail/guardrail-record.ts';
import { readGuardrailAnswer, type GuardrailIdentity } from '../../shared/facts/guardrail/read-guardrail-answer.ts';
import { mayBeWeaker } from '../../shared/facts/guardrail/verdict.ts';
import { planRecreation, type RecreationStep } from '../../shared/response/guardrail/plan-recreation.ts';
import { putBack } from '../../shared/response/guardrail/put-back.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { describeGuardrailDiff } from '../describe-guardrail-diff.ts';
import { describePutBack } from '../describe-put-back.ts';
import { exitCode } from '../exit-code.ts';
import { readInput } from '../read-input.ts';
import { stackOption, withPorts } from '../stack/with-ports.ts';
import { restorationsCommand, restoreCommand, textCommand } from './guardrail-restorations.ts';

type Options = { json?: true; exitZero?: true };
type Answer = { identity: GuardrailIdentity; content: JsonObject };

/** What is known about guardrails without an account, and how one that was lost comes back. */
export const guardrailsCommand = (context: CommandContext): Command =>
  new Command('guardrails')
    .description('what a change of a guardrail weakened, and how to put it back')
    .addCommand(diffCommand(context))
    .addCommand(putBackCommand(context))
    .addCommand(recreateCommand(context))
    .addCommand(showCommand(context))
    .addCommand(restoreCommand(context))
    .addCommand(restorationsCommand(context))
    .addCommand(textCommand(context));

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
      if (before === '-' && after === '-') throw onlyOne();
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

const putBackCommand = (context: CommandContext): Command =>
  new Command('put-back')
    .description(
      'the update that puts back what got weaker and keeps what got stronger, with its proof; writes nothing',
    )
    .argument('<before>', 'output of "aws bedrock get-guardrail" from before the loss; - reads standard input')
    .argument('<now>', 'the same, just read; - reads standard input')
    .option('--json', 'one JSON document: what is put back, what is left, the request and the proof')
    .option('--request', 'the request alone, for aws bedrock update-guardrail --cli-input-json')
    .addHelpText(
      'after',
      '\nExit codes: 0 a request or nothing to put back, 2 not two GetGuardrail answers, 3 refused by name.',
    )
    .action(async (before: string, now: string, options: Pick<Options, 'json'> & { request?: true }) => {
      if (before === '-' && now === '-') throw onlyOne();
      const was = await readAnswer(before, 'the guardrail before');
      const is = await readAnswer(now, 'the guardrail now');
      const made = putBack(was.content, is.content);
      if (was.identity.id !== is.identity.id)
        context.terminal.note(`note: ${twoGuardrails(was.identity, is.identity)}`);
      if (!made.can) {
        const nothingToDo = made.because === 'NOTHING_WEAKER';
        context.terminal.note(`ringfence: ${made.because}: ${displayText(made.detail, 1024)}`);
        if (!nothingToDo) context.exit(exitCode.incomplete);
        return;
      }
      const { content: _, request, ...rest } = made;
      const whole = { guardrailIdentifier: is.identity.id, ...request };
      const document = options.request === true ? whole : { schemaVersion: '1', ...rest, request: whole };
      context.terminal.out(
        options.request === true || options.json === true
          ? JSON.stringify(document, undefined, 2)
          : describePutBack(made, is.identity, [before, now]),
      );
    });

const recreateCommand = (context: CommandContext): Command =>
  new Command('recreate')
    .description('the calls that make a deleted guardrail again, in order, from its last known answers; writes nothing')
    .argument('<draft>', 'output of "aws bedrock get-guardrail" of DRAFT; - reads standard input')
    .argument('[versions...]', 'the same of each published version, in any order')
    .addHelpText(
      'after',
      '\nExit codes: 0 a plan, 2 not GetGuardrail answers of one guardrail, 3 a plan that leaves something out.',
    )
    .action(async (draft: string, versions: readonly string[]) => {
      if ([draft, ...versions].filter((file) => file === '-').length > 1) throw onlyOne();
      const { facts } = await readFacts(draft, 'the guardrail');
      const published: GuardrailFacts[] = [];
      for (const file of versions) {
        const version = (await readFacts(file, 'a version of the guardrail')).facts;
        const wrong = faultOf(version, facts, published);
        if (wrong !== undefined)
          throw new CommandError(wrong, { place: file, next: 'give each version once, by its number' });
        published.push(version);
      }
      const { steps, leftOut } = planRecreation(facts, published);
      context.terminal.out(
        JSON.stringify({ schemaVersion: '1', steps: steps.map(asRequested), leftOut }, undefined, 2),
      );
      context.terminal.note(
        `note: it becomes a new guardrail: whoever names ${displayText(facts.id)} has to name the new identifier`,
      );
      if (leftOut.length > 0) {
        context.terminal.note(
          `note: left out, as this version does not know it: ${displayText(leftOut.join(', '), 1024)}`,
        );
        context.exit(exitCode.incomplete);
      }
    });

/** As the call takes it, tags and all. */
const asRequested = (step: RecreationStep): RecreationStep => {
  if (step.call !== 'CreateGuardrail') return step;
  const { call, request, tags = [] } = step;
  return { call, request: tags.length === 0 ? request : { ...request, tags } };
};

const faultOf = (
  version: GuardrailFacts,
  draft: GuardrailFacts,
  others: readonly GuardrailFacts[],
): string | undefined => {
  if (version.id !== draft.id)
    return `this is a version of ${displayText(version.id)}, not of ${displayText(draft.id)}`;
  if (!/^[1-9]\d{0,7}$/u.test(version.version)) return `${displayText(version.version)} is not the number of a version`;
  return others.some((other) => other.version === version.version)
    ? `version ${version.version} was given twice`
    : undefined;
};

const readFacts = async (file: string, what: string): Promise<{ facts: GuardrailFacts }> => {
  const { identity, content } = await readAnswer(file, what);
  const { guardrailArn } = content;
  const arn = typeof guardrailArn === 'string' ? guardrailArn : '';
  return { facts: { ...identity, arn, region: arn.split(':')[3] ?? '', content } };
};

const showCommand = (context: CommandContext): Command =>
  new Command('show')
    .description('what Ringfence remembers of a guardrail, as GetGuardrail answered it')
    .argument('<guardrail>', 'its id or ARN')
    .option('--last', 'as it was seen last; without it, the last state that had lost nothing')
    .option('--guardrail-version <number>', 'a published version')
    .option(...stackOption)
    .action((identifier: string, options: { last?: true; guardrailVersion?: string; stack?: string }) =>
      withPorts(context, options, async (world) => {
        const { facts, asOf } = await rememberedState(world, identifier, options);
        context.terminal.note(`guardrail ${displayText(facts.name)}, version ${facts.version}, read at ${asOf}`);
        context.terminal.out(JSON.stringify(facts.content, undefined, 2));
      }),
    );

const rememberedState = async (
  { guardrailMemory }: Pick<Ports, 'guardrailMemory'>,
  identifier: string,
  { last, guardrailVersion }: { last?: true; guardrailVersion?: string },
): Promise<SeenGuardrail> => {
  const name = displayText(identifier);
  if (guardrailVersion !== undefined) {
    const versions = await guardrailMemory.versions(identifier);
    const seen = versions.found === 'yes' ? versions.value : [];
    const found = seen.find(({ facts }) => facts.version === guardrailVersion);
    if (found !== undefined) return found;
    const known = seen.map(({ facts }) => facts.version).join(', ');
    throw new CommandError(`version ${displayText(guardrailVersion)} of ${name} is not remembered`, {
      next: known === '' ? 'no version of it is' : `these are: ${known}`,
    });
  }
  const read = await guardrailMemory.recall(identifier);
  if (read.found === 'yes') return last === true ? read.value : heldAgainst(read.value);
  throw new CommandError(read.found === 'no' ? `guardrail ${name} is not remembered` : read.why, {
    next: 'it is remembered when it is created, changed or swept',
  });
};

const onlyOne = (): CommandError =>
  new CommandError('only one of the two answers can come from standard input', { next: 'save one of them to a file' });

const readAnswer = async (file: string, what: string): Promise<Answer> => {
  const read = readGuardrailAnswer(await readInput(file, what));
  if (read.ok) return read;
  throw new CommandError(`${what} cannot be read: ${displayText(read.detail, 512)} (${read.error})`, {
    place: file,
    next: read.next,
  });
};

const twoGuardrails = (before: GuardrailIdentity, after: GuardrailIdentity): string =>
  `these are two guardrails, ${displayText(before.id)} and ${displayText(after.id)}; they are compared as before and after`;

/** What a person may have mixed up. The comparison goes on: a restored guardrail has a new identifier. */
const doubts = (before: GuardrailIdentity, { identity: after, content }: Answer): readonly string[] => {
  const earlier = Date.parse(before.updatedAt ?? '');
  const later = Date.parse(after.updatedAt ?? '');
  const { status } = content;
  return [
    ...(before.id === after.id ? [] : [twoGuardrails(before, after)]),
    ...(before.id === after.id && before.version === after.version && earlier > later
      ? ['the first answer was updated after the second one; are they the wrong way round?']
      : []),
    ...(status === 'CREATING' || status === 'UPDATING' || status === 'VERSIONING'
      ? [`the second answer was read while the guardrail was ${status}; read it again when it is READY`]
      : []),
  ];
};
