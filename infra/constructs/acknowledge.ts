import { Stack, Validations } from 'aws-cdk-lib';
import { Effect, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { Construct } from 'constructs';

/** A role's wildcard that nobody gave a reason for. */
export class WildcardWithoutReason extends Error {
  override readonly name = 'WildcardWithoutReason';
}

/**
 * Accepts single findings of a security rule on one construct, each by its own id, with a reason. Never on a stack: what is
 * added later must be judged anew.
 */
export const acknowledge = (construct: Construct, rule: string, reason: string): void =>
  Validations.of(construct).acknowledge({ id: rule, reason });

/**
 * Accepts each wildcard of the statements by name.
 * @param reasons by statement id
 * @throws WildcardWithoutReason
 */
export const acknowledgeWildcards = (
  construct: Construct,
  statements: readonly PolicyStatement[],
  reasons: Readonly<Record<string, string>>,
): void => {
  for (const statement of statements) {
    if (statement.effect !== Effect.ALLOW) continue;
    for (const finding of wildcards(construct, statement)) {
      const reason = reasons[statement.sid ?? ''];
      if (reason === undefined) {
        throw new WildcardWithoutReason(
          `${construct.node.path}: statement ${statement.sid ?? '(without id)'} has ${finding} and no reason for it`,
        );
      }
      acknowledge(construct, `AwsSolutions-IAM5[${finding}]`, reason);
    }
  }
};

const wildcards = (construct: Construct, statement: PolicyStatement): readonly string[] => [
  ...statement.actions.filter((action) => action.includes('*')).map((action) => `Action::${action}`),
  ...statement.resources
    .map((resource) => flattenCfnReference(Stack.of(construct).resolve(resource)))
    .filter((resource) => resource.includes('*'))
    .map((resource) => `Resource::${resource}`),
];
