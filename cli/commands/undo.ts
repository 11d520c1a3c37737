import { Command } from 'commander';
import type { Saga } from '../../shared/response/saga.ts';
import { undo } from '../../shared/response/undo.ts';
import { currentMode } from '../../shared/runtime/evaluation/current-mode.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { isRestoration, takeBackRestoration } from '../decide-restoration.ts';
import { actorOf, withWorld } from '../open-world.ts';
import { principalOption } from '../principal-option.ts';
import { reasonOption } from '../reason-option.ts';
import { undoThere } from '../stack/undo-there.ts';
import { stackOption } from '../stack/with-ports.ts';
import { undoAllThere } from '../stack/undo-all-there.ts';
import { tellTakenBack, undoAll } from '../undo-all.ts';
import { tell } from './guardrail-restorations.ts';

type Options = { reason: string; all?: true; as?: string; approver?: string; stack?: string; json?: true };

/** What the function takes from its queue. */
const shortestReason = 3;

/** Back to the exact prior state, or a refusal that says why. */
export const undoCommand = (context: CommandContext): Command =>
  new Command('undo')
    .description('restore the exact prior state of a containment, or refuse by name')
    .argument('[containment]', 'the id that was printed: c-..., or r-... of a guardrail')
    .requiredOption('--reason <text>', 'why', reasonOption('undo ID'))
    .option('--all', 'every containment that is in force, the newest first; each is restored or refused by itself')
    .option('--as <arn>', 'who asks for it', principalOption('--as'))
    .option('--approver <arn>', 'the second person; needed a day after the containment', principalOption('--approver'))
    .option(...stackOption)
    .option('--json', 'one JSON document')
    .action((sagaId: string | undefined, options: Options) => {
      const { stack } = options;
      if ((sagaId === undefined) !== (options.all === true)) {
        throw new CommandError('undo takes the id of one containment, or --all', { next: 'ringfence history list' });
      }
      if (stack !== undefined && options.reason.trim().length < shortestReason) {
        throw new CommandError(`--reason takes ${shortestReason} characters or more`, {
          next: `ringfence undo ${sagaId ?? '--all'} --reason "..."`,
        });
      }
      if (sagaId === undefined)
        return stack === undefined ? undoAllHere(context, options) : undoAllThere(context, { ...options, stack });
      if (stack !== undefined) return undoThere(context, sagaId, { ...options, stack });
      return withWorld(context, async (world) => {
        if (isRestoration(sagaId)) {
          const { reason, approver } = options;
          const asked = { id: sagaId, requestedBy: actorOf(options), reason };
          tell(
            context,
            await takeBackRestoration(world, { ...asked, ...(approver === undefined ? {} : { approver }) }),
            options,
          );
          return;
        }
        const answer = await undo(world)({
          sagaId,
          requestedBy: actorOf(options),
          reason: options.reason,
          ...(options.approver === undefined ? {} : { approver: options.approver }),
        });
        if (!answer.ran) {
          const code = answer.why === 'refused' ? `${answer.outcome}: ` : '';
          throw new CommandError(`${code}${answer.detail}`, { code: exitCode.incomplete });
        }
        const { saga } = answer;
        if (saga.state !== 'UNDONE') context.exit(exitCode.incomplete);
        context.terminal.out(
          options.json
            ? JSON.stringify({ schemaVersion: '1', saga }, undefined, 2)
            : describeUndo(saga, 'again' in answer),
        );
      });
    });

const undoAllHere = (context: CommandContext, options: Options): Promise<void> =>
  withWorld(context, async (world) => {
    const taken = await undoAll(world, async ({ id, state }) => {
      const { reason, approver } = options;
      const request = { sagaId: id, requestedBy: actorOf(options), reason };
      const answer = await undo(world)({ ...request, ...(approver === undefined ? {} : { approver }) });
      if (answer.ran) return answer.saga;
      return { state, detail: answer.detail, outcome: answer.why === 'refused' ? answer.outcome : answer.why };
    });
    tellTakenBack(context, taken, { mode: await currentMode(world), json: options.json === true });
  });

/** Only what ended as undone is said to be as it was. */
const describeUndo = (saga: Saga, isAgain: boolean): string => {
  const { id, state, outcome, detail } = saga;
  const what = outcome ?? state;
  if (isAgain) return `${what}: ${detail ?? ''}`;
  switch (state) {
    case 'UNDONE':
      return `${what}: ${saga.plan.subject.arn} is as it was before ${id}${detail === undefined ? '' : ` (${detail})`}\nThe check is not silenced: it fires again unless an exemption exists.`;
    case 'UNDO_PLANNED':
    case 'UNDO_INTENT':
    case 'UNDO_WRITTEN':
      return `${what}: the undo of ${id} has begun and is not done: IAM could not be read, or did not agree with itself yet, or the switches stop it. Undo it again in a minute.`;
    default:
      return `${what}: ${detail ?? saga.plan.subject.arn}`;
  }
};
