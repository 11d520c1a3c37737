import { environmentSchema } from '../../shared/runtime/config.ts';
import { maxReceiveCount } from '../constructs/queued-function.ts';
import { allowed, everyPart, list, ofType, roles, type Policy, type Statement } from '../testing/statements.ts';
import { anApp, resourcesOf, type Resource, type Resources } from '../testing/synthesised.ts';

const { detection, containment } = anApp(everyPart);
const stacks = { detection: resourcesOf(detection), containment: resourcesOf(containment) };
const both: [string, Resources][] = Object.entries(stacks);
/** Containment as it is without its optional parts. */
const least = resourcesOf(anApp().containment);
const everywhere = (type: string): [string, Resource][] => both.flatMap(([, resources]) => ofType(resources, type));

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
