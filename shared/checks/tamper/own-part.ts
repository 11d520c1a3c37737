import type { Change, Touched } from '../../change/change.ts';

/**
 * Everything Ringfence makes carries its name: functions, rules, queues, topics, tables, schedules, parameters. A bare
 * name, the last part of an ARN or of a path, or the topic inside of a subscription's ARN.
 */
const ownName = /(?:^|[:/])ringfence[-/_]/i;

/** The parts of Ringfence that a change names. */
export const ownParts = (change: Change): readonly (Touched & { kind: 'resource' })[] =>
  change.touches.flatMap((touched) =>
    touched.kind === 'resource' && ownName.test(touched.identifier) ? [touched] : [],
  );

/** The roles of Ringfence that a change names, as parts of it: what they may do is what Ringfence may do. */
export const ownRolesTouched = (change: Change): readonly { type: string; identifier: string }[] =>
  change.touches.flatMap((touched) =>
    touched.kind === 'role' && ownName.test(touched.name)
      ? [{ type: 'AWS::IAM::Role', identifier: touched.arn ?? `role/${touched.name}` }]
      : [],
  );

/** A call that CloudFormation makes for whoever updates the stack: as likely a release as an attack. */
export const isStackUpdate = ({ actor }: Change): boolean => actor.invokedBy === 'cloudformation.amazonaws.com';

/** A role of Ringfence, as a role or as a session of it. */
export const isOwnActor = ({ actor }: Change, ownRoles: readonly string[]): boolean =>
  [actor.issuerArn, actor.arn].some((arn) => arn !== undefined && ownRoles.includes(arn));
