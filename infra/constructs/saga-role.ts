import { Duration } from 'aws-cdk-lib';
import { ArnPrincipal, type IRole, type PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ownPath } from '../own-names.ts';
import { recordPolicy } from '../release/record-policy.ts';
import { acknowledgeWildcards } from './acknowledge.ts';
import { keepOwnPolicy } from './one-policy.ts';

export type SagaRoleProps = {
  name: string;
  description: string;
  assumedBy: IRole;
  statements: readonly PolicyStatement[];
  wildcardReasons: Readonly<Record<string, string>>;
};

/** A role that a function assumes once a saga; the session name is the saga's id, so CloudTrail says which saga wrote. */
export class SagaRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: SagaRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      roleName: props.name,
      path: ownPath,
      description: props.description,
      assumedBy: new ArnPrincipal(props.assumedBy.roleArn),
      maxSessionDuration: Duration.hours(1),
    });
    for (const statement of props.statements) this.role.addToPolicy(statement);
    keepOwnPolicy(this.role);
    recordPolicy(this.role, props.name);
    acknowledgeWildcards(this.role, props.statements, props.wildcardReasons);
  }
}
