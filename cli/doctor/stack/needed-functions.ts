const always = [
  'evaluate-access-change',
  'evaluate-guardrail-change',
  'evaluate-ai-activity',
  'watch-tampering',
  'notify',
  'sweep-account',
  'heartbeat',
] as const;

/** What every installation has, each behind a queue of its own. */
export const neededFunctions = (containment: boolean): readonly string[] => [
  ...always,
  ...(containment ? ordered : []),
];

/** Their queues keep order. */
export const ordered: readonly string[] = ['contain', 'undo', 'restore-guardrail'];
