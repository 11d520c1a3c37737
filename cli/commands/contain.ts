import { Command, Option } from 'commander';
import { levels, type Level } from '../../shared/response/plan.ts';
import { CommandError } from '../command-error.ts';
import { containHere } from '../contain-here.ts';
import { containOffline } from '../contain-offline.ts';
import type { CommandContext } from '../context.ts';
import { stackOption } from '../stack/with-ports.ts';
import { principalOption } from '../principal-option.ts';

type Options = {
  account?: string;
  level: Level;
  settings?: string;
  before?: string;
  merge?: true;
  revokeSessions?: true;
  accessKeys?: true;
  forms?: true;
  json?: true;
  yes?: true;
  as?: string;
  stack?: string;
};

/** The plan, with its proof. From an account file nothing is ever applied; on the local state `--yes` applies it. */
export const containCommand = (context: CommandContext): Command =>
  new Command('contain')
    .description(
      'the plan: what it closes, the proof, what stops working, the way back; nothing is written without --yes',
    )
    .argument(
      '<subject>',
      'a finding id, or a principal: ARN, role/NAME, user/NAME; group/NAME for each member by itself',
    )
    .option('--account <file>', 'compute it offline from "aws iam get-account-authorization-details"; never applied')
    .addOption(
      new Option('--level <level>', 'surgical: the violated questions; sensitive: what was gained; quarantine: all AI')
        .choices([...levels])
        .default('surgical'),
    )
    .option('--settings <file>', 'approved models, guardrails, administrators (with --account)')
    .option('--before <file>', 'the account before the change: level sensitive denies what was gained (with --account)')
    .option('--merge', "replace somebody else's boundary by one that holds it and the Deny (with --account)")
    .option('--revoke-sessions', 'level quarantine: also deny the sessions that are open now')
    .option('--access-keys', 'level quarantine: access keys too become inactive')
    .option('--forms', 'the documents by AWS CLI, CloudFormation, CDK and Terraform too; applies nothing')
    .option('--json', 'one JSON document')
    .option('--yes', 'apply it, if mode and gate allow')
    .option('--as <arn>', 'who asks for it', principalOption('--as'))
    .option(...stackOption)
    .action(async (subject: string, { account, ...options }: Options) => {
      refuseOutOfPlace(account, options);
      if (account === undefined) await containHere(context, subject, options);
      else await containOffline(context, subject, { ...options, account });
    });

/** An option that would have no effect is a misunderstanding: a plan must not be read for another one. */
const refuseOutOfPlace = (account: string | undefined, options: Options): void => {
  if (account !== undefined && options.yes === true) {
    throw new CommandError('--yes has no place beside --account: a plan from a file is never applied', {
      next: 'leave --yes out, or apply it where Ringfence is installed',
    });
  }
  if (account !== undefined && options.stack !== undefined) {
    throw new CommandError('--account is a file and --stack an installation: a plan is made from one of them', {
      next: 'leave one of the two out',
    });
  }
  if (options.forms === true && options.yes === true) {
    throw new CommandError('--forms shows the documents, and --yes applies them', { next: 'leave one of the two out' });
  }
  if (
    account === undefined &&
    (options.before !== undefined || options.merge === true || options.settings !== undefined)
  ) {
    throw new CommandError(
      '--settings, --before and --merge are for --account: an installation takes them from its memory and settings',
      {
        next: 'ringfence contain SUBJECT --account account.json --merge',
      },
    );
  }
  if (options.level !== 'quarantine' && (options.revokeSessions === true || options.accessKeys === true)) {
    throw new CommandError('--revoke-sessions and --access-keys belong to --level quarantine', {
      next: 'ringfence contain SUBJECT --level quarantine --revoke-sessions',
    });
  }
};
