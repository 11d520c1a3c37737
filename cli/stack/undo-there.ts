import type { CommandContext } from '../context.ts';
import { isRestoration } from '../decide-restoration.ts';
import { tellEnd } from './decide-there.ts';
import { follow } from './follow.ts';
import { needFound } from './need-found.ts';
import { withStack } from './with-ports.ts';

type Options = { stack: string; as?: string; reason: string; approver?: string; json?: true };

/** Asks the function that has the role to take it back, and awaits the end. Its refusal is an entry of history. */
export const undoThere = (context: CommandContext, id: string, options: Options): Promise<void> =>
  withStack(context, options, async ({ ports, caller, ask }) => {
    const known = isRestoration(id)
      ? needFound(await ports.restorations.get(id), `restoration ${id}`, options.stack)
      : needFound(await ports.sagas.get(id), `containment ${id}`, options.stack);
    const before = known.state;
    if (before === 'UNDONE') {
      // No end would come: nothing moves any more.
      const detail = `${id} was undone before, at ${known.undo?.at ?? known.changedAt}. Nothing was asked for.`;
      context.terminal.out(
        options.json === true
          ? JSON.stringify({ schemaVersion: '1', outcome: 'ALREADY_RESTORED', detail, state: before }, undefined, 2)
          : `ALREADY_RESTORED: ${detail}`,
      );
      return;
    }
    const request = {
      requestedBy: caller,
      reason: options.reason,
      ...(options.approver === undefined ? {} : { approver: options.approver }),
    };
    const own = ports.clock.id();
    await (isRestoration(id)
      ? ask('restore-guardrail', id, { undo: id, ...request, eventId: own })
      : ask('undo', id, { sagaId: id, ...request, requestId: own }));
    const end = await follow(ports, id, (state) => state !== before);
    tellEnd(context, end, options, ['UNDONE']);
    if (end.ended && end.is.state === 'UNDONE' && options.json !== true)
      context.terminal.out('The check is not silenced: it fires again unless an exemption exists.');
  });
