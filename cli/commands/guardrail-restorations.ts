import { Command } from 'commander';
import type { LocalWorld } from '../../shared/adapters/local/local-world.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { displayText } from '../../shared/change/display-text.ts';
import { guardrailSubject } from '../../shared/checks/subjects.ts';
import { proposeRestoration, type RestorationAsked } from '../../shared/response/guardrail/propose-restoration.ts';
import type { Restoration } from '../../shared/response/guardrail/restoration.ts';
import { documentOf } from '../../shared/response/guardrail/whole-document.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { goOn, type Stands } from '../decide-restoration.ts';
import { describeRestoration } from '../describe-restoration.ts';
import { exitCode } from '../exit-code.ts';
import { actorOf, withWorld } from '../open-world.ts';
import { principalOption } from '../principal-option.ts';
import { stackOption, withPorts } from '../stack/with-ports.ts';

type Options = { as?: string; json?: true; stack?: string };

/** Plans how a guardrail comes back, and stores the plan with the gate's answer: what the function does after an event. */
export const restoreCommand = (context: CommandContext): Command =>
  new Command('restore')
    .description('bring a deleted guardrail back, or put back what one lost; a plan first, written when it is approved')
    .argument('<guardrail>', 'its id or ARN')
    .option('--as <arn>', 'who asks for it', principalOption('--as'))
    .option('--json', 'one JSON document')
    .addHelpText('after', '\nExit codes: 0 restored, 2 wrong usage, 3 it waits, is partial, or was refused by name.')
    .action((guardrail: string, options: Options) =>
      withWorld(context, async (world) => {
        const { accountId, region } = world.identity;
        const inRegion = guardrail.startsWith('arn:') ? (guardrail.split(':')[3] ?? region) : region;
        const subject = { ...guardrailSubject(accountId, inRegion, guardrail), region: inRegion };
        const asked = await proposeRestoration(world)({
          subject,
          ...(await foundAbout(world, subject.uniqueId)),
          requestedBy: actorOf(options),
        });
        switch (asked.proposed) {
          case 'later': {
            const { goesOn, detail } = asked;
            // Whoever began it here has left it: nobody else goes on with it.
            if (goesOn !== undefined) tell(context, await goOn(world, goesOn.id), options);
            else throw new CommandError(detail, { code: exitCode.incomplete, next: 'try again in a minute' });
            return;
          }
          case 'nothing': {
            context.terminal.out(`${asked.outcome}: ${displayText(asked.detail, 2_048)}\n${asked.advice}`);
            if (asked.outcome !== 'ALREADY_SAFE') context.exit(exitCode.incomplete);
            return;
          }
          case 'restoration':
            tell(context, await goOn(world, asked.restoration.id), options);
        }
      }),
    );

/** What was found of the loss, and whose change it was: whoever took it away decides nothing, whoever asks for it back. */
const foundAbout = async (
  world: LocalWorld,
  uniqueId: string,
): Promise<Pick<RestorationAsked, 'findingIds' | 'cause'>> => {
  const losses = (await world.findings.ofSubject(uniqueId)).filter(
    ({ checkId }) => checkId === 'RF.GUARD.1' || checkId === 'RF.GUARD.2',
  );
  const open = losses.filter(({ status }) => status !== 'resolved');
  const from = open.length > 0 ? open : losses;
  const cause = (from.find(({ checkId }) => checkId === 'RF.GUARD.1') ?? from[0])?.cause;
  return { findingIds: open.map(({ id }) => id), ...(cause === undefined ? {} : { cause }) };
};

/** Prints it; exit code 3 unless it is whole. */
export const tell = (
  context: CommandContext,
  { restoration, waitsFor }: Stands,
  options: Pick<Options, 'json' | 'stack'>,
): void => {
  print(context, restoration, options, waitsFor);
  if (restoration.state !== 'RESTORED' && restoration.state !== 'UNDONE') context.exit(exitCode.incomplete);
};

const print = (
  { terminal }: Pick<CommandContext, 'terminal'>,
  restoration: Restoration,
  { json, stack }: Pick<Options, 'json' | 'stack'>,
  waitsFor?: string,
): void => {
  const shown = {
    width: terminal.width,
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...(stack === undefined ? {} : { stack }),
  };
  terminal.out(
    json === true
      ? JSON.stringify({ schemaVersion: '1', restoration }, undefined, 2)
      : describeRestoration(restoration, shown),
  );
};

export const restorationsCommand = (context: CommandContext): Command =>
  new Command('restorations')
    .description('every restoration, and how it stands')
    .argument('[restoration]', 'one of them, with its plan: r-...')
    .option(...stackOption)
    .option('--json', 'one JSON document')
    .action((id: string | undefined, options: Options) =>
      withPorts(context, options, async (world) => {
        if (id !== undefined) {
          print(context, await restorationOf(world, id, options), options);
          return;
        }
        const all = await world.restorations.list();
        context.terminal.out(
          options.json === true
            ? JSON.stringify({ schemaVersion: '1', restorations: all }, undefined, 2)
            : all.length === 0
              ? 'no guardrail was lost so far'
              : all.map(lineOf).join('\n'),
        );
      }),
    );

const lineOf = ({ id, state, outcome, plan, changedAt }: Restoration): string =>
  `${changedAt}  ${id}  ${state.padEnd(9)} ${outcome ?? ''}  ${plan.kind} ${displayText(plan.name)}`;

/** The exact text that takes the place of a policy which names the guardrail that was lost. */
export const textCommand = (context: CommandContext): Command =>
  new Command('text')
    .description('the exact text of a policy that names the new guardrail, to paste where the old one is')
    .argument('<restoration>', 'r-...')
    .argument('<document>', 'the first characters of its hash, as the restoration printed them')
    .option(...stackOption)
    .action((id: string, prefix: string, options: Pick<Options, 'stack'>) =>
      withPorts(context, options, async (world) => {
        const { byHand } = await restorationOf(world, id, options);
        const known = byHand.flatMap(({ document }) => document ?? []);
        const [hash, ...others] = [...new Set(known.filter((each) => each.startsWith(prefix.toLowerCase())))];
        if (hash === undefined || others.length > 0) {
          throw new CommandError(hash === undefined ? `${id} leaves no such text` : `${prefix} begins more than one`, {
            next: known.length === 0 ? `${id} leaves no policy to a person` : `one of: ${known.join(', ')}`,
          });
        }
        const whole = await documentOf(world, hash);
        if (!whole.ok) throw new CommandError(whole.detail, { code: exitCode.incomplete });
        context.terminal.out(JSON.stringify(whole.content, undefined, 2));
      }),
    );

const restorationOf = async (
  { restorations }: Pick<Ports, 'restorations'>,
  id: string,
  { stack }: Pick<Options, 'stack'>,
): Promise<Restoration> => {
  const read = await restorations.get(id);
  if (read.found === 'yes') return read.value;
  const next = `ringfence guardrails restorations${stack === undefined ? '' : ` --stack ${stack}`}`;
  throw new CommandError(read.found === 'no' ? `there is no restoration ${displayText(id)}` : read.why, { next });
};
