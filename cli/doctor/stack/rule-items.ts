import { isDeepStrictEqual } from 'node:util';
import type { DeployedRule } from '../../../shared/facts/deployed.ts';
import { releasedRules } from '../../../shared/runtime/event-rules/released-rules.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { deployAgain as deploy } from './deploy-again.ts';
import { ok } from './item-of.ts';

/** Enabled, to its own queue, with dead letters and the pattern that was released: a rule that hears less is a silent loss. */
export const ruleItems = (accountId: string, acts: boolean, rules: readonly DeployedRule[]): readonly DoctorItem[] => {
  const released = releasedRules(accountId);
  const known = new Map(released.map((rule) => [rule.name, rule]));
  const there = new Set(rules.map(({ name }) => name));
  const missing = released
    .filter(({ name, needed }) => (needed === 'always' || (needed === 'acting' && acts)) && !there.has(name))
    .map(({ name, patterns }) => fault('rule-missing', name, `it is not there: ${lossOf(patterns)}`, deploy));
  const faults = rules.flatMap((rule) => {
    const { name, enabled, pattern, targets } = rule;
    const was = known.get(name);
    if (was === undefined)
      return [
        fault(
          'rule-unknown',
          name,
          'no release made it, and it has a name of Ringfence',
          `find out who did; ${remove(rule)}`,
        ),
      ];
    const isElsewhere = targets.some(({ arn }) => arn.split(':').at(-1) !== was.queue);
    return [
      ...(enabled ? [] : [fault('rule-disabled', name, 'it is disabled', `aws events enable-rule --name ${name}`)]),
      ...(targets.length > 0 ? [] : [fault('rule-without-target', name, 'it has no target', deploy)]),
      ...(isElsewhere
        ? [
            fault(
              'rule-elsewhere',
              name,
              `it goes to ${targets.map(({ arn }) => arn).join(' ')}, not to ${was.queue} alone`,
              deploy,
            ),
          ]
        : []),
      ...(targets.every(({ deadLetters }) => deadLetters)
        ? []
        : [fault('rule-without-dead-letters', name, 'what it cannot deliver is lost', deploy)]),
      ...(hears(was.patterns, pattern)
        ? []
        : [fault('rule-drift', name, 'its pattern is not the one that was released: it may hear less', deploy)]),
    ];
  });
  const all = [...missing, ...faults];
  if (all.length > 0) return all;
  return [ok('rules', `${rules.length} rules are enabled and go to their queues, with the released patterns`)];
};

const lossOf = (patterns: unknown): string =>
  patterns === undefined
    ? 'nothing starts by the clock what it should start'
    : 'what it hears reaches nobody before the next sweep';

/** One without a pattern is started by the clock. */
const hears = (released: readonly unknown[] | undefined, pattern: unknown): boolean =>
  released === undefined ? pattern === undefined : released.some((each) => isDeepStrictEqual(each, pattern));

const remove = ({ name, targets }: DeployedRule): string =>
  targets.length === 0
    ? `aws events delete-rule --name ${name}`
    : `take off its targets, then: aws events delete-rule --name ${name}`;

const fault = (code: string, at: string, what: string, fix: string): DoctorItem => ({
  about: 'rules',
  level: 'error',
  code,
  at,
  what,
  fix,
});
