import { defaultCheckSettings } from '../shared/checks/settings.ts';
import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import type { Finding } from '../shared/findings/finding.ts';
import type { Ports } from '../shared/ports/ports.ts';
import { contain } from '../shared/response/contain.ts';
import type { Level, Planned } from '../shared/response/plan.ts';
import { propose } from '../shared/response/propose.ts';
import type { Saga } from '../shared/response/saga.ts';
import { defaultSettings, type Settings } from '../shared/response/settings.ts';
import { CommandError } from './command-error.ts';
import { isLeftOpen } from './contain-offline.ts';
import type { CommandContext } from './context.ts';
import {
  appliedGroupJson,
  describeGroup,
  groupJson,
  type Applied,
  type MemberEnd,
  type PlannedMember,
} from './describe-group.ts';
import { describePlan, planJson } from './describe-plan.ts';
import { exitCode } from './exit-code.ts';
import { findHere } from './find-here.ts';
import { judgeHere } from './judge-here.ts';
import { membersHere, type GroupHere } from './members-here.ts';
import { actorOf, withWorld } from './open-world.ts';
import { planFor } from './plan-for.ts';
import { applyThere } from './stack/apply-there.ts';
import { withStack } from './stack/with-ports.ts';

type Options = {
  level: Level;
  forms?: true;
  json?: true;
  yes?: true;
  as?: string;
  stack?: string;
  revokeSessions?: true;
  accessKeys?: true;
};

/** Where a plan is made, and what applies it there. */
type Place = {
  ports: Ports;
  by: string;
  apply: (sagaId: string) => Promise<{ ran: true; saga: Saga } | { ran: false; detail: string }>;
};

/** On the local state, or with `--stack` on a deployed one: shows the plan, and with `--yes` takes it through the gate and applies it. */
export const containHere = (context: CommandContext, subject: string, options: Options): Promise<void> => {
  const { stack, as } = options;
  if (stack === undefined) {
    return withWorld(context, (world) =>
      containAt({ ports: world, by: actorOf(options), apply: contain(world) }, context, subject, options),
    );
  }
  return withStack(context, { stack, ...(as === undefined ? {} : { as }) }, (deployed) =>
    containAt({ ports: deployed.ports, by: deployed.caller, apply: applyThere(deployed) }, context, subject, options),
  );
};

const containAt = async (place: Place, context: CommandContext, subject: string, options: Options): Promise<void> => {
  const group = await membersHere(place.ports, subject);
  if (group !== undefined) {
    await containGroup(place, context, group, options);
    return;
  }
  const { findings, principal } = await findHere(place.ports, subject);
  if (principal === undefined) {
    throw new CommandError(`${subject} is not about a role or user that still exists, so there is nothing to contain`);
  }
  const about = { principal, findings, isOneFinding: subject.startsWith('f-'), subject };
  if (options.yes !== true) {
    const planned = await planHere(place.ports, about, options);
    const forms = options.forms === undefined ? undefined : principal.arn;
    context.terminal.out(
      options.json
        ? JSON.stringify(planJson(planned, options.level, forms), undefined, 2)
        : describePlan(planned, forms),
    );
    if (planned.planned && !options.json)
      context.terminal.note(`\nnothing was written; apply it: ${applyCommand(subject, options)}`);
    if (isLeftOpen(planned)) context.exit(exitCode.incomplete);
    return;
  }
  tellApplied(context, await applyHere(place, about, options), options);
};

type About = { principal: PrincipalFacts; findings: readonly Finding[]; isOneFinding: boolean; subject: string };

const settingsOf = async ({ settings }: Pick<Ports, 'settings'>): Promise<Settings> => {
  const read = await settings.read();
  return read.found === 'yes' ? read.value : defaultSettings(defaultCheckSettings);
};

/** One finding is asked about alone; a principal as it stands now, whether anybody has looked at it before or not. */
const findingsAbout = (
  ports: Ports,
  { principal, findings, isOneFinding }: About,
  settings: Settings,
): Promise<readonly Finding[]> =>
  isOneFinding ? Promise.resolve(findings) : judgeHere(ports, principal, findings, settings);

const extrasOf = (options: Options): { revokeSessions?: true; accessKeys?: true } => ({
  ...(options.revokeSessions === undefined ? {} : { revokeSessions: true }),
  ...(options.accessKeys === undefined ? {} : { accessKeys: true }),
});

const planHere = async (ports: Ports, about: About, options: Options): Promise<Planned> => {
  const settings = await settingsOf(ports);
  return planFor({
    facts: about.principal,
    findings: await findingsAbout(ports, about, settings),
    level: options.level,
    settings,
    identity: ports.identity,
    ...extrasOf(options),
    now: ports.clock.now(),
  });
};

const applyHere = async ({ ports, by, apply }: Place, about: About, options: Options): Promise<Applied> => {
  const { kind, name } = about.principal;
  // The limit in per cent counts whom the last sweep saw.
  const sweep = await ports.sweepLog.recall(ports.identity.accountId);
  const principalCount = sweep.found === 'yes' ? sweep.value.principals : undefined;
  const proposed = await propose(ports)({
    principal: { kind, name },
    findings: await findingsAbout(ports, about, await settingsOf(ports)),
    level: options.level,
    ...extrasOf(options),
    requestedBy: by,
    ...(principalCount === undefined ? {} : { principalCount }),
  });
  switch (proposed.proposed) {
    case 'busy':
      throw new CommandError('another worker is at this principal', { next: 'try again in a minute' });
    case 'nothing':
      return { planned: { planned: false, ...proposed.noPlan } };
    case 'saga': {
      const ran =
        proposed.saga.state === 'PLANNED' ? await apply(proposed.saga.id) : { ran: true as const, saga: proposed.saga };
      if (!ran.ran) throw new CommandError(ran.detail, { next: applyCommand(about.subject, options) });
      return { saga: ran.saga };
    }
  }
};

const tellApplied = (context: CommandContext, applied: Applied, options: Options): void => {
  if ('planned' in applied) {
    const { planned } = applied;
    context.terminal.out(
      options.json ? JSON.stringify(planJson(planned, options.level), undefined, 2) : describePlan(planned),
    );
    if (isLeftOpen(planned)) context.exit(exitCode.incomplete);
    return;
  }
  const { saga } = applied;
  context.terminal.out(
    options.json ? JSON.stringify({ schemaVersion: '1', saga }, undefined, 2) : endOf(saga, options),
  );
  if (!isContained(saga)) context.exit(exitCode.incomplete);
};

const isContained = ({ state }: Saga): boolean => state === 'CONTAINED' || state === 'SETTLED';

/** A group has no boundary, and a Deny in it would hit members whom nobody asked about: each is contained by itself. */
const containGroup = async (
  place: Place,
  context: CommandContext,
  { name, members }: GroupHere,
  options: Options,
): Promise<void> => {
  const abouts: About[] = [];
  for (const principal of members) {
    const stored = await place.ports.findings.ofSubject(principal.uniqueId);
    const findings = stored.filter(({ status }) => status !== 'resolved');
    abouts.push({ principal, findings, isOneFinding: false, subject: principal.arn });
  }
  if (options.yes === true) {
    await applyGroup(place, context, { name, abouts }, options);
    return;
  }
  const planned: PlannedMember[] = [];
  for (const about of abouts)
    planned.push({ arn: about.principal.arn, planned: await planHere(place.ports, about, options) });
  const shown = { name, level: options.level, members: planned, forms: options.forms === true };
  context.terminal.out(options.json ? JSON.stringify(groupJson(shown), undefined, 2) : describeGroup(shown));
  if (!options.json && planned.some((each) => each.planned.planned))
    context.terminal.note(`\nnothing was written; apply it: ${applyCommand(`group/${name}`, options)}`);
  if (planned.some((each) => isLeftOpen(each.planned))) context.exit(exitCode.incomplete);
};

/** One after the other: each goes through the gate by itself, and one that ends otherwise does not hold up the rest. */
const applyGroup = async (
  place: Place,
  context: CommandContext,
  { name, abouts }: { name: string; abouts: readonly About[] },
  options: Options,
): Promise<void> => {
  const ends: MemberEnd[] = [];
  for (const about of abouts) {
    const { arn } = about.principal;
    try {
      ends.push({ arn, ...(await applyHere(place, about, options)) });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      ends.push({ arn, failed: error.message });
    }
  }
  if (options.json) {
    const shown = appliedGroupJson({ name, level: options.level, ends });
    context.terminal.out(JSON.stringify(shown, undefined, 2));
  } else {
    for (const end of ends) {
      const what = 'saga' in end ? endOf(end.saga, options) : 'failed' in end ? end.failed : describePlan(end.planned);
      context.terminal.out(`${end.arn}\n${what}`);
    }
  }
  const isDone = (end: (typeof ends)[number]): boolean =>
    'saga' in end ? isContained(end.saga) : 'planned' in end && !isLeftOpen(end.planned);
  if (!ends.every(isDone)) context.exit(exitCode.incomplete);
};

/** The same plan, applied: at another level it would be another one. */
const applyCommand = (subject: string, { level, revokeSessions, accessKeys, stack }: Options): string =>
  [
    `ringfence contain ${subject}`,
    ...(level === 'surgical' ? [] : [`--level ${level}`]),
    ...(revokeSessions === true ? ['--revoke-sessions'] : []),
    ...(accessKeys === true ? ['--access-keys'] : []),
    ...(stack === undefined ? [] : [`--stack ${stack}`]),
    '--yes',
  ].join(' ');

const endOf = (saga: Saga, { stack }: Options): string => {
  const there = stack === undefined ? '' : ` --stack ${stack}`;
  const what = `${saga.outcome ?? saga.state}: ${saga.detail ?? saga.plan.subject.arn}`;
  switch (saga.state) {
    case 'CONTAINED':
    case 'SETTLED':
      return `${what}\nundo it: ringfence undo ${saga.id} --reason "..."${there}`;
    case 'WAITING':
      return `${what}\napprove it: ringfence approve ${saga.id}${stack === undefined ? ' --as ARN' : there}`;
    default:
      return what;
  }
};
