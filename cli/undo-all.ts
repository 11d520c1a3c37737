import type { Ports } from '../shared/ports/ports.ts';
import type { Saga } from '../shared/response/saga.ts';
import { mayMove } from '../shared/response/saga-transitions.ts';
import type { CommandContext } from './context.ts';
import { exitCode } from './exit-code.ts';

/** What became of one containment. */
export type TakenBack = { id: string; arn: string; state: string; outcome: string; detail?: string };

type Ended = { state: string; outcome?: string; detail?: string };

/** Whatever may have something in force, or in the middle of being taken back. */
const holdsSomething = ({ state }: Saga): boolean =>
  mayMove(state, 'UNDO_PLANNED') || state === 'UNDO_INTENT' || state === 'UNDO_WRITTEN';

/**
 * Takes every containment back, one after the other, the newest first: a later one may hold what an earlier one denied. One that is
 * refused keeps none of the others.
 * @param undoOne takes one back; what it answers, or the words of its refusal, is told
 */
export const undoAll = async (
  { sagas }: Pick<Ports, 'sagas'>,
  undoOne: (saga: Saga) => Promise<Ended>,
): Promise<readonly TakenBack[]> => {
  const newestFirst = (await sagas.list())
    .filter(holdsSomething)
    .toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  const taken: TakenBack[] = [];
  for (const saga of newestFirst) {
    const { state, outcome, detail } = await undoOne(saga);
    const { id, plan } = saga;
    taken.push({
      id,
      arn: plan.subject.arn,
      state,
      outcome: outcome ?? state,
      ...(detail === undefined ? {} : { detail }),
    });
  }
  return taken;
};

/**
 * A line for each; exit code 3 where one was not taken back.
 * @param mode as `currentMode` says it
 * @param stack the deployed stack that was asked; absent: the local state
 */
export const tellTakenBack = (
  context: CommandContext,
  taken: readonly TakenBack[],
  { mode, stack, json }: { mode: string; stack?: string; json: boolean },
): void => {
  const undone = taken.filter(({ state }) => state === 'UNDONE');
  if (undone.length < taken.length) context.exit(exitCode.incomplete);
  if (json) {
    context.terminal.out(
      JSON.stringify(
        { schemaVersion: '1', undone: undone.length, of: taken.length, containments: taken },
        undefined,
        2,
      ),
    );
    return;
  }
  for (const { id, arn, state, outcome, detail } of taken)
    context.terminal.out(`${outcome}: ${id} ${arn}${state === 'UNDONE' || detail === undefined ? '' : `: ${detail}`}`);
  context.terminal.out(
    taken.length === 0 ? 'Nothing is contained.' : `${undone.length} of ${taken.length} are as they were before.`,
  );
  if (taken.length > 0 && mode !== 'observe' && !mode.endsWith('stopped'))
    context.terminal.note(
      `the mode is ${mode}: the checks are not silenced, and what they find again is contained again or asked about; ringfence mode observe --reason "..."${stack === undefined ? '' : ` --stack ${stack}`} stops that`,
    );
};
