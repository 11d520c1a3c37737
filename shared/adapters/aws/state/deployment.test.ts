import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { aReleasedFunction } from '../../../../test/builders/a-released-function.ts';
import { awsError } from '../../../../test/builders/aws-error.ts';
import { readDeployment } from './deployment.ts';

const lambda = mockClient(LambdaClient);
const events = mockClient(EventBridgeClient);
const ssm = mockClient(SSMClient);
const region = 'us-east-1';
const clients = {
  functions: new LambdaClient({ region }),
  eventBridge: new EventBridgeClient({ region }),
  ssm: new SSMClient({ region }),
};
const released = aReleasedFunction({ environment: ['A'] });
const running = {
  FunctionName: 'ringfence-notify',
  CodeSha256: 'one=',
  Handler: 'index.handler',
  Runtime: 'nodejs24.x' as const,
  Timeout: 120,
  Role: released.role,
  Environment: { Variables: { A: 'secret' } },
  LastModified: '2026-11-20T08:00:00.000+0000',
};
const old = new Date('2026-11-20T08:00:00.000Z');
const record = (Value: string, Name = '/ringfence/release/ringfence-notify') =>
  ssm.on(GetParametersByPathCommand).resolves({ Parameters: [{ Name, Value, LastModifiedDate: old }] });
const read = () =>
  readDeployment(clients, {
    released: [{ name: 'ringfence-sweep', needed: 'always', queue: 'ringfence-sweep-account' }],
    installed: [],
    now: '2026-11-22T08:00:00.000Z',
  });

describe('reading what runs beside what was released', () => {
  beforeEach(() => {
    for (const each of [lambda, events, ssm]) each.reset();
    lambda
      .on(ListFunctionsCommand)
      .resolves({ Functions: [{ FunctionName: 'somebody-elses' }], NextMarker: 'more' })
      .on(ListFunctionsCommand, { Marker: 'more' })
      .resolves({ Functions: [running] });
    events.on(ListRulesCommand).resolves({ Rules: [{ Name: 'ringfence-sweep', State: 'ENABLED' }] });
    events.on(ListTargetsByRuleCommand).resolves({
      Targets: [
        { Id: 'q', Arn: 'arn:aws:sqs:us-east-1:1:ringfence-sweep-account', DeadLetterConfig: { Arn: 'arn:d' } },
      ],
    });
    record(JSON.stringify(released));
  });

  it('finds nothing wrong with what stands as it was deployed', async () => {
    expect(await read()).toEqual({
      state: 'known',
      value: {
        release: '0.1.0',
        parts: [
          { kind: 'function', name: 'ringfence-notify', deployed: 'code one=', released: 'code one=' },
          { kind: 'rule', name: 'ringfence-sweep', deployed: 'enabled', released: 'enabled' },
        ],
      },
    });
  });

  it('finds code that was changed by hand, and never gives the value of a variable', async () => {
    lambda.on(ListFunctionsCommand).resolves({ Functions: [{ ...running, CodeSha256: 'two=' }] });
    const fact = await read();
    expect(fact).toMatchObject({ value: { parts: [{ deployed: 'code two=', released: 'code one=' }, {}] } });
    expect(JSON.stringify(fact)).not.toContain('secret');
  });

  it.each([
    ['no JSON', '{', 'is no record of a release'],
    ['another shape', '{"schemaVersion":"1"}', 'is no record of a release'],
    ['another function', JSON.stringify({ ...released, function: 'ringfence-undo' }), 'of another function'],
  ])('says that a record with %s is none', async (_, text, why) => {
    record(text);
    expect(await read()).toMatchObject({ unread: expect.stringContaining(why) as string });
  });

  it.each([
    ['lambda:ListFunctions', () => lambda.on(ListFunctionsCommand).rejects(awsError('AccessDeniedException', 403))],
    ['events:ListRules', () => events.on(ListRulesCommand).rejects(awsError('AccessDeniedException', 400))],
    [
      'events:ListTargetsByRule',
      () => events.on(ListTargetsByRuleCommand).rejects(awsError('AccessDeniedException', 400)),
    ],
    [
      'ssm:GetParametersByPath',
      () => ssm.on(GetParametersByPathCommand).rejects(awsError('AccessDeniedException', 400)),
    ],
  ])('is unknown without %s, and names it', async (permission, refuse) => {
    refuse();
    expect(await read()).toEqual({
      state: 'unknown',
      why: `hashes of the deployed functions and rules were not read: allow ${permission}`,
    });
  });
});
