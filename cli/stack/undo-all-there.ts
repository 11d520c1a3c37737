import { currentMode } from '../../shared/runtime/evaluation/current-mode.ts';
import type { CommandContext } from '../context.ts';
import { tellTakenBack, undoAll } from '../undo-all.ts';
import { follow } from './follow.ts';
import { withStack } from './with-ports.ts';

type Options = { stack: string; as?: string; reason: string; approver?: string; json?: true };

/** Asks the function that has the role for one after the other, and awaits each. */
export const undoAllThere = (context: CommandContext, options: Options): Promise<void> =>
  withStack(context, options, async ({ ports, caller, ask }) => {
    const { reason, approver, stack } = options;
    const taken = await undoAll(ports, async ({ id, version }) => {
      const request = { requestedBy: caller, reason, ...(approver === undefined ? {} : { approver }) };
      await ask('undo', id, { sagaId: id, ...request, requestId: ports.clock.id() });
      const { is } = await follow(ports, id, (_state, now) => now !== version);
      if (is.state === 'UNDONE') return is;
      const detail = `not taken back, or not yet: ringfence history list --saga ${id} --stack ${stack} says why`;
      return { state: is.state, outcome: is.state, detail };
    });
    tellTakenBack(context, taken, { mode: await currentMode(ports), stack, json: options.json === true });
  });
