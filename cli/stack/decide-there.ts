import { approve, reject } from '../../shared/response/approve.ts';
import { approveRestoration, rejectRestoration } from '../../shared/response/guardrail/approve-restoration.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { tell as tellRestoration } from '../commands/guardrail-restorations.ts';
import { isRestoration } from '../decide-restoration.ts';
import { exitCode } from '../exit-code.ts';
import type { Deployed } from './deployed.ts';
import { follow, type Followed } from './follow.ts';
import { needActing } from './need-acting.ts';
import { needFound } from './need-found.ts';
import { withStack } from './with-ports.ts';

type Options = { stack: string; as?: string; reject?: string; json?: true };

/** Records the decision; the function that has the role goes on with what was approved, and its end is awaited. */
export const decideThere = (context: CommandContext, id: string, options: Options): Promise<void> =>
  withStack(context, options, async (deployed) => {
    if (options.reject === undefined) needActing(deployed);
    const decided = isRestoration(id)
      ? await decideRestoration(deployed, id, options)
      : await decideContainment(deployed, id, options);
    if (options.reject !== undefined) {
      tellEnd(context, decided, options);
      return;
    }
    const { ports, ask } = deployed;
    const eventId = ports.clock.id();
    await (isRestoration(id)
      ? ask('restore-guardrail', id, { restorationId: id, eventId })
      : ask('contain', id, { sagaId: id, eventId }));
    const end = await follow(ports, id, (state) => state !== 'WAITING' && state !== 'PLANNED');
    await tellEndOf(deployed, context, end, { ...options, wanted: ['CONTAINED', 'SETTLED', 'RESTORED'] });
  });

const decideContainment = async (
  { ports, caller }: Deployed,
  sagaId: string,
  { reject: reason, stack }: Options,
): Promise<Followed> => {
  const saga = needFound(await ports.sagas.get(sagaId), `containment ${sagaId}`, stack);
  const { planHash } = saga.plan;
  const decided =
    reason === undefined
      ? await approve(ports)({ sagaId, planHash, approver: caller })
      : await reject(ports)({ sagaId, planHash, by: caller, reason });
  if (!decided.decided) throw refusal(decided);
  return { ended: true, is: decided.saga, about: decided.saga.plan.subject.arn };
};

const decideRestoration = async (
  { ports, caller }: Deployed,
  id: string,
  { reject: reason, stack }: Options,
): Promise<Followed> => {
  const restoration = needFound(await ports.restorations.get(id), `restoration ${id}`, stack);
  const { planHash } = restoration.plan;
  const decided =
    reason === undefined
      ? await approveRestoration(ports)({ id, planHash, approver: caller })
      : await rejectRestoration(ports)({ id, planHash, by: caller, reason });
  if (!decided.decided) throw refusal(decided);
  return { ended: true, is: decided.restoration, about: id };
};

const refusal = ({ outcome, detail }: { outcome: string; detail: string }): CommandError =>
  new CommandError(`${outcome}: ${detail}`, { code: exitCode.incomplete });

/** A restoration is told as the local state tells it: the new name first, then what is left, a line each. */
const tellEndOf = async (
  { ports }: Pick<Deployed, 'ports'>,
  context: CommandContext,
  end: Followed,
  { wanted, ...options }: Options & { wanted: readonly string[] },
): Promise<void> => {
  const read = isRestoration(end.is.id) ? await ports.restorations.get(end.is.id) : undefined;
  if (read?.found === 'yes' && end.ended && options.json !== true)
    tellRestoration(context, { restoration: read.value }, options);
  else tellEnd(context, end, options, wanted);
};

/**
 * What became of it; where that is not known yet, how to look again. Exit code 3 unless it became what was asked for.
 * @param wanted states that are meant; absent: a decision that nothing has to follow
 */
export const tellEnd = (
  context: CommandContext,
  { ended, is, about }: Followed,
  options: { json?: true; stack: string },
  wanted?: readonly string[],
): void => {
  if (!ended || wanted?.includes(is.state) === false) context.exit(exitCode.incomplete);
  if (options.json === true) {
    context.terminal.out(JSON.stringify({ schemaVersion: '1', ended, saga: is }, undefined, 2));
    return;
  }
  context.terminal.out(`${is.outcome ?? is.state}: ${is.detail ?? about}`);
  if (!ended)
    context.terminal.note(
      `it was asked for and has not ended yet; look again: ringfence history list --saga ${is.id} --stack ${options.stack}`,
    );
};
