import type { CommandContext } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import { withStack } from '../../stack/with-ports.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { beforeDeploy } from './before-deploy.ts';
import { unread } from './item-of.ts';
import { stackItems } from './stack-items.ts';

/** Reads a deployed installation and says what is wrong with it. Exit 1 where something is, 3 where something could not be read. */
export const doctorStack = (context: CommandContext, options: { stack: string }): Promise<readonly DoctorItem[]> =>
  withStack(context, options, async ({ ports, containment, readParts }) => {
    const { accountId } = ports.identity;
    const items = stackItems({
      stack: options.stack,
      now: context.now(),
      accountId,
      regions: ports.identity.watchedRegions,
      containment,
      parts: await readParts(),
      mode: await ports.modeSwitch.read(),
      sweep: await ports.sweepLog.recall(accountId),
    });
    exitFor(context, items);
    return items;
  });

/** The same of an account that nothing is deployed into yet. */
export const doctorBeforeDeploy = async (context: CommandContext): Promise<readonly DoctorItem[]> => {
  const items = await beforeDeploy(context.directory);
  exitFor(context, items);
  return items;
};

const exitFor = (context: CommandContext, items: readonly DoctorItem[]): void => {
  if (items.some(({ level }) => level === 'error')) context.exit(exitCode.findings);
  if (items.some(({ code }) => code === unread)) context.exit(exitCode.incomplete);
};
