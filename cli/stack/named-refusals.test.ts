import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { awsClients } from '../../shared/adapters/aws/aws-clients.ts';
import { awsError } from '../../test/builders/aws-error.ts';
import { installedEnvironment } from '../../test/builders/installed-environment.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import { aSaga } from '../../test/builders/a-saga.ts';
import { run } from '../run.ts';
import { recordingTerminal } from '../terminal.ts';
import type { Deployed } from './deployed.ts';
import { openStack } from './open-stack.ts';

const stack = 'RingfenceContainment';

/** The command line beside an installation in which something is not as it should be. */
const installation = async (change: (deployed: Deployed, world: TestWorld) => Partial<Deployed> = () => ({})) => {
  const world = await aWorld();
  const asked: string[] = [];
  const sound: Deployed = {
    ports: world,
    caller: 'arn:aws:iam::111122223333:user/alice',
    containment: true,
    ask: (worker) => Promise.resolve(void asked.push(worker)),
    readParts: () => Promise.reject(new Error('nobody asked for it')),
  };
  const ringfence = async (...argv: string[]) => {
    const terminal = recordingTerminal();
    const code = await run([...argv, '--stack', stack], {
      terminal,
      directory: '/nowhere/.ringfence',
      openStack: () => Promise.resolve({ ...sound, ...change(sound, world) }),
      now: () => world.clock.now(),
    });
    return { code, ...terminal.written() };
  };
  return { world, asked, ringfence };
};
const because = ['--reason', 'because'];

describe('with --stack, what is not there or cannot be read', () => {
  it.each([
    ['approve', ['approve', 'c-none'], 'there is no containment c-none'],
    ['approve of a guardrail', ['approve', 'r-none'], 'there is no restoration r-none'],
    ['undo', ['undo', 'c-none', ...because], 'there is no containment c-none'],
    ['undo of a guardrail', ['undo', 'r-none', ...because], 'there is no restoration r-none'],
    ['history', ['history', 'list', '--saga', 'c-none'], 'no entry is about c-none'],
  ])('is named by %s, with a command that can be copied', async (_, argv, what) => {
    const { ringfence, asked } = await installation();
    const { code, note } = await ringfence(...argv);
    expect([code, note]).toEqual([2, expect.stringContaining(what)]);
    expect(note).toContain(`next ringfence history list --stack ${stack}`);
    expect(asked).toEqual([]);
  });

  it.each([
    ['approve', ['approve', 'c-1']],
    ['undo', ['undo', 'c-1', ...because]],
  ])('is not said to be missing by %s where it could not be read', async (_, argv) => {
    const why = 'allow dynamodb:GetItem on ringfence-state';
    const { ringfence, asked } = await installation(({ ports }) => ({
      ports: { ...ports, sagas: { ...ports.sagas, get: () => Promise.resolve({ found: 'unreadable', why }) } },
    }));
    const { code, note } = await ringfence(...argv);
    expect([code, note]).toEqual([3, expect.stringContaining(`containment c-1 could not be read: ${why}`)]);
    expect(note).toContain(`next ringfence doctor --stack ${stack}`);
    expect(asked).toEqual([]);
  });

  it('is not approved where nobody could carry it out: nothing is recorded', async () => {
    const { world, ringfence, asked } = await installation(() => ({ containment: false }));
    const saga = aSaga({ state: 'WAITING', fence: 0 });
    const { fence } = (await world.sagas.takeLease(saga.plan.subject.uniqueId, 'test', 60_000))!;
    await world.sagas.advance({ saga: { ...saga, fence }, entries: [], notices: [] });
    const { code, note } = await ringfence('approve', saga.id);
    expect([code, note]).toEqual([2, expect.stringContaining('the stack that acts is not deployed')]);
    expect(await world.sagas.get(saga.id)).toMatchObject({ value: { state: 'WAITING' } });
    expect(asked).toEqual([]);
  });

  it('is told where a call of AWS is refused, with the doctor of this stack', async () => {
    const { ringfence } = await installation(({ ports }) => ({
      ports: {
        ...ports,
        sagas: { ...ports.sagas, list: () => Promise.reject(awsError('AccessDeniedException', 403)) },
      },
    }));
    const { code, note } = await ringfence('undo', '--all', ...because);
    expect([code, note]).toEqual([3, expect.stringContaining('your credentials do not allow it')]);
    expect(note).toContain(`next ringfence doctor --stack ${stack}`);
  });

  it('is said of a history in which nothing stands', async () => {
    const { ringfence } = await installation();
    expect(await ringfence('history', 'list')).toEqual({ code: 0, out: '', note: 'the history is empty' });
    expect((await ringfence('history', 'list', '--kind', 'undone')).note).toBe('no entry is of that kind or time');
  });
});

describe('a request to a function', () => {
  it.each(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'])(
    'says that nobody can do it where its queue is gone (%s), and where to read on',
    async (name) => {
      const Account = '111122223333';
      mockClient(STSClient)
        .on(GetCallerIdentityCommand)
        .resolves({ Arn: `arn:aws:iam::${Account}:user/alice`, Account });
      mockClient(LambdaClient)
        .on(GetFunctionCommand)
        .resolves({ Configuration: { Environment: { Variables: installedEnvironment } } });
      mockClient(SQSClient).on(SendMessageCommand).rejects(awsError(name));
      const { ask } = await openStack(stack, awsClients({ region: 'us-east-1', requestTimeout: 1_000 }));
      await expect(ask('undo', 'c-1', {})).rejects.toMatchObject({
        name: 'CommandError',
        message: 'nobody can do it: the queue of undo is not there',
        next: expect.stringContaining(`ringfence doctor --stack ${stack}`) as string,
        code: 3,
      });
    },
  );
});
