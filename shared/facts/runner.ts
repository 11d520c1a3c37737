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
  'agent',
  'flow',
  'agent-runtime',
  'code-interpreter',
  'browser',
  'harness',
  'function',
  'pipeline',
] as const;
export type RunnerKind = (typeof runnerKinds)[number];
