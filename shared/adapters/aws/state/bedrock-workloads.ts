import type { GuardrailReference } from '../../../facts/region-state.ts';
import type { Runner } from '../../../facts/runner.ts';
import type { WorkloadFacts } from '../../../facts/wide-state.ts';
import { required } from '../iam-read.ts';

/** What a list says of one workload. */
export const workloadOfSummary = (arn: string | undefined, name: string | undefined): WorkloadFacts => ({
  arn: required(arn, 'ARN of a workload'),
  ...(name === undefined ? {} : { name }),
});

/** What one Region's agents and flows say: read together, as one call tells all three. */
export type BedrockWorkloads = {
  workloads: readonly WorkloadFacts[];
  runners: readonly Runner[];
  references: readonly GuardrailReference[];
};

type Configured = { guardrailIdentifier?: string | undefined; guardrailVersion?: string | undefined };

/** One workload with the guardrails that its versions in use name. */
export const workloadOf = (of: {
  arn: string;
  name: string | undefined;
  kind: 'agent' | 'flow';
  roleArn: string | undefined;
  guardrails: readonly Configured[];
}): BedrockWorkloads => {
  const { arn, name, kind, roleArn } = of;
  const references = of.guardrails.flatMap(({ guardrailIdentifier: guardrail, guardrailVersion: version }) =>
    guardrail === undefined ? [] : [{ by: arn, guardrail, ...(version === undefined ? {} : { version }) }],
  );
  return {
    workloads: [{ arn, ...(name === undefined ? {} : { name }) }],
    // An agent that was never prepared may have no role yet.
    runners: roleArn === undefined ? [] : [{ arn, kind, roleArn }],
    references: [...new Map(references.map((each) => [`${each.guardrail} ${each.version ?? ''}`, each])).values()],
  };
};

export const together = (all: readonly BedrockWorkloads[]): BedrockWorkloads => ({
  workloads: all.flatMap(({ workloads }) => workloads),
  runners: all.flatMap(({ runners }) => runners),
  references: all.flatMap(({ references }) => references),
});
