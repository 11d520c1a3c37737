import { Lazy, Stack, Token } from 'aws-cdk-lib';
import { CfnRole, Policy, type PolicyDocument, type Role } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import * as z from 'zod';
import {
  type ReleasedRolePolicy,
  type ReleasedStatement,
  releasedPolicyParameters,
  shapeHash,
  statementName,
} from '../../shared/facts/released-policy.ts';

/** What a role may do can be compared with it by whoever may read both: `ringfence doctor --stack`. @param name of the role */
export const recordPolicy = (role: Role, name: string): void => {
  const stack = Stack.of(role);
  new StringParameter(role, 'Release', {
    parameterName: `${releasedPolicyParameters}${name}`,
    description: `Ringfence: what was deployed as the policy of ${name}`,
    // At synthesis, and anew each time: until then statements are added, and what another stack exports has no name yet.
    stringValue: Lazy.uncachedString({ produce: () => stack.toJsonString(recordOf(role, name)) }),
  });
};

const recordOf = (role: Role, name: string): ReleasedRolePolicy => {
  const policy = role.node.tryFindChild('DefaultPolicy');
  if (!(policy instanceof Policy)) throw new Error(`${name} has no policy of its own: nothing can be recorded of it`);
  return {
    schemaVersion: '1',
    role: name,
    policy: policy.policyName,
    statements: statementsOf(role, policy.document),
    trust: role.assumeRolePolicy === undefined ? [] : statementsOf(role, role.assumeRolePolicy),
    boundary: boundaryOf(role),
  };
};

/** One that the CDK's context or an aspect of the installation sets on every role is there by then. */
const boundaryOf = (role: Role): string => {
  const made = role.node.defaultChild;
  return made instanceof CfnRole && made.permissionsBoundary !== undefined ? made.permissionsBoundary : 'none';
};

const Resolved = z.object({ Statement: z.array(z.unknown()) });

const statementsOf = (role: Role, document: PolicyDocument): readonly ReleasedStatement[] => {
  const { Statement } = Resolved.parse(Stack.of(role).resolve(document));
  return Statement.map((statement, index) => {
    const texts: string[] = [];
    const hash = shapeHash(statement, (value) => {
      if (!isIntrinsic(value)) return false;
      texts.push(Token.asString(value));
      return true;
    });
    return { sid: statementName(statement, index), hash, texts };
  });
};

/** What CloudFormation puts in (AWS CloudFormation User Guide, "Intrinsic function reference"). */
const isIntrinsic = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [key, ...others] = Object.keys(value);
  return key !== undefined && others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
};
