/** What runs code, a notebook or an agent, and the role that it runs as. */
export type Runner = {
  arn: string;
  kind: RunnerKind;
  /** Execution role. */
  roleArn: string;
};

export const runnerKinds = [
  'notebook',
  'notebook-lifecycle',
  // A person in SageMaker Studio: what it opens runs as its role.
  'studio-profile',
  'agent',
  'flow',
  'agent-runtime',
  // One that serves an older version of its runtime, with a role that the newest one has no more.
  'runtime-endpoint',
  'gateway',
  'code-interpreter',
  'browser',
  'harness',
  'function',
  'pipeline',
] as const;
export type RunnerKind = (typeof runnerKinds)[number];
