import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import * as z from 'zod';
import { anApp, resourcesOf } from '../testing/synthesised.ts';

export type TemplateRule = {
  /** The rule's deployed name; with the installation behind it where its pattern differs from the usual one. */
  name: string;
  /** As EventBridge gets it. */
  pattern: unknown;
  sha256: string;
};

const RuleProperties = z.object({ Name: z.string(), EventPattern: z.record(z.string(), z.unknown()).optional() });

/**
 * Every rule with a pattern that an installation can have: the usual one, one that also hears model calls and data
 * events, and the rules that forward from a further Region.
 */
export const rulesInTemplates = (): readonly TemplateRule[] => {
  const usual = anApp({ watchedRegions: ['us-east-1', 'eu-west-1'] });
  const loud = anApp({
    watchedRegions: ['us-east-1', 'eu-west-1'],
    listenTo: { inference: true, dataEvents: true },
  });
  const rules = new Map<string, TemplateRule>();
  for (const rule of [usual.detection, ...usual.forwarding].flatMap(rulesOf)) rules.set(rule.name, rule);
  for (const rule of [loud.detection, ...loud.forwarding].flatMap(rulesOf)) {
    if (rules.get(rule.name)?.sha256 === rule.sha256) continue;
    const name = `${rule.name} (every event heard)`;
    rules.set(name, { ...rule, name });
  }
  return [...rules.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
};

const rulesOf = (stack: Stack): readonly TemplateRule[] =>
  Object.values(resourcesOf(stack))
    .filter(({ Type }) => Type === 'AWS::Events::Rule')
    .map(({ Properties }) => RuleProperties.parse(Properties))
    .flatMap(({ Name, EventPattern }) =>
      EventPattern === undefined ? [] : [{ name: Name, pattern: EventPattern, sha256: sha256(EventPattern) }],
    );

export const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
