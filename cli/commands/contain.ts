import { Command, Option } from 'commander';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import { levels, type Level } from '../../shared/response/plan.ts';
import { defaultSettings } from '../../shared/response/settings.ts';
import { findPrincipal, readAccountFile } from '../account-input.ts';
import type { CommandContext } from '../context.ts';
import { describePlan, planJson } from '../describe-plan.ts';
import { containHere } from '../contain-here.ts';
import { exitCode } from '../exit-code.ts';
import { offlineIdentity } from '../offline-identity.ts';
import { planFor } from '../plan-for.ts';
import { scanAccount } from '../scan-account.ts';
import { readSettingsFile } from '../settings-input.ts';

type Options = {
  account?: string;
  level: Level;
  settings?: string;
  json?: true;
  yes?: true;
  as?: string;
  reason?: string;
};

/** The plan, with its proof. From an account file nothing is ever applied; on the local state `--yes` applies it. */
export const containCommand = (context: CommandContext): Command =>
  new Command('contain')
    .description(
      'the plan: what it closes, the proof, what stops working, the way back; nothing is written without --yes',
    )
    .argument('<subject>', 'a finding id, or a principal: ARN, role/NAME or user/NAME')
    .option('--account <file>', 'compute it offline from "aws iam get-account-authorization-details"; never applied')
    .addOption(new Option('--level <level>').choices([...levels]).default('surgical'))
    .option('--settings <file>', 'approved models, guardrails, administrators (with --account)')
    .option('--json', 'one JSON document')
    .option('--yes', 'apply it, if mode and gate allow')
    .option('--as <arn>', 'who asks for it')
    .action(async (subject: string, options: Options) => {
      if (options.account === undefined) {
        await containHere(context, subject, options);
        return;
      }
      const account = await readAccountFile(options.account);
      const facts = findPrincipal(account, subject);
      const checks = options.settings === undefined ? defaultCheckSettings : await readSettingsFile(options.settings);
      const now = context.now();
      const { findings } = scanAccount({ ...account, principals: [facts], settings: checks, asOf: now, now });
      const planned = planFor({
        facts,
        findings: findings.filter((finding) => finding.subject.uniqueId === facts.uniqueId),
        level: options.level,
        settings: defaultSettings(checks),
        identity: offlineIdentity(facts.arn),
        now,
      });
      context.terminal.out(
        options.json ? JSON.stringify(planJson(planned, options.level), undefined, 2) : describePlan(planned),
      );
      if (!planned.planned && planned.outcome !== 'ALREADY_SAFE') context.exit(exitCode.incomplete);
    });
