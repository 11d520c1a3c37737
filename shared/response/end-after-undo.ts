import { commandOf } from './command-of.ts';
import { ownEffectsOf } from './effect.ts';
import { inverseOf } from './effect-calls.ts';
import type { PlannedCall } from './plan.ts';
import type { LostUpdateOnRecord, Saga } from './saga.ts';
import { advance, type Run } from './saga-run.ts';
import type { UndoPorts } from './undo.ts';

type UndoRun = Run<UndoPorts>;

/** The saga has ended and stays as it ended; what it said of its end is still true. */
export const asEnded = ({ outcome, detail }: Saga): Partial<Pick<Saga, 'outcome' | 'detail'>> => ({
  ...(outcome === undefined ? {} : { outcome }),
  ...(detail === undefined ? {} : { detail }),
});

export const byUndoRole = ({ ports }: UndoRun, saga: Saga) => ({
  actor: { arn: ports.identity.undoRoleArn, session: saga.id },
});

export const nothingLost = (run: UndoRun, saga: Saga, note: string): Promise<Saga> => {
  const { afterUndo: _done, ...rest } = saga;
  return advance(run, rest, {
    to: 'UNDONE',
    change: { ...asEnded(saga), looked: true },
    entry: { kind: 'gate', ...byUndoRole(run, saga), note },
  });
};

/** What was undone stays undone; whoever reads this has the call. */
export const tellPerson = (
  run: UndoRun,
  saga: Saga,
  { lostUpdate, detail, call }: { lostUpdate?: Omit<LostUpdateOnRecord, 'repair'>; detail: string; call?: PlannedCall },
): Promise<Saga> => {
  const { afterUndo: _done, ...rest } = saga;
  return advance(run, rest, {
    to: 'UNDONE',
    change: {
      outcome: 'LOST_UPDATE_CONFLICT',
      detail: `The undo stands. ${detail}${call === undefined ? '' : ` By hand: ${commandOf(call)}`}`,
      looked: true,
      ...policyAsEnded(saga),
      ...(lostUpdate === undefined ? {} : { lostUpdate: { ...lostUpdate, repair: 'person' } }),
    },
    entry: { kind: 'undo-refused', ...byUndoRole(run, saga) },
    stage: 'conflict',
  });
};

/** `UNDONE` says that the undo has deleted the policy: another outcome does not. */
export const policyAsEnded = ({ outcome }: Saga): { policyGone?: true } =>
  outcome === 'UNDONE' ? { policyGone: true } : {};

/** The call that sets that boundary, or takes the present one off. */
export const callFor = ({ plan }: Saga, boundary: string | undefined): PlannedCall | undefined => {
  const effect = ownEffectsOf(plan).find((each) => each.effect === 'set-boundary');
  const replaced = boundary === undefined ? undefined : { arn: boundary, document: '' };
  return effect === undefined ? undefined : inverseOf(effect, plan.subject, replaced);
};
