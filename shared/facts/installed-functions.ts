import type { Installed } from './released.ts';

/** A function of Ringfence that is known by its name alone, with its record and everything else of it gone. */
export type InstalledName = { name: string; needed: Installed };

const always = [
  'evaluate-access-change',
  'evaluate-guardrail-change',
  'evaluate-ai-activity',
  'watch-tampering',
  'notify',
  'sweep-account',
  'heartbeat',
] as const;
const acting = ['contain', 'undo', 'restore-guardrail'] as const;

/** Each has a queue of its own. Those that act are installed together, and their queues keep order. */
export const installedFunctions: readonly InstalledName[] = [
  ...always.map((name) => ({ name: `ringfence-${name}`, needed: 'always' as const })),
  ...acting.map((name) => ({ name: `ringfence-${name}`, needed: 'acting' as const })),
];

/** Whether the stack that acts is installed: whatever of it is left says so. @param names of functions and rules that are there or recorded */
export const isActing = (names: ReadonlySet<string>, parts: readonly { name: string; needed: Installed }[]): boolean =>
  parts.some(({ name, needed }) => needed === 'acting' && names.has(name));
