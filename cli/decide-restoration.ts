import type { LocalWorld } from '../shared/adapters/local/local-world.ts';
import { approveRestoration, rejectRestoration } from '../shared/response/guardrail/approve-restoration.ts';
import { restore } from '../shared/response/guardrail/restore.ts';
import type { Restoration } from '../shared/response/guardrail/restoration.ts';
import { undoRestoration } from '../shared/response/guardrail/undo-restoration.ts';
import { resolveRestored } from '../shared/runtime/evaluation/resolve-restored.ts';
import { CommandError } from './command-error.ts';
import { exitCode } from './exit-code.ts';

/** Ids of restorations; those of containments begin with `c-`. */
export const isRestoration = (id: string): boolean => id.startsWith('r-');

/** How a restoration stands. `waitsFor`: why it stopped on its way. */
export type Stands = { restoration: Restoration; waitsFor?: string };

/** A person decides about a restoration that waits, and an approved one goes on at once. @throws CommandError by name. */
export const decideRestoration = async (
  world: LocalWorld,
  { id, by, reject }: { id: string; by: string; reject?: string },
): Promise<Stands> => {
  const read = await world.restorations.get(id);
  if (read.found !== 'yes') {
    throw new CommandError(`there is no restoration ${id}`, { next: 'ringfence guardrails restorations' });
  }
  const { planHash } = read.value.plan;
  const decided =
    reject === undefined
      ? await approveRestoration(world)({ id, planHash, approver: by })
      : await rejectRestoration(world)({ id, planHash, by, reason: reject });
  if (!decided.decided) throw new CommandError(`${decided.outcome}: ${decided.detail}`, { code: exitCode.incomplete });
  return reject === undefined ? goOn(world, id) : { restoration: decided.restoration };
};

/** From where it stands to its end. @throws CommandError where another worker has it. */
export const goOn = async (world: LocalWorld, id: string): Promise<Stands> => {
  const ran = await restore(world)(id);
  if (ran.ran) {
    await resolveRestored(world, ran.restoration);
    return ran;
  }
  throw new CommandError(ran.detail, { code: exitCode.incomplete, next: 'try again in a minute' });
};

/** What a restoration wrote is taken back, or refused by name. @throws CommandError with the name. */
export const takeBackRestoration = async (
  world: LocalWorld,
  request: Parameters<ReturnType<typeof undoRestoration>>[0],
): Promise<Stands> => {
  const answer = await undoRestoration(world)(request);
  if (answer.ran) return answer;
  const code = answer.why === 'refused' ? `${answer.outcome}: ` : '';
  throw new CommandError(`${code}${answer.detail}`, { code: exitCode.incomplete });
};
