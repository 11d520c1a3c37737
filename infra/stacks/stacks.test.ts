import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { compileEventPattern } from '../../shared/adapters/local/event-pattern.ts';
import { knownEvent } from '../../shared/change/known-events.ts';
import { checks } from '../../shared/checks/catalogue.ts';
import { environmentSchema } from '../../shared/runtime/config.ts';
import { securityRules } from '../make-app.ts';
import { maxReceiveCount } from '../constructs/queued-function.ts';
import type { Configuration } from '../../shared/runtime/installation/configuration.ts';
import { anApp, type Resource, type Resources, resourcesOf } from '../testing/synthesised.ts';
import { restorationTag } from '../../shared/adapters/aws/bedrock-guardrail-writer.ts';

type Statement = {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
  Principal?: unknown;
};
type Policy = { PolicyDocument: { Statement: Statement[] }; Roles?: { Ref: string }[]; Queues?: { Ref: string }[] };

/** Every optional part. */
const everything: Partial<Configuration> = {
  containInline: 'everywhere',
  containKeys: true,
  restoreBoundaries: ['arn:aws:iam::111122223333:policy/team/*'],
};
const { detection, containment } = anApp(everything);
const stacks = { detection: resourcesOf(detection), containment: resourcesOf(containment) };
const both: [string, Resources][] = Object.entries(stacks);
/** Containment as it is without its optional parts. */
const least = resourcesOf(anApp().containment);
const list = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);

const ofType = (resources: Resources, type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);
const everywhere = (type: string): [string, Resource][] => both.flatMap(([, resources]) => ofType(resources, type));

/** Statements of each role, by the role's name. */
const roles = (resources: Resources): Map<string, Statement[]> => {
  const names = new Map(
    ofType(resources, 'AWS::IAM::Role').map(([id, { Properties }]) => [id, Properties['RoleName'] as string]),
  );
  const found = new Map<string, Statement[]>([...names.values()].map((name) => [name, []]));
  for (const [, { Properties }] of ofType(resources, 'AWS::IAM::Policy')) {
    const { PolicyDocument, Roles = [] } = Properties as unknown as Policy;
    for (const { Ref } of Roles) found.get(names.get(Ref)!)!.push(...PolicyDocument.Statement);
  }
  return found;
};
const allowed = (statements: readonly Statement[]): string[] =>
  statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => list(Action));
/** A report is made for whoever asks; nothing of the account changes (Service Authorization Reference: access level Read). */
const makesReport = 'iam:GenerateServiceLastAccessedDetails';
const isRead = (action: string) => action === makesReport || /:(Get|List|BatchGet|Describe)[A-Z]/.test(action);
const mutatesIdentity = (action: string) => /^(iam|organizations|sso):/.test(action) && !isRead(action);

describe('both stacks', () => {
  it('encrypt every queue and refuse requests without TLS', () => {
    const queues = everywhere('AWS::SQS::Queue');
    expect(queues.length).toBeGreaterThan(8);
    for (const [, { Properties }] of queues) expect(Properties).toMatchObject({ SqsManagedSseEnabled: true });
    for (const [, resources] of both) {
      for (const [id] of ofType(resources, 'AWS::SQS::Queue')) {
        const statements = ofType(resources, 'AWS::SQS::QueuePolicy')
          .map(([, { Properties }]) => Properties as unknown as Policy)
          .filter(({ Queues }) => Queues?.some(({ Ref }) => Ref === id))
          .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
        expect(statements).toContainEqual(
          expect.objectContaining({
            Effect: 'Deny',
            Action: 'sqs:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        );
      }
    }
  });

  it('lose no event: every queue that starts a function has a dead-letter queue that keeps for two weeks', () => {
    for (const [, resources] of both) {
      const started = ofType(resources, 'AWS::Lambda::EventSourceMapping').map(
        ([, { Properties }]) => (Properties['EventSourceArn'] as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0],
      );
      for (const id of started) {
        const redrive = resources[id]!.Properties['RedrivePolicy'] as {
          deadLetterTargetArn: { 'Fn::GetAtt': [string] };
          maxReceiveCount: number;
        };
        expect(redrive.maxReceiveCount).toBe(maxReceiveCount);
        const dead = resources[redrive.deadLetterTargetArn['Fn::GetAtt'][0]]!;
        expect(dead.Properties['MessageRetentionPeriod']).toBe(14 * 24 * 3600);
        // Its own messages alone come in, and only there can they go back.
        expect(dead.Properties['RedriveAllowPolicy']).toEqual({
          redrivePermission: 'byQueue',
          sourceQueueArns: [`arn:aws:sqs:us-east-1:111122223333:${String(resources[id]!.Properties['QueueName'])}`],
        });
      }
    }
  });

  it('run every function on the chosen Node, from a queue, one failed record at a time; two are called and wait', () => {
    const functions = everywhere('AWS::Lambda::Function');
    expect(functions.map(([, { Properties }]) => Properties['FunctionName']).sort()).toEqual([
      'ringfence-contain',
      'ringfence-contain-inline',
      'ringfence-contain-keys',
      'ringfence-evaluate-access-change',
      'ringfence-evaluate-ai-activity',
      'ringfence-evaluate-guardrail-change',
      'ringfence-heartbeat',
      'ringfence-notify',
      'ringfence-restore-guardrail',
      'ringfence-sweep-account',
      'ringfence-undo',
      'ringfence-watch-tampering',
    ]);
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    }
    const mappings = everywhere('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(functions.length - 2);
    for (const [, { Properties }] of mappings) {
      expect(Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
      expect(Properties['ScalingConfig']).toMatchObject({ MaximumConcurrency: expect.any(Number) as number });
    }
  });

  describe('tell each function exactly what it reads from its environment', () => {
    const notGiven = [
      'AWS_REGION',
      'AWS_ENDPOINT_URL',
      'RINGFENCE_ENVIRONMENT',
      'RINGFENCE_REQUEST_TIMEOUT_MS',
      // Agents and flows are repointed by a role that may pass theirs: who wants that adds it.
      'RINGFENCE_RESTORE_REPOINTS_AGENTS',
    ];
    const ofWriters = ['RINGFENCE_CONTAIN_INLINE_FUNCTION', 'RINGFENCE_CONTAIN_KEYS_FUNCTION'];
    const optional = [
      'RINGFENCE_CONTAIN_INLINE_ROLE_ARN',
      'RINGFENCE_CONTAIN_KEYS_ROLE_ARN',
      'RINGFENCE_UNDO_INLINE_ROLE_ARN',
      'RINGFENCE_UNDO_KEYS_ROLE_ARN',
    ];
    const known = Object.keys(environmentSchema.shape).filter((name) => !notGiven.includes(name));
    const variablesOf = ([, { Properties }]: [string, Resource]): string[] =>
      Object.keys((Properties['Environment'] as { Variables: Record<string, unknown> }).Variables).sort();
    const without = (...names: string[]) => known.filter((name) => !names.includes(name)).sort();

    it('with every optional part; only the function that contains asks those that write for it', () => {
      for (const made of everywhere('AWS::Lambda::Function')) {
        const asks = made[1].Properties['FunctionName'] === 'ringfence-contain';
        expect(variablesOf(made)).toEqual(without('RINGFENCE_INLINE_NEEDS_BOUNDARY', ...(asks ? [] : ofWriters)));
      }
    });

    it('without them: no role is named that is not there', () => {
      const made = ofType(least, 'AWS::Lambda::Function');
      expect(made).toHaveLength(3);
      for (const each of made)
        expect(variablesOf(each)).toEqual(without('RINGFENCE_INLINE_NEEDS_BOUNDARY', ...ofWriters, ...optional));
    });

    it('and that inline policies are written beside boundaries only, where that is so', () => {
      const beside = resourcesOf(anApp({ containInline: 'beside-boundaries' }).containment);
      for (const each of ofType(beside, 'AWS::Lambda::Function'))
        expect(variablesOf(each)).toContain('RINGFENCE_INLINE_NEEDS_BOUNDARY');
    });
  });

  it('keep logs for a year, encrypted with a key that the service may use for them alone', () => {
    const groups = everywhere('AWS::Logs::LogGroup');
    expect(groups).toHaveLength(everywhere('AWS::Lambda::Function').length);
    for (const [, { Properties }] of groups) {
      expect(Properties['RetentionInDays']).toBe(365);
      expect(JSON.stringify(Properties['KmsKeyId'])).toMatch(/OwnKey/);
    }
    const [, key] = ofType(stacks.detection, 'AWS::KMS::Key')[0]!;
    const { Statement } = key.Properties['KeyPolicy'] as { Statement: Statement[] };
    expect(Statement.find(({ Sid }) => Sid === 'OwnLogs')).toMatchObject({
      Principal: { Service: 'logs.us-east-1.amazonaws.com' },
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/ringfence-*',
        },
      },
    });
  });

  it('keep tables: encrypted with a key of their own, restorable, protected against deletion', () => {
    const tables = everywhere('AWS::DynamoDB::Table');
    expect(tables.map(([, { Properties }]) => Properties['TableName']).sort()).toEqual([
      'ringfence-findings',
      'ringfence-history',
      'ringfence-state',
    ]);
    for (const [, { Properties, DeletionPolicy }] of tables) {
      expect(Properties).toMatchObject({
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
      });
      expect(DeletionPolicy).toBe('Retain');
    }
  });

  it('tell a person of every silent failure of every function', () => {
    const alarms = everywhere('AWS::CloudWatch::Alarm');
    const names = alarms.map(([, { Properties }]) => Properties['AlarmName']);
    for (const [, { Properties }] of everywhere('AWS::Lambda::Function')) {
      const name = String(Properties['FunctionName']);
      // The two that are called have no queue: whoever calls hears of it.
      const isCalled = name === 'ringfence-contain-inline' || name === 'ringfence-contain-keys';
      for (const kind of isCalled ? ['errors', 'throttles'] : ['dead-letters', 'errors', 'age', 'throttles']) {
        expect(names).toContain(`${name}-${kind}`);
      }
    }
    expect(names).toEqual(expect.arrayContaining(['ringfence-undelivered-dead-letters', 'ringfence-sweep-silent']));
    for (const [, { Properties }] of alarms) expect(JSON.stringify(Properties['AlarmActions'])).toMatch(/Urgent/);
  });

  it.each([1, 6, 24])('wait two whole intervals for a sweep, where it comes every %s hours', (sweepEveryHours) => {
    // One interval and a sliding window of the same length would alarm at every sweep that is a minute late.
    const alarms = ofType(resourcesOf(anApp({ sweepEveryHours }).detection), 'AWS::CloudWatch::Alarm');
    const silent = alarms.find(([, { Properties }]) => Properties['AlarmName'] === 'ringfence-sweep-silent');
    expect(silent?.[1].Properties).toMatchObject({
      Period: 3_600,
      EvaluationPeriods: 2 * sweepEveryHours,
      DatapointsToAlarm: 2 * sweepEveryHours,
    });
  });

  it('let alarms use the encrypted topic that people read', () => {
    const key = JSON.stringify(ofType(stacks.detection, 'AWS::KMS::Key')[0]![1].Properties['KeyPolicy']);
    expect(key).toContain('cloudwatch.amazonaws.com');
    for (const [, { Properties }] of everywhere('AWS::SNS::Topic')) expect(Properties['KmsMasterKeyId']).toBeDefined();
  });

  it('know all their own roles, so that none is ever contained', () => {
    const made = both.flatMap(([, resources]) => [...roles(resources).keys()]).map((name) => `role/ringfence/${name}`);
    const [, anyFunction] = everywhere('AWS::Lambda::Function')[0]!;
    const { Variables } = anyFunction.Properties['Environment'] as { Variables: Record<string, string> };
    const known = Variables['RINGFENCE_OWN_ROLE_ARNS']!.split(',').map((arn) => arn.split(':').at(-1)!);
    expect(known.sort()).toEqual(made.sort());
    for (const [, { Properties }] of everywhere('AWS::IAM::Role')) expect(Properties['Path']).toBe('/ringfence/');
  });

  it('allow no role an action by wildcard', () => {
    for (const [, resources] of both) {
      for (const statements of roles(resources).values())
        expect(allowed(statements).filter((one) => one.includes('*'))).toEqual([]);
    }
  });

  it('let no role change or delete an entry of history', () => {
    const historyId = ofType(stacks.detection, 'AWS::DynamoDB::Table').find(
      ([, { Properties }]) => Properties['TableName'] === 'ringfence-history',
    )![0];
    const onHistory = both
      .flatMap(([, resources]) => [...roles(resources).values()].flat())
      .filter(({ Resource }) => JSON.stringify(Resource).includes(historyId));
    expect(onHistory.length).toBeGreaterThan(0);
    for (const { Action } of onHistory) {
      expect(list(Action).sort()).toEqual([
        'dynamodb:ConditionCheckItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
      ]);
    }
  });
});

describe('the detection stack', () => {
  it('has no role that can write to IAM, or become another', () => {
    const found = roles(stacks.detection);
    expect(found.size).toBeGreaterThan(2);
    for (const [, statements] of found) {
      expect(allowed(statements).filter((action) => mutatesIdentity(action) || action.startsWith('sts:'))).toEqual([]);
    }
  });

  it('beats by calls that nothing allows: the role that makes them is denied them besides', () => {
    const beating = roles(stacks.detection).get('ringfence-heartbeat')!;
    expect(allowed(beating).filter((action) => /^(?:iam|bedrock|sts|organizations):/u.test(action))).toEqual([]);
    expect(beating.find(({ Sid }) => Sid === 'NeverSucceeds')).toEqual({
      Sid: 'NeverSucceeds',
      Effect: 'Deny',
      Action: ['bedrock:DeleteGuardrail', 'iam:TagRole'],
      Resource: '*',
    });
    for (const event of ['TagRole', 'DeleteGuardrail'])
      expect(JSON.stringify(ofType(stacks.detection, 'AWS::Events::Rule'))).toContain(`"${event}"`);
  });

  it('alarms where a heartbeat stays away for three hours, also where nothing is counted any more', () => {
    const further = resourcesOf(anApp({ watchedRegions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'] }).detection);
    const silent = (resources: Resources) =>
      ofType(resources, 'AWS::CloudWatch::Alarm')
        .map(([, { Properties }]) => Properties)
        .filter(({ MetricName }) => MetricName === 'HeartbeatsHeard');
    const shape = { EvaluationPeriods: 3, TreatMissingData: 'breaching', ComparisonOperator: 'LessThanThreshold' };
    expect(silent(stacks.detection)).toEqual([expect.objectContaining({ ...shape, Threshold: 1 })]);
    expect(silent(further).map(({ Threshold, Dimensions }) => [Threshold, Dimensions])).toEqual([
      [1, [{ Name: 'service', Value: 'evaluate-access-change' }]],
      [2, [{ Name: 'service', Value: 'evaluate-guardrail-change' }]],
    ]);
  });

  it('lets only those stop containment that watch for misuse of its roles', () => {
    const stopping = [...roles(stacks.detection)].filter(([, statements]) =>
      allowed(statements).includes('ssm:PutParameter'),
    );
    expect(stopping.map(([name]) => name).sort()).toEqual([
      'ringfence-evaluate-access-change',
      'ringfence-watch-tampering',
    ]);
    // The kill switch alone: the mode is another parameter, and no function may write it.
    const killSwitch = ofType(stacks.detection, 'AWS::SSM::Parameter').find(
      ([, { Properties }]) => Properties['Name'] === '/ringfence/kill-switch',
    )![0];
    const writes = [...roles(stacks.detection).values(), ...roles(stacks.containment).values()]
      .flat()
      .filter(({ Action }) => list(Action).some((action) => action.startsWith('ssm:') && !isRead(action)));
    for (const { Sid, Action, Resource } of writes) {
      expect([Sid, Action]).toEqual(['StopContainment', 'ssm:PutParameter']);
      expect(JSON.stringify(Resource)).toContain(`"${killSwitch}"`);
      expect(JSON.stringify(Resource)).not.toContain('SwitchesMode');
    }
    expect(writes).toHaveLength(2);
  });

  it('asks nothing of containment where that is not installed', () => {
    const alone = resourcesOf(anApp({ containment: false }).detection);
    expect(JSON.stringify(alone)).not.toMatch(/contain-inline|write-inline|undo-inline|deactivate-keys/);
    expect(JSON.stringify(alone)).not.toContain('ringfence-contain.fifo');
  });
});

describe('the containment stack', () => {
  const found = roles(stacks.containment);
  const role = (name: string) => found.get(`ringfence-${name}`)!;
  const sid = (statements: Statement[], id: string) => statements.find(({ Sid }) => Sid === id)!;

  it('contains with exactly these actions, on these resources, under this condition', () => {
    expect(allowed(role('contain-boundary'))).toEqual([
      'iam:CreatePolicy',
      'iam:PutRolePermissionsBoundary',
      'iam:PutUserPermissionsBoundary',
    ]);
    expect(sid(role('contain-boundary'), 'CreateOwnPolicies').Resource).toBe(
      'arn:aws:iam::111122223333:policy/ringfence/*',
    );
    expect(sid(role('contain-boundary'), 'SetOwnBoundaries')).toMatchObject({
      Resource: ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:user/*'],
      Condition: { StringLike: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/ringfence/*' } },
    });
  });

  it('undoes with exactly these actions, on these resources, under this condition', () => {
    expect(allowed(role('undo-boundary'))).toEqual([
      'iam:DeletePolicy',
      'iam:DeleteRolePermissionsBoundary',
      'iam:DeleteUserPermissionsBoundary',
      'iam:PutRolePermissionsBoundary',
      'iam:PutUserPermissionsBoundary',
    ]);
    expect(sid(role('undo-boundary'), 'RestoreBoundaries')).toMatchObject({
      Condition: {
        StringLike: {
          'iam:PermissionsBoundary': [
            'arn:aws:iam::111122223333:policy/ringfence/*',
            'arn:aws:iam::111122223333:policy/team/*',
          ],
        },
      },
    });
    expect(sid(role('undo-boundary'), 'DeleteOwnPolicies').Resource).toBe(
      'arn:aws:iam::111122223333:policy/ringfence/*',
    );
    expect(sid(role('undo-boundary'), 'RemoveOwnBoundaries')).toMatchObject({
      Condition: { StringLike: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/ringfence/*' } },
    });
  });

  it('writes beside policies with exactly these actions, attaching our own policies only', () => {
    expect(allowed(role('write-inline'))).toEqual([
      'iam:PutRolePolicy',
      'iam:PutUserPolicy',
      'iam:AttachRolePolicy',
      'iam:AttachUserPolicy',
    ]);
    const ours = { ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::111122223333:policy/ringfence/*' } };
    expect(sid(role('write-inline'), 'AttachOwnPolicies').Condition).toEqual(ours);
    expect(allowed(role('undo-inline'))).toEqual([
      'iam:DeleteRolePolicy',
      'iam:DeleteUserPolicy',
      'iam:DetachRolePolicy',
      'iam:DetachUserPolicy',
    ]);
    expect(sid(role('undo-inline'), 'DetachOwnPolicies').Condition).toEqual(ours);
  });

  it('writes inline only where a boundary is, where that was asked for', () => {
    const beside = roles(resourcesOf(anApp({ containInline: 'beside-boundaries' }).containment));
    for (const id of ['PutInlineDenies', 'AttachOwnPolicies'])
      expect(sid(beside.get('ringfence-write-inline')!, id).Condition).toMatchObject({
        Null: { 'iam:PermissionsBoundary': 'false' },
      });
  });

  it('changes the status of credentials of users, and makes and deletes none', () => {
    for (const name of ['deactivate-keys', 'undo-keys']) {
      expect(allowed(role(name))).toEqual(['iam:UpdateAccessKey', 'iam:UpdateServiceSpecificCredential']);
      expect(sid(role(name), 'SetCredentialStatus').Resource).toBe('arn:aws:iam::111122223333:user/*');
    }
  });

  it('has no optional role where none was asked for', () => {
    expect([...roles(least).keys()].sort()).toEqual([
      'ringfence-contain',
      'ringfence-contain-boundary',
      'ringfence-restore-guardrail',
      'ringfence-undo',
      'ringfence-undo-boundary',
      'ringfence-write-guardrails',
    ]);
  });

  it('gives the functions themselves no write to IAM: they become the roles that have it, each its own', () => {
    for (const [name, ...become] of [
      ['contain', 'contain-boundary'],
      ['contain-inline', 'write-inline'],
      ['contain-keys', 'deactivate-keys'],
      ['undo', 'undo-boundary', 'undo-inline', 'undo-keys'],
      ['restore-guardrail', 'write-guardrails'],
    ] as const) {
      expect(allowed(role(name)).filter(mutatesIdentity)).toEqual([]);
      expect([sid(role(name), 'BecomeSagaRole').Resource].flat()).toEqual(
        become.map((writer) => `arn:aws:iam::111122223333:role/ringfence/ringfence-${writer}`),
      );
    }
  });

  it('lets the function that contains ask the two that write for it, and nobody else', () => {
    const asking = [...found].filter(([, statements]) => allowed(statements).includes('lambda:InvokeFunction'));
    expect(asking.map(([name]) => name)).toEqual(['ringfence-contain']);
    const asked = JSON.stringify(sid(role('contain'), 'AskWriters').Resource);
    expect(asked).toMatch(/containinline\w+/);
    expect(asked).toMatch(/containkeys\w+/);
  });

  it('lets only its own function become a role that writes', () => {
    for (const [name, by] of [
      ['ringfence-contain-boundary', /^containRole/],
      ['ringfence-write-inline', /^containinlineRole/],
      ['ringfence-deactivate-keys', /^containkeysRole/],
      ['ringfence-undo-boundary', /^undoRole/],
      ['ringfence-undo-inline', /^undoRole/],
      ['ringfence-undo-keys', /^undoRole/],
    ] as const) {
      const [, made] = ofType(stacks.containment, 'AWS::IAM::Role').find(
        ([, { Properties }]) => Properties['RoleName'] === name,
      )!;
      const trust = made.Properties['AssumeRolePolicyDocument'] as {
        Statement: { Principal: { AWS: { 'Fn::GetAtt': [string] } } }[];
      };
      expect(trust.Statement).toHaveLength(1);
      expect(trust.Statement[0]!.Principal.AWS['Fn::GetAtt'][0]).toMatch(by);
    }
  });

  it('denies every role that writes the never-list, their own kind, and everything that could grant', () => {
    const breakGlass = 'arn:aws:iam::111122223333:role/break-glass';
    const strict = roles(resourcesOf(anApp({ ...everything, protectedPrincipals: [breakGlass] }).containment));
    const writing = [...strict].filter(([, statements]) => allowed(statements).some(mutatesIdentity));
    expect(writing.map(([name]) => name).sort()).toEqual([
      'ringfence-contain-boundary',
      'ringfence-deactivate-keys',
      'ringfence-undo-boundary',
      'ringfence-undo-inline',
      'ringfence-undo-keys',
      'ringfence-write-inline',
    ]);
    for (const [name] of writing) {
      const never = sid(strict.get(name)!, 'NeverTouch');
      expect(never).toMatchObject({ Effect: 'Deny', Action: 'iam:*' });
      expect(never.Resource).toEqual([
        'arn:aws:iam::111122223333:role/aws-service-role/*',
        'arn:aws:iam::111122223333:role/aws-reserved/*',
        'arn:aws:iam::111122223333:role/ringfence/*',
        breakGlass,
      ]);
      const grant = sid(strict.get(name)!, 'NeverGrant');
      expect(grant).toMatchObject({ Effect: 'Deny', Resource: '*' });
      expect(list(grant.Action)).toEqual(
        expect.arrayContaining([
          'iam:CreateRole',
          'iam:PassRole',
          'iam:UpdateAssumeRolePolicy',
          'iam:CreatePolicyVersion',
        ]),
      );
    }
  });

  it('lets the role that writes guardrails make and delete only what carries its tag, and nothing of IAM', () => {
    const statements = role('write-guardrails');
    expect(allowed(statements).sort()).toEqual([
      'bedrock:CreateGuardrail',
      'bedrock:CreateGuardrailVersion',
      'bedrock:DeleteGuardrail',
      'bedrock:PutEnforcedGuardrailConfiguration',
      'bedrock:TagResource',
      'bedrock:UpdateGuardrail',
    ]);
    expect(sid(statements, 'MakeGuardrails').Condition).toEqual({
      StringLike: { [`aws:RequestTag/${restorationTag}`]: 'r-*' },
    });
    expect(sid(statements, 'DeleteOwnGuardrails').Condition).toEqual({
      StringLike: { [`aws:ResourceTag/${restorationTag}`]: 'r-*' },
    });
  });

  it('works through one subject at a time', () => {
    for (const name of ['contain', 'undo', 'restore-guardrail']) {
      const queues = ofType(stacks.containment, 'AWS::SQS::Queue').map(([, { Properties }]) => Properties);
      expect(queues).toContainEqual(
        expect.objectContaining({
          QueueName: `ringfence-${name}.fifo`,
          FifoQueue: true,
          DeduplicationScope: 'messageGroup',
        }),
      );
    }
  });
});

describe('the EventBridge rules', () => {
  const rules = ofType(stacks.detection, 'AWS::Events::Rule')
    .filter(([, { Properties }]) => Properties['EventPattern'] !== undefined)
    .map(([, { Properties }]) => ({
      name: String(Properties['Name']),
      pattern: Properties['EventPattern'] as { source: string[]; account: string[] },
      targets: Properties['Targets'] as { Arn: unknown; DeadLetterConfig: unknown }[],
      matches: compileEventPattern(Properties['EventPattern']),
    }));

  it('start a function after every trigger of every check', () => {
    expect(checks.length).toBeGreaterThan(10);
    const deaf = checks.flatMap(({ id, triggeredBy }) =>
      triggeredBy
        .filter((trigger) => {
          const [eventSource = '', name = ''] = trigger.split(':');
          const eventName = knownEvent(eventSource, name)?.recordedAs ?? name;
          const event = {
            source: `aws.${eventSource.replace('.amazonaws.com', '')}`,
            'detail-type': 'AWS API Call via CloudTrail',
            account: '111122223333',
            detail: { eventSource, eventName },
          };
          return !rules.some(({ matches }) => matches(event));
        })
        .map((trigger) => `${id} on ${trigger}`),
    );
    expect(deaf).toEqual([]);
  });

  describe('over the sample records', () => {
    const events = join(import.meta.dirname, '..', '..', 'events');
    const index = JSON.parse(readFileSync(join(events, 'index.json'), 'utf8')) as {
      path: string;
      trigger?: string;
      expect: { kind: string };
    }[];
    const samples = index
      .map(({ path, trigger, expect: { kind } }) => ({
        path,
        trigger,
        kind,
        event: JSON.parse(readFileSync(join(events, path), 'utf8')) as { detail?: object },
      }))
      // A bare record is what a person pipes in; EventBridge delivers envelopes.
      .filter(({ event }) => event.detail !== undefined);
    const asked = new Set<string>(checks.flatMap(({ triggeredBy }) => triggeredBy));

    it('let every change through that a check waits for', () => {
      const changes = samples.filter(({ kind, trigger }) => kind === 'change' && asked.has(trigger ?? ''));
      expect(changes.length).toBeGreaterThan(100);
      const missed = changes.filter(({ event }) => !rules.some(({ matches }) => matches(event)));
      expect(missed.map(({ path }) => path)).toEqual([]);
    });

    it('let nothing through that no check and no function waits for', () => {
      const strangers = samples.filter(({ trigger }) => {
        const [eventSource = '', name = ''] = (trigger ?? '').split(':');
        return knownEvent(eventSource, name) === undefined;
      });
      expect(strangers.length).toBeGreaterThan(0);
      const through = strangers.filter(({ event }) => rules.some(({ matches }) => matches(event)));
      expect(through.map(({ path }) => path)).toEqual([]);
    });
  });

  it('pin source, account and event source, and keep what they cannot deliver', () => {
    expect(rules.length).toBeGreaterThan(5);
    for (const { pattern, targets } of rules) {
      expect(pattern).toMatchObject({
        source: [expect.stringMatching(/^aws\.[a-z0-9-]+$/)],
        account: ['111122223333'],
        detail: { eventSource: [expect.stringMatching(/\.amazonaws\.com$/)] },
      });
      expect(targets).toHaveLength(1);
      expect(targets[0]!.DeadLetterConfig).toBeDefined();
    }
  });
});

describe('the forwarding stacks', () => {
  const { forwarding, detection: home } = anApp({ watchedRegions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'] });
  const made = forwarding.map((stack) => resourcesOf(stack));

  it('stand in each watched Region but the home', () => {
    expect(forwarding.map(({ region }) => region)).toEqual(['eu-west-1', 'ap-southeast-2']);
    expect(anApp().forwarding).toEqual([]);
  });

  it('send the events of AI services to the bus where the functions hear them, and none that exist at home only', () => {
    const atHome = ofType(resourcesOf(home), 'AWS::Events::Rule').flatMap(([, { Properties }]) => {
      const pattern = Properties['EventPattern'] as { source: [string] } | undefined;
      return pattern === undefined ? [] : [pattern.source[0]];
    });
    for (const resources of made) {
      const rules = ofType(resources, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
      const sources = rules.map((rule) => (rule['EventPattern'] as { source: [string] }).source[0]);
      expect(sources).toContain('aws.bedrock');
      expect(sources).not.toContain('aws.iam');
      expect(atHome).toEqual(expect.arrayContaining(sources));
      for (const rule of rules) {
        expect(rule['Targets']).toMatchObject([
          {
            Arn: 'arn:aws:events:us-east-1:111122223333:event-bus/default',
            DeadLetterConfig: expect.anything() as object,
          },
        ]);
      }
    }
  });

  it('may put events on that bus and nothing else', () => {
    for (const resources of made) {
      const statements = [...roles(resources).values()].flat();
      expect(statements.map(({ Action, Resource: on }) => [Action, on])).toEqual([
        ['events:PutEvents', 'arn:aws:events:us-east-1:111122223333:event-bus/default'],
      ]);
    }
  });

  it("have roles that are known as Ringfence's own", () => {
    const [, anyFunction] = ofType(resourcesOf(home), 'AWS::Lambda::Function')[0]!;
    const { Variables } = anyFunction.Properties['Environment'] as { Variables: Record<string, string> };
    for (const resources of made) {
      for (const name of roles(resources).keys())
        expect(Variables['RINGFENCE_OWN_ROLE_ARNS']).toContain(`role/ringfence/${name}`);
    }
  });
});

describe('the security rules', () => {
  it('find nothing that has no reason, and judge every resource', () => {
    const { app } = anApp({ ...everything, watchedRegions: ['us-east-1', 'eu-west-1'] });
    expect(securityRules(app).map((pack) => pack.validateScope(app).violations)).toEqual([[], []]);
    expect(securityRules(app).map(({ name }) => name)).toEqual(['AwsSolutions', 'NIST.800.53.R5']);
  });

  it('fail synthesis when something is found', () => {
    const { app, detection: stack } = anApp();
    new Queue(stack, 'Planted');
    const planted = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
    expect(planted).toEqual(expect.arrayContaining(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']));
    expect(() => app.synth()).toThrow();
  });

  it('of NIST 800-53 fail synthesis too, each by itself', () => {
    const { app, detection: stack } = anApp();
    new LogGroup(stack, 'Planted');
    const [solutions, nist] = securityRules(app).map((pack) =>
      pack.validateScope(app).violations.map(({ ruleName }) => ruleName),
    );
    expect(solutions).toEqual([]);
    expect(nist).toContain('NIST.800.53.R5-CloudWatchLogGroupEncrypted');
    expect(() => app.synth()).toThrow();
  });

  it('are suppressed on single resources with a reason, never on a stack', () => {
    const { app } = anApp();
    const acknowledged = app.node
      .findAll()
      .flatMap((node) =>
        node.node.metadata
          .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
          .map(({ data }) => ({ node, data })),
      );
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(acknowledged.filter(({ node }) => Stack.isStack(node))).toEqual([]);
    for (const { node, data } of acknowledged) {
      expect(node.node.path.split('/').length).toBeGreaterThan(1);
      for (const reason of Object.values(data as Record<string, string>)) expect(reason.length).toBeGreaterThan(20);
    }
  });
});
