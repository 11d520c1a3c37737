import { defaultCheckSettings } from '../shared/checks/settings.ts';
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

type Options = {
  level: Level;
  forms?: true;
  json?: true;
  yes?: true;
  as?: string;
  revokeSessions?: true;
  accessKeys?: true;
};

/** On the local state: shows the plan, and with `--yes` takes it through the gate and applies it. */
export const containHere = (context: CommandContext, subject: string, options: Options): Promise<void> =>
  withWorld(context, async (world) => {
    const { findings, principal } = await findHere(world, subject);
    if (principal === undefined) {
      throw new CommandError(
        `${subject} is not about a role or user that still exists, so there is nothing to contain`,
      );
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
      requestedBy: actorOf(options),
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
      proposed.saga.state === 'PLANNED'
        ? await contain(world)(proposed.saga.id)
        : { ran: true as const, saga: proposed.saga };
    if (!ran.ran) throw new CommandError(ran.detail, { next: applyCommand(subject, options) });
    context.terminal.out(
      options.json ? JSON.stringify({ schemaVersion: '1', saga: ran.saga }, undefined, 2) : endOf(ran.saga),
    );
    if (ran.saga.state !== 'CONTAINED' && ran.saga.state !== 'SETTLED') context.exit(exitCode.incomplete);
  });

/** The same plan, applied: at another level it would be another one. */
const applyCommand = (subject: string, { level, revokeSessions, accessKeys }: Options): string =>
  [
    `ringfence contain ${subject}`,
    ...(level === 'surgical' ? [] : [`--level ${level}`]),
    ...(revokeSessions === true ? ['--revoke-sessions'] : []),
    ...(accessKeys === true ? ['--access-keys'] : []),
    '--yes',
  ].join(' ');

const endOf = (saga: Saga): string => {
  const what = `${saga.outcome ?? saga.state}: ${saga.detail ?? saga.plan.subject.arn}`;
  switch (saga.state) {
    case 'CONTAINED':
    case 'SETTLED':
      return `${what}\nundo it: ringfence undo ${saga.id} --reason "..."`;
    case 'WAITING':
      return `${what}\napprove it: ringfence approve ${saga.id} --as ARN`;
    default:
      return what;
  }
};
