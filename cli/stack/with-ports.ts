import type { Ports } from '../../shared/ports/ports.ts';
import { awsErrorText } from '../../shared/adapters/aws/installed/aws-error-text.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { actorOf, withWorld } from '../open-world.ts';
import type { Deployed } from './deployed.ts';
import { openStack } from './open-stack.ts';

/** What every command that takes `--stack` is given. */
export type StackOptions = { stack?: string; as?: string };

export const stackOption = [
  '--stack <name>',
  'work on the deployed stack (RingfenceDetection) through your AWS credentials, instead of on the local state',
] as const;

/**
 * Works on a deployed installation. Who gives the command is whoever the credentials are of: `--as` is for the local state.
 * @throws CommandError by name, also for a call that AWS refuses
 */
export const withStack = async <T>(
  context: CommandContext,
  options: { stack: string; as?: string },
  work: (deployed: Deployed) => Promise<T>,
): Promise<T> => {
  if (options.as !== undefined) {
    throw new CommandError('--as is for the local state: with --stack you are who your AWS credentials say', {
      next: 'leave --as out',
    });
  }
  try {
    return await work(await (context.openStack ?? openStack)(options.stack));
  } catch (error) {
    const text = awsErrorText(error);
    if (text === undefined) throw error;
    throw new CommandError(text, {
      code: exitCode.incomplete,
      next: `ringfence doctor --stack ${options.stack}`,
      cause: error,
    });
  }
};

/** On the local state, or with `--stack` on a deployed one. @param work is given who gives the command */
export const withPorts = <T>(
  context: CommandContext,
  options: StackOptions,
  work: (ports: Ports, by: string) => Promise<T>,
): Promise<T> => {
  const { stack, as } = options;
  return stack === undefined
    ? withWorld(context, (world) => work(world, actorOf(options)))
    : withStack(context, { stack, ...(as === undefined ? {} : { as }) }, ({ ports, caller }) => work(ports, caller));
};
