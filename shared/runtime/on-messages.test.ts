import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import { localWorld, type LocalWorld } from '../adapters/local/local-world.ts';
import type { Notice } from '../response/notice.ts';
import { onMessages, UnreadableMessage } from './on-messages.ts';
import { readRequestMessage } from './read-messages.ts';

process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';

const request = z.strictObject({ id: z.string(), fail: z.boolean().optional() });
const context = { getRemainingTimeInMillis: () => 12_345 } as Context;

const record = (body: unknown, messageId: string, group?: string): SQSRecord => ({
  messageId,
  receiptHandle: messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: 'x',
    ApproximateFirstReceiveTimestamp: '0',
    ...(group === undefined ? {} : { MessageGroupId: group }),
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:us-east-1:111122223333:work${group === undefined ? '' : '.fifo'}`,
  awsRegion: 'us-east-1',
});

const aFunction = (world: LocalWorld = localWorld({ now: '2026-11-21T21:00:00.000Z' })) => {
  const worked: string[] = [];
  const remaining: number[] = [];
  const handler = onMessages(
    {
      name: 'work',
      read: readRequestMessage(request, ({ id }) => id),
      useCase: () => (input: z.infer<typeof request>, within) => {
        if (input.fail === true) return Promise.reject(new Error('it failed'));
        worked.push(input.id);
        remaining.push(within.remaining());
        return Promise.resolve({ done: 1 });
      },
      figures: ({ done }) => ({ Done: done }),
    },
    () => world,
  );
  return {
    world,
    worked,
    remaining,
    run: async (...records: SQSRecord[]): Promise<readonly string[]> => {
      const answer: SQSBatchResponse = await handler({ Records: records } satisfies SQSEvent, context);
      return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  };
};

const aNotice = (id: string): Notice => ({
  kind: 'incomplete',
  id,
  at: '2026-11-21T21:00:00.000Z',
  accountId: '111122223333',
  detail: 'x',
});

describe('a function behind a queue', () => {
  it('gives back only the message that failed', async () => {
    const it = aFunction();
    expect(
      await it.run(record({ id: 'a' }, '1'), record({ id: 'b', fail: true }, '2'), record({ id: 'c' }, '3')),
    ).toEqual(['2']);
    expect([...it.worked].sort()).toEqual(['a', 'c']);
  });

  it.each([
    ['text that is no JSON', '{'],
    ['another shape', { ID: 'a' }],
    ['more than the schema says', { id: 'a', approved: true }],
  ])('gives back a message with %s, and nothing else of its batch', async (_, body) => {
    const it = aFunction();
    expect(await it.run(record(body, '1'), record({ id: 'b' }, '2'))).toEqual(['1']);
    expect(it.worked).toEqual(['b']);
  });

  it('gives back a batch that fails whole without dying', async () => {
    const it = aFunction();
    expect(await it.run(record('{', '1'), record({ id: 'b', fail: true }, '2'))).toEqual(['1', '2']);
  });

  it('drops a repeat, and takes up again what failed', async () => {
    const it = aFunction();
    await it.run(record({ id: 'a' }, '1'));
    await it.run(record({ id: 'a' }, '2'));
    expect(it.worked).toEqual(['a']);
    expect(await it.run(record({ id: 'b', fail: true }, '3'))).toEqual(['3']);
    expect(await it.run(record({ id: 'b' }, '3'))).toEqual([]);
    expect(it.worked).toEqual(['a', 'b']);
  });

  it('gives back what follows a failure in the same group of a queue that keeps order', async () => {
    const it = aFunction();
    const failed = await it.run(
      record({ id: 'a', fail: true }, '1', 'role-1'),
      record({ id: 'b' }, '2', 'role-1'),
      record({ id: 'c' }, '3', 'role-2'),
    );
    expect(failed).toEqual(['1', '2']);
    expect(it.worked).toEqual(['c']);
  });

  it('says how much time is left', async () => {
    const it = aFunction();
    await it.run(record({ id: 'a' }, '1'));
    expect(it.remaining).toEqual([12_345]);
  });

  it('sends what waits in the outbox, oldest first, once', async () => {
    const it = aFunction();
    await it.world.outbox.add([aNotice('n-1'), aNotice('n-2')]);
    await it.run(record({ id: 'a' }, '1'));
    await it.run(record({ id: 'b' }, '2'));
    expect(it.world.notifier.sent.map(({ id }) => id)).toEqual(['n-1', 'n-2']);
  });

  it('does not fail for a notice that cannot be sent: it waits, and the next one is sent', async () => {
    const world = localWorld({ now: '2026-11-21T21:00:00.000Z' });
    await world.outbox.add([aNotice('n-1'), aNotice('n-2')]);
    const { send } = world.notifier;
    let down = true;
    world.notifier.send = (notice) =>
      down && notice.id === 'n-1' ? Promise.reject(new Error('no topic')) : send(notice);
    const it = aFunction(world);
    expect(await it.run(record({ id: 'a' }, '1'))).toEqual([]);
    expect(world.notifier.sent.map(({ id }) => id)).toEqual(['n-2']);
    down = false;
    await it.run(record({ id: 'b' }, '2'));
    expect(world.notifier.sent.map(({ id }) => id)).toEqual(['n-2', 'n-1']);
  });

  it('fails the invocation by name, and not the import, where the world cannot be made', async () => {
    const handler = onMessages(
      {
        name: 'work',
        read: () => ({ read: 'ignored', because: 'nothing' }),
        useCase: () => () => Promise.resolve(),
        figures: () => ({}),
      },
      () => {
        throw new UnreadableMessage('no-world', '', 'the configuration is not complete');
      },
    );
    await expect(handler({ Records: [record({ id: 'a' }, '1')] }, context)).rejects.toThrow('no-world');
  });
});
