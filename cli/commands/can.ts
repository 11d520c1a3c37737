import { Command } from 'commander';
import { canEver } from '../../shared/reasoning/can-ever.ts';
import { compilePrincipal } from '../../shared/reasoning/compile-principal.ts';
import { takesOtherResources } from '../../shared/reasoning/takes-other-resources.ts';
import { findPrincipal, readAccountFile } from '../account-input.ts';
import type { CommandContext } from '../context.ts';
import { describeAnswer } from '../describe-answer.ts';
import { exitCode } from '../exit-code.ts';
import { checkQuestion } from '../question-input.ts';

type Options = { account: string; json?: true };

/** One question: can this principal ever do this action, on this resource or on any? */
export const canCommand = (context: CommandContext): Command =>
  new Command('can')
    .description(
      'one question: can the principal ever do the action? yes with a witness, no with a proof, or unknown with the reason',
    )
    .argument('<principal>', 'ARN, role/NAME or user/NAME')
    .argument('<action>', 'for example bedrock:InvokeModel; * and ? as in a policy')
    .argument('[resource]', 'ARN, * and ? as in a policy', '*')
    .requiredOption('--account <file>', 'output of "aws iam get-account-authorization-details"')
    .option('--json', 'one JSON document')
    .action(async (wanted: string, action: string, resource: string, options: Options) => {
      checkQuestion(context.terminal, action, resource);
      const principal = findPrincipal(await readAccountFile(options.account), wanted);
      const question = { actions: [action], resources: [resource] };
      const answer = canEver(compilePrincipal(principal), question, { model: 'realistic', now: context.now() });
      if (options.json) {
        context.terminal.out(
          JSON.stringify({ schemaVersion: '1', principal: principal.arn, question, ...answer }, undefined, 2),
        );
      } else {
        const [verdict = '', ...details] = describeAnswer(answer);
        context.terminal.out(
          `${principal.arn}\ncan ever do ${action} on ${resource === '*' ? 'anything' : resource}: ${verdict}`,
        );
        const other = answer.answer === 'no' ? takesOtherResources(action, resource) : undefined;
        if (other !== undefined) context.terminal.out(`  ${other}`);
        for (const line of details) context.terminal.out(`  ${line}`);
      }
      if (answer.answer === 'unknown') context.exit(exitCode.incomplete);
    });
