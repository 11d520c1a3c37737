import type { Actor } from './change.ts';

export type InfrastructureAsCode = 'CloudFormation' | 'CDK' | 'Terraform' | 'Pulumi';

const agents: readonly (readonly [RegExp, InfrastructureAsCode])[] = [
  [/\bpulumi\b/iu, 'Pulumi'],
  [/\b(?:hashicorp-)?terraform\b|\bopentofu\b/iu, 'Terraform'],
  [/^cloudformation\.amazonaws\.com$/iu, 'CloudFormation'],
];

const sessions: readonly (readonly [RegExp, InfrastructureAsCode])[] = [
  // The role of a CDK bootstrap that CloudFormation takes (AWS CDK Developer Guide, "Customize AWS CDK bootstrapping").
  [/\/cdk-[a-z0-9]+-cfn-exec-role-/u, 'CDK'],
  [/^AWSCloudFormation$/u, 'CloudFormation'],
  [/^(?:aws-go-sdk-)?terraform(?:[-_.]|$)/iu, 'Terraform'],
  [/^pulumi(?:[-_.]|$)/iu, 'Pulumi'],
];

/**
 * The tool behind a call, as far as its record says: who invoked it, the session it ran in, and its user agent. A user agent is
 * what the caller says of itself, so the answer may make Ringfence ask a person, and never makes it do more.
 * That the session of CloudFormation is called AWSCloudFormation, and what the agents of the tools hold, is [unconfirmed].
 */
export const infrastructureAsCodeOf = ({
  invokedBy,
  userAgent,
  sessionName,
  issuerArn,
}: Pick<Actor, 'invokedBy' | 'userAgent' | 'sessionName' | 'issuerArn'>): InfrastructureAsCode | undefined => {
  const first = (table: typeof agents, text = ''): InfrastructureAsCode | undefined =>
    table.find(([pattern]) => pattern.test(text))?.[1];
  return (
    first(sessions, issuerArn) ?? first(agents, invokedBy) ?? first(sessions, sessionName) ?? first(agents, userAgent)
  );
};
