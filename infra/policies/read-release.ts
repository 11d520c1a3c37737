import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { releaseParameters } from '../../shared/facts/released.ts';
import type { Place } from './place.ts';

/** What compares Ringfence's own functions and rules with what was deployed. Functions are listed by who reads runners. */
export const readRelease = ({ partition, account, region }: Place & { region: string }): readonly PolicyStatement[] => [
  new PolicyStatement({
    sid: 'ReadRelease',
    actions: ['ssm:GetParametersByPath'],
    // The path itself and what is below it.
    resources: [`arn:${partition}:ssm:${region}:${account}:parameter${releaseParameters.slice(0, -1)}*`],
  }),
  new PolicyStatement({
    sid: 'ReadOwnRules',
    actions: ['events:ListRules', 'events:ListTargetsByRule'],
    resources: [`arn:${partition}:events:${region}:${account}:rule/*`],
  }),
];

export const releaseReasons = {
  ReadRelease: 'One parameter for each function, found by their path.',
  ReadOwnRules: 'Rules are listed by the beginning of their names, and the list takes no name.',
} as const;
