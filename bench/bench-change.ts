import { localWorld } from '../shared/adapters/local/local-world.ts';
import { manualClock } from '../shared/adapters/local/local-clock.ts';
import type { Change } from '../shared/change/change.ts';
import { readChange } from '../shared/change/read-change.ts';
import { evaluateAccessChange } from '../functions/evaluate-access-change/evaluate-access-change.ts';
import { median, percentile } from './measure.ts';
import { table } from './table.ts';

const caller = { arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci' };
const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (actions: readonly string[], rest: object = {}): object => ({
  Effect: 'Allow',
  Action: actions,
  Resource: '*',
  ...rest,
});
const trust = policy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
const inRegion = { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } };

/** What a role is given, and taken again, over and over. */
const kinds: readonly { kind: string; documents: readonly [string, string] }[] = [
  { kind: 'no AI', documents: [policy(allow(['s3:GetObject', 'logs:*'])), policy(allow(['s3:*', 'sqs:SendMessage']))] },
  {
    kind: 'use of models',
    documents: [
      policy(allow(['s3:GetObject'])),
      policy(allow(['bedrock:InvokeModel', 'bedrock:List*']), allow(['sagemaker:InvokeEndpoint'], inRegion)),
    ],
  },
  {
    kind: 'a sensitive action',
    documents: [policy(allow(['s3:GetObject'])), policy(allow(['bedrock:DeleteGuardrail'], inRegion))],
  },
  { kind: 'administrator', documents: [policy(allow(['s3:GetObject'])), policy(allow(['*']))] },
];

const warmUp = 40;
const measured = 300;

/** The whole evaluation of one change as the function does it, over the local adapter in memory: reading, checks, keeping. */
export const benchChange = async (): Promise<void> => {
  console.log(
    `\nOne change of a role, read, asked before and after, and kept; wall clock, ${measured} changes each, warm`,
  );
  const rows: string[][] = [];
  for (const { documents } of kinds) await timesOf(documents);
  let first: number | undefined;
  for (const { kind, documents } of kinds) {
    const times = await timesOf(documents);
    first ??= median(times);
    rows.push([kind, median(times).toFixed(1), percentile(times, 0.99).toFixed(1), (median(times) / first).toFixed(1)]);
  }
  table(['the role is given', 'median ms', '99th percentile ms', 'to the first'], rows);
};

const timesOf = async (documents: readonly [string, string]): Promise<readonly number[]> => {
  const clock = manualClock('2026-11-21T21:00:00.000Z');
  const world = localWorld({ clock });
  const evaluate = evaluateAccessChange(world);
  const events: unknown[] = [];
  world.iam.onEvent((event) => events.push(event));
  const change = (eventName: string, parameters: Readonly<Record<string, string>>): Change => {
    const answer = world.iam.call(caller, eventName, parameters);
    if (!answer.ok) throw new Error(answer.message);
    const read = readChange(events.at(-1));
    if (read.kind !== 'change') throw new Error(`${eventName} was not read as a change`);
    return read;
  };
  await evaluate(change('CreateRole', { roleName: 'app', assumeRolePolicyDocument: trust }));
  const times: number[] = [];
  for (let turn = 0; turn < warmUp + measured; turn++) {
    clock.advance(60 * 60_000);
    const policyDocument = documents[turn % 2 === 0 ? 0 : 1];
    const next = change('PutRolePolicy', { roleName: 'app', policyName: 'own', policyDocument });
    const before = performance.now();
    await evaluate(next);
    if (turn >= warmUp) times.push(performance.now() - before);
  }
  world.close();
  return times;
};
