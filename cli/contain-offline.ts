import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import { defaultCheckSettings, type CheckSettings } from '../shared/checks/settings.ts';
import type { Finding } from '../shared/findings/finding.ts';
import type { Level, Planned } from '../shared/response/plan.ts';
import { routeUnheld } from '../shared/response/route-unheld.ts';
import { defaultSettings } from '../shared/response/settings.ts';
import { findPrincipal, readAccountFile, type AccountInput } from './account-input.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { describeGroup, groupJson } from './describe-group.ts';
import { describePlan, planJson } from './describe-plan.ts';
import { exitCode } from './exit-code.ts';
import { findInFile } from './find-in-file.ts';
import { groupNameIn } from './members-here.ts';
import { offlineIdentity } from './offline-identity.ts';
import { planFor } from './plan-for.ts';
import { scanAccount } from './scan-account.ts';
import { readSettingsFile } from './settings-input.ts';

export type OfflineOptions = {
  account: string;
  level: Level;
  settings?: string;
  before?: string;
  merge?: true;
  revokeSessions?: true;
  accessKeys?: true;
  forms?: true;
  json?: true;
};

/** From an account file: the plan for a principal, for one finding, or one for each member of a group. Nothing is ever applied. */
export const containOffline = async (
  context: CommandContext,
  subject: string,
  options: OfflineOptions,
): Promise<void> => {
  const account = await readAccountFile(options.account);
  const checks = options.settings === undefined ? defaultCheckSettings : await readSettingsFile(options.settings);
  const before = options.before === undefined ? undefined : await readAccountFile(options.before);
  const now = context.now();
  const plan = (facts: PrincipalFacts, found?: Finding): Planned => {
    const findings =
      found === undefined
        ? scanAccount({ ...account, about: [facts], settings: checks, asOf: now, now }).findings
        : [found];
    const past = before?.principals.find(({ uniqueId }) => uniqueId === facts.uniqueId);
    return planFor({
      facts,
      others: account.principals,
      findings: findings.filter((finding) => finding.subject.uniqueId === facts.uniqueId),
      level: options.level,
      settings: { ...defaultSettings(checks), ...(options.merge === undefined ? {} : { mergeBoundaries: true }) },
      identity: offlineIdentity(facts.arn),
      ...(past === undefined ? {} : { before: past }),
      ...(options.revokeSessions === undefined ? {} : { revokeSessions: true }),
      ...(options.accessKeys === undefined ? {} : { accessKeys: true }),
      now,
    });
  };
  const group = groupIn(account, subject);
  if (group !== undefined) {
    tellGroup(context, group, plan, options);
    return;
  }
  const { arn, planned } = planOne(account, subject, { scanning: { settings: checks, now }, plan });
  const forms = options.forms === undefined ? undefined : arn;
  context.terminal.out(
    options.json ? JSON.stringify(planJson(planned, options.level, forms), undefined, 2) : describePlan(planned, forms),
  );
  if (isLeftOpen(planned)) context.exit(exitCode.incomplete);
};

const planOne = (
  account: AccountInput,
  subject: string,
  { scanning, plan }: { scanning: Scanning; plan: (facts: PrincipalFacts, found?: Finding) => Planned },
): { arn: string; planned: Planned } => {
  const unheld = routeUnheld(subject, account);
  if (unheld !== undefined) return { arn: subject, planned: unheld };
  const { principal, finding } = aboutWhom(account, subject, scanning);
  return { arn: principal.arn, planned: plan(principal, finding) };
};

type Scanning = { settings: CheckSettings; now: string };

/** A principal of the account that is called as a finding's id is meant first. */
const aboutWhom = (
  account: AccountInput,
  subject: string,
  scanning: Scanning,
): { principal: PrincipalFacts; finding?: Finding } =>
  isFindingId(subject) && !account.principals.some(({ name }) => name === subject)
    ? findInFile(account, subject, scanning)
    : { principal: findPrincipal(account, subject) };

const isFindingId = (subject: string): boolean => /^f-[a-z2-7]{26}$/u.test(subject);

/** No plan, and something that asks for one: the command ends as incomplete. */
export const isLeftOpen = (planned: Planned): boolean => !planned.planned && planned.outcome !== 'ALREADY_SAFE';

type Group = { name: string; members: readonly PrincipalFacts[] };

/** `group/NAME` or the ARN of a group; undefined: the subject is no group. */
const groupIn = (account: AccountInput, subject: string): Group | undefined => {
  const name = groupNameIn(subject);
  if (name === undefined) return undefined;
  const members = account.principals.filter(
    ({ groups }) =>
      groups.state === 'known' && groups.value.some((group) => group.name.toLowerCase() === name.toLowerCase()),
  );
  if (members.length > 0) return { name, members };
  const what = groupNames(account).has(name.toLowerCase())
    ? `group ${name} has no members: no user of the account is in it, so there is nobody to contain`
    : `the account holds no group ${name}, and no user of the account is in one of that name`;
  throw new CommandError(what, {
    place: account.file,
    next: 'name a principal: its ARN, role/NAME or user/NAME',
  });
};

/** Groups that the file lists, in lower case; members alone would not tell an empty group from one that is not there. */
const groupNames = ({ text }: AccountInput): ReadonlySet<string> => {
  const read: unknown = JSON.parse(text);
  const list =
    typeof read === 'object' && read !== null && 'GroupDetailList' in read ? read.GroupDetailList : undefined;
  return new Set(
    (Array.isArray(list) ? list : []).flatMap((group: unknown) =>
      typeof group === 'object' && group !== null && 'GroupName' in group
        ? [String(group.GroupName).toLowerCase()]
        : [],
    ),
  );
};

/** A group has no boundary, and a Deny in it would hit members whom nobody asked about: each is contained by itself. */
const tellGroup = (
  context: CommandContext,
  { name, members }: Group,
  plan: (facts: PrincipalFacts) => Planned,
  options: OfflineOptions,
): void => {
  const planned = members.map((facts) => ({ arn: facts.arn, planned: plan(facts) }));
  const shown = { name, level: options.level, members: planned, forms: options.forms === true };
  context.terminal.out(options.json ? JSON.stringify(groupJson(shown), undefined, 2) : describeGroup(shown));
  if (planned.some((each) => isLeftOpen(each.planned))) context.exit(exitCode.incomplete);
};
