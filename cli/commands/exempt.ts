import { Command } from 'commander';
import ms, { type StringValue } from 'ms';
import { checks } from '../../shared/checks/catalogue.ts';
import { grantExemption } from '../../shared/response/grant-exemption.ts';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../context.ts';
import { findHere } from '../find-here.ts';
import { principalOption } from '../principal-option.ts';
import { stackOption, withPorts } from '../stack/with-ports.ts';

type Options = {
  check?: string;
  owner: string;
  reason: string;
  ticket: string;
  expires: string;
  approver: string;
  as?: string;
  stack?: string;
  json?: true;
};

/** Typed as the package wants it: a number and a unit. */
const isDuration = (text: string): text is StringValue => /^\d+ ?(?:h|hours?|d|days?|w|weeks?)$/u.test(text);

/** `30d`, or an ISO 8601 time. */
const endOf = (text: string, now: string): string => {
  const time = new Date(isDuration(text) ? Date.parse(now) + ms(text) : Date.parse(text));
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new CommandError(`--expires ${text} is neither a duration nor a time`, {
    next: 'write 30d, or 2026-12-31T00:00:00Z',
  });
};

/** An exemption for one principal (by unique id) and one check or area, with owner, reason, ticket and end. */
export const exemptCommand = (context: CommandContext): Command =>
  new Command('exempt')
    .description(
      'exempt one principal from a check or an area, until a date; requester, approver and subject must differ',
    )
    .argument('<subject>', 'a finding id, or a principal: ARN, role/NAME or user/NAME')
    .option('--check <id>', 'a check id (RF.ACCESS.1) or an area (SENSITIVE); with a finding id: its own check')
    .requiredOption('--owner <who>', 'who answers for it')
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--ticket <id>', 'where it was agreed')
    .requiredOption('--expires <when>', '30d, or an ISO 8601 time; at most 90 days')
    .requiredOption('--approver <arn>', 'who approves it', principalOption('--approver'))
    .option('--as <arn>', 'who asks for it', principalOption('--as'))
    .option(...stackOption)
    .option('--json', 'one JSON document')
    .action((wanted: string, options: Options) =>
      withPorts(context, options, async (world, by) => {
        const { findings, principal } = await findHere(world, wanted);
        const scope = options.check ?? (wanted.startsWith('f-') ? findings[0]?.checkId : undefined);
        if (principal === undefined) throw new CommandError(`${wanted} is not about a role or user that still exists`);
        if (scope === undefined) {
          throw new CommandError('an exemption is for one check or area', {
            next: `ringfence exempt ${wanted} --check RF.ACCESS.1 ...`,
          });
        }
        const known = checks.flatMap(({ id }) => [id, id.split('.')[1] ?? id]);
        if (!known.includes(scope.toUpperCase())) {
          throw new CommandError(`there is no check or area ${scope}`, { next: 'ringfence checks list' });
        }
        const answer = await grantExemption(world)({
          uniqueId: principal.uniqueId,
          arn: principal.arn,
          scope: scope.toUpperCase(),
          owner: options.owner,
          reason: options.reason,
          ticket: options.ticket,
          requester: by,
          approver: options.approver,
          expires: endOf(options.expires, world.clock.now()),
        });
        if (!answer.granted) throw new CommandError(`${answer.code}: ${answer.detail}`);
        const { exemption } = answer;
        context.terminal.out(
          options.json
            ? JSON.stringify({ schemaVersion: '1', exemption }, undefined, 2)
            : `${exemption.arn} (${exemption.uniqueId}) is exempt from ${exemption.scope} until ${exemption.expires}: ${exemption.id}`,
        );
      }),
    );
