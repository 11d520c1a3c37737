import { jest } from '@jest/globals';
import { containFunction } from '../../functions/contain/handler.ts';
import { evaluateAccessChangeFunction } from '../../functions/evaluate-access-change/handler.ts';
import { watchTamperingFunction } from '../../functions/watch-tampering/handler.ts';
import { localWorld, type LocalWorld } from '../../shared/adapters/local/local-world.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import { verifiedHistory } from '../builders/verified-history.ts';
import { contain } from '../../shared/response/contain.ts';
import { propose, type ProposePorts } from '../../shared/response/propose.ts';
import { random } from '../../shared/reasoning/oracle/random.ts';
import { defaultSettings } from '../../shared/response/settings.ts';
import { onMessages, type MessageFunction } from '../../shared/runtime/on-messages.ts';
import { sqsEvent } from '../acceptance/installation.ts';
import { aFindingOf } from '../builders/a-finding-of.ts';
import { aRole } from '../builders/a-principal.ts';
import { manyWorkers, type ManyWorkers } from '../builders/many-workers.ts';

process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
// Invocations that end at once share one buffer of metrics: each but the first would say that it is empty.
jest.spyOn(console, 'warn').mockImplementation(() => {});

const copies = 1_000;
const start = '2026-11-21T21:00:00.000Z';
const before = aRole({ name: 'app', allows: 's3:ListBucket' });

type Setting = { world: LocalWorld; workers: ManyWorkers; ports: LocalWorld; writes: () => readonly string[] };

const enforcing = async (seed: number, principals = [before]): Promise<Setting> => {
  const workers = manyWorkers(seed, start);
  const world = localWorld({ clock: workers.clock, principals });
  await world.settings.write({
    ...defaultSettings(defaultCheckSettings),
    version: 1,
    resourcePoliciesReviewed: true,
  });
  await world.modeSwitch.setMode('enforce');
  const writes: string[] = [];
  world.iam.onEvent(({ detail }) => {
    if (JSON.stringify(detail['userIdentity']).includes('ringfence')) writes.push(String(detail['eventName']));
  });
  return { world, workers, ports: workers.share(world), writes: () => writes };
};

const intact = async (world: LocalWorld): Promise<void> => {
  const { faults } = await verifiedHistory(world);
  expect(faults).toEqual([]);
};

/** As the queue does: what failed is seen again after its visibility timeout, by whoever is free then. */
const untilDone = async (workers: ManyWorkers, seed: number, work: () => Promise<boolean>): Promise<number> => {
  const chance = random(seed);
  for (let turn = 1; turn <= 200; turn += 1) {
    if (await work()) return turn;
    await workers.clock.sleep(30_000 + chance.upTo(600_000));
  }
  throw new Error('it never came to an end');
};

it.each([1, 2, 3])(
  'a thousand workers at one finding write once, seed %i',
  async (seed) => {
    const role = aRole({ name: 'app', allows: 'bedrock:InvokeModel' });
    const { world, workers, ports, writes } = await enforcing(seed, [role]);
    const request = { principal: { kind: 'role', name: 'app' }, findings: [aFindingOf(role)] } as const;
    const one = async (given: ProposePorts): Promise<boolean> => {
      const proposed = await propose(given)(request);
      if (proposed.proposed === 'busy') return false;
      return proposed.proposed === 'nothing' || (await contain(given)(proposed.saga.id)).ran;
    };
    const turns = await Promise.all(
      Array.from({ length: copies }, (_, n) => untilDone(workers, seed * copies + n, () => one(ports))),
    );
    expect(writes()).toEqual(['CreatePolicy', 'PutRolePermissionsBoundary']);
    expect(await world.sagas.list()).toMatchObject([{ state: 'CONTAINED', writes: [{}, {}] }]);
    // They did meet: where nobody ever waits for another, nothing was tried.
    expect(turns.filter((turn) => turn > 1).length).toBeGreaterThan(0);
    await intact(world);
  },
  120_000,
);

it('a thousand copies of one event, and of each request that follows, are one story and one write', async () => {
  const { world, workers, ports, writes } = await enforcing(7);
  await world.principalMemory.remember(before, start);
  const events: object[] = [];
  world.iam.onEvent((event) => events.push(event));
  world.iam.call({ arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci' }, 'PutRolePolicy', {
    roleName: 'app',
    policyName: 'ml',
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'bedrock:DeleteGuardrail', Resource: '*' }],
    }),
  });
  let messages = 0;
  const runner = <I, R>(spec: MessageFunction<I, R>) => {
    const handler = onMessages(spec, () => ports);
    return async (body: unknown): Promise<boolean> => {
      messages += 1;
      const invocation = { getRemainingTimeInMillis: () => 900_000 } as never;
      const answer = await handler(sqsEvent(spec.name, `${spec.name}-${messages}`, body), invocation);
      return answer.batchItemFailures.length === 0;
    };
  };
  const everywhere = async (body: unknown, functions: readonly ((body: unknown) => Promise<boolean>)[]) => {
    const all = Array.from({ length: copies }, (_, n) => n).flatMap((n) =>
      functions.map((run) => untilDone(workers, n, () => run(body))),
    );
    await Promise.all(all);
  };
  const [access, tampering, containing] = [
    runner(evaluateAccessChangeFunction),
    runner(watchTamperingFunction),
    runner(containFunction),
  ];
  const asked: object[] = [];
  for (let event = events.shift(); event !== undefined; event = events.shift()) {
    await everywhere(event, [access, tampering]);
    for (let request = world.containmentRequests.shift(); request !== undefined; ) {
      asked.push(request);
      await everywhere(request, [containing]);
      request = world.containmentRequests.shift();
    }
  }
  expect(asked).toHaveLength(1);
  expect(writes()).toEqual(['CreatePolicy', 'PutRolePermissionsBoundary']);
  expect(await world.sagas.list()).toMatchObject([{ state: 'CONTAINED' }]);
  const told = world.notifier.sent.filter((notice) => notice.kind === 'findings' && notice.tell?.length !== 0);
  expect(told).toHaveLength(1);
  expect(await world.modeSwitch.read()).toMatchObject({ value: { killSwitch: false } });
  await intact(world);
}, 240_000);
