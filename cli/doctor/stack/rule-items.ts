import { isDeepStrictEqual } from 'node:util';
import type { InstalledRule } from '../../../shared/adapters/aws/installed/installed-parts.ts';
import { checks } from '../../../shared/checks/catalogue.ts';
import { changeRules } from '../../../shared/runtime/event-rules/change-patterns.ts';
import { heardEvents, listeners, orphanTriggers } from '../../../shared/runtime/event-rules/heard-events.ts';
import type { DoctorItem } from '../doctor-item.ts';

const volumes = [
  { inference: false, dataEvents: false },
  { inference: true, dataEvents: false },
  { inference: false, dataEvents: true },
  { inference: true, dataEvents: true },
];

/** Every rule that this release deploys, with the patterns it may have: they differ by what the configuration listens to. */
const released = (
  accountId: string,
): { needed: ReadonlySet<string>; patterns: ReadonlyMap<string, readonly unknown[]> } => {
  const patterns = new Map<string, unknown[]>();
  const needed = new Set<string>();
  for (const [index, volume] of volumes.entries()) {
    const orphans = orphanTriggers(checks, listeners, volume);
    for (const listener of listeners) {
      const events = heardEvents(listener, volume, listener === 'evaluate-access-change' ? orphans : []);
      for (const { name, pattern } of changeRules(events, [accountId])) {
        const rule = `ringfence-${listener}-${name}`;
        patterns.set(rule, [...(patterns.get(rule) ?? []), pattern]);
        // The first hears least: what it has, every installation has.
        if (index === 0) needed.add(rule);
      }
    }
  }
  return { needed, patterns };
};

/** Enabled, with a target and dead letters, and the pattern that was released: a rule that hears less is a silent loss. */
export const ruleItems = (accountId: string, rules: readonly InstalledRule[]): readonly DoctorItem[] => {
  const { needed, patterns } = released(accountId);
  const there = new Set(rules.map(({ name }) => name));
  const deploy = 'npx cdk deploy --all';
  const item = (code: string, at: string, what: string, fix: string): DoctorItem => ({
    about: 'rules',
    level: 'error',
    code,
    at,
    what,
    fix,
  });
  const missing = [...needed]
    .filter((name) => !there.has(name))
    .map((name) =>
      item('rule-missing', name, 'it is not there: what it hears reaches nobody before the next sweep', deploy),
    );
  const faults = rules.flatMap(({ name, enabled, pattern, targets }) => {
    const known = patterns.get(name);
    return [
      ...(enabled ? [] : [item('rule-disabled', name, 'it is disabled', `aws events enable-rule --name ${name}`)]),
      ...(targets.length > 0 ? [] : [item('rule-without-target', name, 'it has no target', deploy)]),
      ...(targets.every(({ deadLetters }) => deadLetters)
        ? []
        : [item('rule-without-dead-letters', name, 'what it cannot deliver is lost', deploy)]),
      ...(known === undefined || known.some((each) => isDeepStrictEqual(each, pattern))
        ? []
        : [item('rule-drift', name, 'its pattern is not the one that was released: it may hear less', deploy)]),
    ];
  });
  const all = [...missing, ...faults];
  if (all.length > 0) return all;
  return [
    {
      about: 'rules',
      level: 'ok',
      code: 'ok',
      at: '',
      what: `${rules.length} rules are enabled and have targets, with the released patterns`,
    },
  ];
};
