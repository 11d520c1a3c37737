import type { Known } from '../../../shared/facts/known.ts';
import type { ReleasedRolePolicy } from '../../../shared/facts/released-policy.ts';
import type { PrincipalReader } from '../../../shared/ports/principal-reader.ts';
import type { CommandContext } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import { withStack } from '../../stack/with-ports.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { beforeDeploy } from './before-deploy.ts';
import { unread } from './item-of.ts';
import type { OwnRole } from './role-items.ts';
import { stackItems } from './stack-items.ts';

/** Reads a deployed installation and says what is wrong with it. Exit 1 where something is, 3 where something could not be read. */
export const doctorStack = (context: CommandContext, options: { stack: string }): Promise<readonly DoctorItem[]> =>
  withStack(context, options, async ({ ports, containment, readParts }) => {
    const { accountId } = ports.identity;
    const parts = await readParts();
    const items = stackItems({
      stack: options.stack,
      now: context.now(),
      accountId,
      regions: ports.identity.watchedRegions,
      containment,
      parts,
      roles: await ownRoles(ports.principals, parts.policies),
      mode: await ports.modeSwitch.read(),
      sweep: await ports.sweepLog.recall(accountId),
    });
    exitFor(context, items);
    return items;
  });

/** IAM is asked about the roles that a record names: what else carries a name of Ringfence, RF.TAMPER checks see. */
const ownRoles = async (
  principals: PrincipalReader,
  policies: Known<readonly ReleasedRolePolicy[]>,
): Promise<Known<readonly OwnRole[]>> => {
  if (policies.state !== 'known') return policies;
  const found = await principals.readPrincipals(policies.value.map(({ role: name }) => ({ kind: 'role', name })));
  const value = policies.value.map((recorded, index) => ({
    recorded,
    found: found[index] ?? { found: 'unreadable' as const, why: `IAM did not answer about ${recorded.role}` },
  }));
  return { ...policies, value };
};

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
