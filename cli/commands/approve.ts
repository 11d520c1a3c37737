import { Command } from 'commander';
import { approve, reject } from '../../shared/response/approve.ts';
import { contain } from '../../shared/response/contain.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { decideRestoration, isRestoration } from '../decide-restoration.ts';
import { actorOf, withWorld } from '../open-world.ts';
import { principalOption } from '../principal-option.ts';
import { decideThere } from '../stack/decide-there.ts';
import { stackOption } from '../stack/with-ports.ts';
import { tell } from './guardrail-restorations.ts';

type Options = { as?: string; reject?: string; stack?: string; json?: true };

/** Decides about a containment that waits for a person. Bound to the plan as it is now: a changed plan voids it. */
export const approveCommand = (context: CommandContext): Command =>
  new Command('approve')
    .description(
      'approve or reject what waits for a person, a containment or a guardrail that comes back; neither the subject nor whoever made the change approves it',
    )
    .argument('<containment>', 'the id that was printed: c-..., or r-... of a guardrail')
    .option('--as <arn>', 'who decides', principalOption('--as'))
    .option('--reject <reason>', 'say no, with the reason')
    .option(...stackOption)
    .option('--json', 'one JSON document')
    .action((sagaId: string, options: Options) => {
      const { stack } = options;
      if (options.reject?.trim() === '') {
        throw new CommandError('saying no takes a reason', { next: `ringfence approve ${sagaId} --reject "..."` });
      }
      if (stack !== undefined) return decideThere(context, sagaId, { ...options, stack });
      return withWorld(context, async (world) => {
        if (isRestoration(sagaId)) {
          const by = actorOf(options);
          const { reject } = options;
          tell(
            context,
            await decideRestoration(world, { id: sagaId, by, ...(reject === undefined ? {} : { reject }) }),
            options,
          );
          return;
        }
        const read = await world.sagas.get(sagaId);
        if (read.found !== 'yes')
          throw new CommandError(`there is no containment ${sagaId}`, { next: 'ringfence history list' });
        const { planHash } = read.value.plan;
        const by = actorOf(options);
        const decided =
          options.reject === undefined
            ? await approve(world)({ sagaId, planHash, approver: by })
            : await reject(world)({ sagaId, planHash, by, reason: options.reject });
        if (!decided.decided) {
          throw new CommandError(`${decided.outcome}: ${decided.detail}`, { code: exitCode.incomplete });
        }
        const ran =
          options.reject === undefined ? await contain(world)(sagaId) : { ran: true as const, saga: decided.saga };
        if (!ran.ran) throw new CommandError(ran.detail, { code: exitCode.incomplete, next: 'try again in a minute' });
        const { saga } = ran;
        // An approved plan can still meet a limit, a stop or another state: then nothing is contained.
        if (options.reject === undefined && saga.state !== 'CONTAINED' && saga.state !== 'SETTLED')
          context.exit(exitCode.incomplete);
        context.terminal.out(
          options.json
            ? JSON.stringify({ schemaVersion: '1', saga }, undefined, 2)
            : `${saga.outcome ?? saga.state}: ${saga.detail ?? saga.plan.subject.arn}`,
        );
      });
    });
