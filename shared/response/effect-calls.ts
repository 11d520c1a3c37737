import type { Subject } from '../checks/check.ts';
import type { Effect } from './effect.ts';
import type { Plan, PlannedCall } from './plan.ts';
import { policyDescription } from './policy-description.ts';
import { ownPolicyPath } from './shield.ts';

type Whose = Pick<Subject, 'kind' | 'arn'>;

const iam = (operation: string, parameters: Readonly<Record<string, string>>): PlannedCall => ({
  service: 'iam',
  operation,
  parameters,
});

const namedIn = ({ kind, arn }: Whose): Readonly<Record<string, string>> => ({
  [`${kind}-name`]: arn.split('/').at(-1) ?? '',
});

/** The call that makes an effect, in the words of the AWS CLI. @param sagaId stands on a policy of ours. */
export const callOf = (effect: Effect, subject: Whose, sagaId: string): PlannedCall => {
  const principal = namedIn(subject);
  switch (effect.effect) {
    case 'create-policy':
      return iam('create-policy', {
        'policy-name': effect.arn.split('/').at(-1) ?? '',
        path: ownPolicyPath,
        'policy-document': effect.document,
        description: policyDescription(sagaId),
      });
    case 'set-boundary':
      return iam(`put-${subject.kind}-permissions-boundary`, { ...principal, 'permissions-boundary': effect.arn });
    case 'put-inline':
      return iam(`put-${subject.kind}-policy`, {
        ...principal,
        'policy-name': effect.name,
        'policy-document': effect.document,
      });
    case 'attach':
      return iam(`attach-${subject.kind}-policy`, { ...principal, 'policy-arn': effect.arn });
    case 'deactivate':
      return statusCall(effect.credential, principal, 'Inactive');
  }
};

const statusCall = (
  credential: (Effect & { effect: 'deactivate' })['credential'],
  principal: Readonly<Record<string, string>>,
  status: 'Active' | 'Inactive',
): PlannedCall =>
  credential.kind === 'access-key'
    ? iam('update-access-key', { ...principal, 'access-key-id': credential.id, status })
    : iam('update-service-specific-credential', {
        ...principal,
        'service-specific-credential-id': credential.id,
        status,
      });

/** The call that takes it back to what the plan found. */
export const inverseOf = (effect: Effect, subject: Whose, replaced: Plan['replaced']): PlannedCall => {
  const principal = namedIn(subject);
  switch (effect.effect) {
    case 'create-policy':
      return iam('delete-policy', { 'policy-arn': effect.arn });
    case 'set-boundary':
      return replaced === undefined
        ? iam(`delete-${subject.kind}-permissions-boundary`, principal)
        : iam(`put-${subject.kind}-permissions-boundary`, { ...principal, 'permissions-boundary': replaced.arn });
    case 'put-inline':
      return iam(`delete-${subject.kind}-policy`, { ...principal, 'policy-name': effect.name });
    case 'attach':
      return iam(`detach-${subject.kind}-policy`, { ...principal, 'policy-arn': effect.arn });
    case 'deactivate':
      return statusCall(effect.credential, principal, 'Active');
  }
};

/** Every call of a plan, and every call that takes it back, last effect first. */
export const callsOf = (
  effects: readonly Effect[],
  subject: Whose,
  { replaced, sagaId }: { replaced: Plan['replaced']; sagaId: string },
): Pick<Plan, 'calls' | 'undo'> => ({
  calls: effects.map((effect) => callOf(effect, subject, sagaId)),
  undo: effects.toReversed().map((effect) => inverseOf(effect, subject, replaced)),
});
