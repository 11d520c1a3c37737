import {
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import type { DeployedRule } from '../../../facts/deployed.ts';
import { required } from '../iam-read.ts';
import { allowedBy } from './state-fact.ts';

/** Everything that Ringfence makes begins so. */
export const ownPrefix = 'ringfence-';

/** Ringfence's rules on the default bus (Amazon EventBridge API Reference, "ListRules", "ListTargetsByRule"). */
export const readDeployedRules = async (eventBridge: EventBridgeClient): Promise<readonly DeployedRule[]> => {
  const found: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await allowedBy('events:ListRules', () =>
      eventBridge.send(new ListRulesCommand({ NamePrefix: ownPrefix, NextToken })),
    );
    found.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const rules: DeployedRule[] = [];
  for (const rule of found) {
    const name = required(rule.Name, 'Name of a rule');
    const { Targets = [] } = await allowedBy('events:ListTargetsByRule', () =>
      eventBridge.send(new ListTargetsByRuleCommand({ Rule: name })),
    );
    const pattern: unknown = rule.EventPattern === undefined ? undefined : JSON.parse(rule.EventPattern);
    rules.push({
      name,
      enabled: rule.State !== 'DISABLED',
      ...(pattern === undefined ? {} : { pattern }),
      targets: Targets.map(({ Arn, DeadLetterConfig }) => ({
        arn: required(Arn, 'Arn of a target'),
        deadLetters: DeadLetterConfig?.Arn !== undefined,
      })),
    });
  }
  return rules;
};
