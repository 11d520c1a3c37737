import { RemovalPolicy, Stack, type Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { type ReleasedFunction, releaseParameters } from '../../shared/facts/released.ts';
import { versions } from '../../shared/runtime/versions.ts';
import { ownName, ownPath } from '../own-names.ts';
import { packageFile, packageSha256 } from '../release/function-package.ts';
import { recordPolicy } from '../release/record-policy.ts';
import { acknowledge, acknowledgeWildcards } from './acknowledge.ts';
import { keepOwnPolicy } from './one-policy.ts';

export type OwnFunctionProps = {
  /** The folder under functions/, and the folder of its bundle. */
  name: string;
  bundles: string;
  environment: Readonly<Record<string, string>>;
  statements: readonly PolicyStatement[];
  /** By statement id: why a wildcard in it is needed. One without a reason fails the build. */
  wildcardReasons: Readonly<Record<string, string>>;
  logRetentionDays: keyof typeof retention;
  timeout: Duration;
  /** Encrypts what the function reads and writes. Absent: it reads and writes none of it. */
  key?: IKey;
  /** Encrypts its log. */
  logKey: IKey;
};

const runtime = Runtime.NODEJS_24_X;
const handler = 'index.handler';

const retention = {
  90: RetentionDays.THREE_MONTHS,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
  731: RetentionDays.TWO_YEARS,
} as const;

/** A function with a role, a log and nothing else: what calls it is up to whoever makes it. */
export class OwnFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: OwnFunctionProps) {
    super(scope, id);
    const name = ownName(props.name);
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: retention[props.logRetentionDays],
      removalPolicy: RemovalPolicy.RETAIN,
      encryptionKey: props.logKey,
    });
    this.role = new Role(this, 'Role', {
      roleName: name,
      path: ownPath,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs the Ringfence function ${props.name}`,
    });
    const statements = [
      new PolicyStatement({
        sid: 'WriteOwnLog',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logs.logGroupArn],
      }),
      ...(props.key === undefined
        ? []
        : [
            new PolicyStatement({
              sid: 'UseOwnKey',
              actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
              resources: [props.key.keyArn],
            }),
          ]),
      ...props.statements,
    ];
    for (const statement of statements) this.role.addToPolicy(statement);
    this.function = new LambdaFunction(this, 'Function', {
      functionName: name,
      runtime,
      architecture: Architecture.ARM_64,
      handler,
      // As it was built: packing it again would give it another hash than the one that is recorded.
      code: Code.fromAsset(packageFile(props.bundles, props.name)),
      role: this.role,
      logGroup: logs,
      timeout: props.timeout,
      memorySize: 1024,
      environment: { ...props.environment },
      description: `Ringfence: ${props.name}`,
    });
    this.recordRelease(name, props);
    recordPolicy(this.role, name);
    this.giveReasons();
    acknowledgeWildcards(this.role, statements, {
      WriteOwnLog: 'The ARN of a log group ends in :* to name its streams.',
      ...props.wildcardReasons,
    });
  }
  private giveReasons(): void {
    keepOwnPolicy(this.role);
    const reasons = {
      LambdaConcurrency:
        'Its queue or its caller bounds it. Reserving concurrency fails in accounts whose quota is low, and takes it from others.',
      LambdaDLQ:
        'Nothing starts it asynchronously: its queue has a dead-letter queue, or its caller waits for the answer.',
      LambdaInsideVPC: 'It calls AWS alone, over TLS, and reaches nothing in a network of the account.',
    };
    for (const [rule, reason] of Object.entries(reasons)) acknowledge(this.function, `NIST.800.53.R5-${rule}`, reason);
  }

  /** What runs can be compared with it by whoever may read both, long after (RF.TAMPER.8). */
  private recordRelease(name: string, { bundles, environment, ...props }: OwnFunctionProps): void {
    const stack = Stack.of(this);
    const released: ReleasedFunction = {
      schemaVersion: '1',
      release: versions.product,
      function: name,
      codeSha256: packageSha256(bundles, props.name),
      handler,
      runtime: runtime.name,
      timeout: props.timeout.toSeconds(),
      role: stack.formatArn({ service: 'iam', region: '', resource: `role${ownPath}${name}` }),
      environment: Object.keys(environment).sort(),
    };
    new StringParameter(this, 'Release', {
      parameterName: `${releaseParameters}${name}`,
      description: `Ringfence: what was deployed as ${name}`,
      stringValue: stack.toJsonString(released),
    });
  }
}
