import { shellQuoted } from '../change/shell-quoted.ts';
import type { Read } from '../ports/read.ts';
import { sha256 } from './canonical-json.ts';
import type { Found } from './compare-with-plan.ts';
import { refusedBySwitches } from './gate-delegated.ts';
import { closesAlone } from './plan-beside.ts';
import type { Saga } from './saga.ts';
import type { Run } from './saga-run.ts';
import type { ModeSwitch } from './settings.ts';
import type { UndoPorts } from './undo.ts';

type UndoRun = Run<UndoPorts>;

export type PriorFault = { outcome: 'PRIOR_CHANGED' | 'PRIOR_MISSING' | 'LOST_UPDATE_CONFLICT'; detail: string };

/** Nobody asked for it: what was lost is put back, and the Deny has to hold without this saga's boundary. */
export const isRepair = ({ lostUpdate, undo }: Saga, { ports }: UndoRun): boolean =>
  lostUpdate?.repair === 'put-back' && undo?.requestedBy === ports.identity.undoRoleArn;

/** What a person asks for goes on under the kill switch; what nobody asked for waits, however far it had come. */
export const repairWaits = (run: UndoRun, saga: Saga, switches: Read<ModeSwitch>): boolean =>
  isRepair(saga, run) && refusedBySwitches(switches) !== undefined;

export const repairFault = (
  run: UndoRun,
  saga: Saga,
  found: Found & { found: 'desired' | 'partly' },
): PriorFault | undefined => {
  const boundary = saga.lostUpdate?.boundary;
  if (!isRepair(saga, run)) return undefined;
  return boundary !== undefined && closesAlone(saga.plan, boundary, found)
    ? undefined
    : {
        outcome: 'LOST_UPDATE_CONFLICT',
        detail: `with ${boundary?.arn ?? 'the lost boundary'} back, a question of the containment would not answer no any more`,
      };
};

/** The boundary that ours took the place of is still there, and still what it was. Undefined: nothing is in the way. */
export const priorFault = async (run: UndoRun, { plan }: Saga): Promise<PriorFault | undefined> => {
  const { replaced, snapshot, subject } = plan;
  if (replaced === undefined) return undefined;
  const byHand = `aws iam put-${subject.kind}-permissions-boundary --${subject.kind}-name ${shellQuoted(subject.arn.split('/').at(-1) ?? '')} --permissions-boundary`;
  const read = await run.ports.boundaries.readPolicy(replaced.arn);
  if (read.found === 'no') {
    return {
      outcome: 'PRIOR_MISSING',
      detail: `the boundary before, ${replaced.arn}, was deleted; choose another: ${byHand} ARN`,
    };
  }
  if (read.found === 'unreadable') {
    return { outcome: 'PRIOR_CHANGED', detail: `the boundary before, ${replaced.arn}, cannot be read: ${read.why}` };
  }
  const { versionId, document } = read.value;
  const isSame = sha256(document) === snapshot.boundary?.sha256 && versionId === snapshot.boundary.versionId;
  return isSame
    ? undefined
    : {
        outcome: 'PRIOR_CHANGED',
        detail: `the boundary before, ${replaced.arn}, holds another document by now (${versionId}); look at it and put it back: ${byHand} ${replaced.arn}`,
      };
};
