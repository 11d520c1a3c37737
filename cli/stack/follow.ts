import type { Ports } from '../../shared/ports/ports.ts';
import { CommandError } from '../command-error.ts';
import { isRestoration } from '../decide-restoration.ts';
import { exitCode } from '../exit-code.ts';

/** What is told of a saga, of either kind. */
type Told = { id: string; version: number; state: string; outcome?: string; detail?: string };
export type Followed = { ended: boolean; is: Told; about: string };

const everyMs = 2_000;
const tries = 45;

const underway = new Set(['INTENT', 'WRITTEN', 'UNDO_PLANNED', 'UNDO_INTENT', 'UNDO_WRITTEN']);

/** Looks until the function that was asked has done it, for a minute and a half. @param moved whether it is past what it was */
export const follow = async (
  ports: Pick<Ports, 'clock' | 'restorations' | 'sagas'>,
  id: string,
  moved: (state: string, version: number) => boolean,
): Promise<Followed> => {
  let last = await look(ports, id);
  for (let left = tries; left > 0; left -= 1) {
    if (moved(last.is.state, last.is.version) && !underway.has(last.is.state)) return { ...last, ended: true };
    await ports.clock.sleep(everyMs);
    last = await look(ports, id);
  }
  return { ...last, ended: false };
};

const look = async (
  { restorations, sagas }: Pick<Ports, 'restorations' | 'sagas'>,
  id: string,
): Promise<{ is: Told; about: string }> => {
  if (isRestoration(id)) {
    const read = await restorations.get(id);
    if (read.found === 'yes') return { is: read.value, about: id };
  } else {
    const read = await sagas.get(id);
    if (read.found === 'yes') return { is: read.value, about: read.value.plan.subject.arn };
  }
  throw new CommandError(`${id} cannot be read`, { code: exitCode.incomplete, next: 'try again in a minute' });
};
