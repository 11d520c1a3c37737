import { checks } from '../../checks/catalogue.ts';
import type { ReleasedRule } from '../../facts/released.ts';
import { changeRules } from './change-patterns.ts';
import { heardEvents, listeners, orphanTriggers, type Volume } from './heard-events.ts';

/** What a configuration may listen to, the least first. */
const volumes = [
  { inference: false, dataEvents: false },
  { inference: true, dataEvents: false },
  { inference: false, dataEvents: true },
  { inference: true, dataEvents: true },
] as const satisfies readonly Volume[];

/** What the clock starts: the rule, its queue, and which installations have it. */
const byTheClock: readonly ReleasedRule[] = [
  { name: 'ringfence-heartbeat', needed: 'always', queue: 'ringfence-heartbeat' },
  { name: 'ringfence-notify', needed: 'always', queue: 'ringfence-notify' },
  { name: 'ringfence-sweep', needed: 'always', queue: 'ringfence-sweep-account' },
  { name: 'ringfence-tend-contain', needed: 'acting', queue: 'ringfence-contain.fifo' },
  { name: 'ringfence-tend-restore-guardrail', needed: 'acting', queue: 'ringfence-restore-guardrail.fifo' },
  { name: 'ringfence-tend-undo', needed: 'acting', queue: 'ringfence-undo.fifo' },
];

/** Every rule that this version deploys in the home Region. */
export const releasedRules = (accountId: string): readonly ReleasedRule[] => {
  const rules = new Map<string, ReleasedRule>(byTheClock.map((rule) => [rule.name, rule]));
  for (const volume of volumes) {
    const orphans = orphanTriggers(checks, listeners, volume);
    for (const listener of listeners) {
      const events = heardEvents(listener, volume, listener === 'evaluate-access-change' ? orphans : []);
      for (const { name: part, pattern } of changeRules(events, [accountId])) {
        const name = `ringfence-${listener}-${part}`;
        const before = rules.get(name);
        rules.set(name, {
          name,
          // What the one that hears least has, every installation has.
          needed: before?.needed ?? (volume === volumes[0] ? 'always' : 'asked'),
          patterns: [...(before?.patterns ?? []), pattern] as const,
          queue: `ringfence-${listener}`,
        });
      }
    }
  }
  return [...rules.values()];
};
