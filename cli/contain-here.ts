import { defaultCheckSettings } from '../shared/checks/settings.ts';
import type { Ports } from '../shared/ports/ports.ts';
import { contain } from '../shared/response/contain.ts';
import type { Level } from '../shared/response/plan.ts';
import { propose } from '../shared/response/propose.ts';
import type { Saga } from '../shared/response/saga.ts';
import { defaultSettings } from '../shared/response/settings.ts';
import { CommandError } from './command-error.ts';
import { isLeftOpen } from './contain-offline.ts';
import type { CommandContext } from './context.ts';
import { describePlan, planJson } from './describe-plan.ts';
import { exitCode } from './exit-code.ts';
import { findHere } from './find-here.ts';
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

const containAt = async (
  { ports: world, by, apply }: Place,
  context: CommandContext,
  subject: string,
  options: Options,
): Promise<void> => {
  const { findings, principal } = await findHere(world, subject);
  if (principal === undefined) {
    throw new CommandError(`${subject} is not about a role or user that still exists, so there is nothing to contain`);
  }
  const read = await world.settings.read();
  const settings = read.found === 'yes' ? read.value : defaultSettings(defaultCheckSettings);
  const more = {
    ...(options.revokeSessions === undefined ? {} : { revokeSessions: true }),
    ...(options.accessKeys === undefined ? {} : { accessKeys: true }),
  };
  if (options.yes !== true) {
    const now = world.clock.now();
    const planned = planFor({
      facts: principal,
      findings,
      level: options.level,
      settings,
      identity: world.identity,
      ...more,
      now,
    });
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
  const proposed = await propose(world)({
    principal: { kind: principal.kind, name: principal.name },
    findings,
    level: options.level,
    ...more,
    requestedBy: by,
  });
  if (proposed.proposed === 'busy')
    throw new CommandError('another worker is at this principal', { next: 'try again in a minute' });
  if (proposed.proposed === 'nothing') {
    const planned = { planned: false as const, ...proposed.noPlan };
    context.terminal.out(
      options.json ? JSON.stringify(planJson(planned, options.level), undefined, 2) : describePlan(planned),
    );
    if (isLeftOpen(planned)) context.exit(exitCode.incomplete);
    return;
  }
  const ran =
    proposed.saga.state === 'PLANNED' ? await apply(proposed.saga.id) : { ran: true as const, saga: proposed.saga };
  if (!ran.ran) throw new CommandError(ran.detail, { next: applyCommand(subject, options) });
  context.terminal.out(
    options.json ? JSON.stringify({ schemaVersion: '1', saga: ran.saga }, undefined, 2) : endOf(ran.saga, options),
  );
  if (ran.saga.state !== 'CONTAINED' && ran.saga.state !== 'SETTLED') context.exit(exitCode.incomplete);
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
