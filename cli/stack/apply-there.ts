import type { Saga } from '../../shared/response/saga.ts';
import type { Deployed } from './deployed.ts';
import { follow } from './follow.ts';
import { needActing } from './need-acting.ts';

/** Asks the function that has the role to go on with a plan, and awaits the end. @throws CommandError where nobody could apply it */
export const applyThere =
  ({ ports, ask, containment }: Deployed) =>
  async (sagaId: string): Promise<{ ran: true; saga: Saga } | { ran: false; detail: string }> => {
    needActing({ containment });
    await ask('contain', sagaId, { sagaId, eventId: ports.clock.id() });
    const { ended } = await follow(ports, sagaId, (state) => state !== 'PLANNED');
    const read = await ports.sagas.get(sagaId);
    return ended && read.found === 'yes'
      ? { ran: true, saga: read.value }
      : { ran: false, detail: `${sagaId} was asked for and has not ended yet` };
  };
