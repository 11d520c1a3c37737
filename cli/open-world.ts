import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { LocalStateError } from '../shared/adapters/local/local-state-error.ts';
import { localWorld, type LocalWorld } from '../shared/adapters/local/local-world.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';

/**
 * Works on what `.ringfence/` holds, and gives it free afterwards whatever happens.
 * @param instead what else the command takes where there is no such state, for example `--account FILE`
 */
export const withWorld = async <T>(
  context: CommandContext,
  work: (world: LocalWorld) => Promise<T>,
  instead?: string,
): Promise<T> => {
  if (!existsSync(context.directory)) {
    throw new CommandError('there is no local state yet', {
      place: context.directory,
      next: `${instead === undefined ? '' : `${instead}; or: `}npm start (or: ringfence demo) makes one`,
    });
  }
  let world: LocalWorld | undefined;
  try {
    world = localWorld({ directory: context.directory });
    return await work(world);
  } catch (error) {
    if (!(error instanceof LocalStateError)) throw error;
    throw new CommandError(error.message, { place: context.directory, cause: error });
  } finally {
    world?.close();
  }
};

/** Who gives the command: as they say, or the account of this machine. Recorded in history. */
export const actorOf = ({ as }: { as?: string }): string => as ?? `local:${userInfo().username}`;
