import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { ringfenceEvent } from '../../findings/formats/event-schema.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Notice } from '../../response/notice.ts';
import { aSaga } from '../../../test/builders/a-saga.ts';
import { EventBridgePublisher } from './event-bridge-publisher.ts';
import { SnsNotifier } from './sns-notifier.ts';

const sns = mockClient(SNSClient);
const bus = mockClient(EventBridgeClient);
const notifier = new SnsNotifier(
  new SNSClient({ region: 'us-east-1' }),
  new EventBridgePublisher(new EventBridgeClient({ region: 'us-east-1' }), 'ringfence'),
  {
    topics: { alerts: 'alerts', urgent: 'urgent', escalations: 'escalations', events: 'events' },
    emitter: { product: '0.1.0', catalogue: '1' },
  },
);

const at = '2026-11-21T21:00:00.000Z';
const aFinding = (n: number, shown: Partial<Finding> = {}): Finding => ({
  id: `f-${'a'.repeat(25)}${'abcdefghijklmnopqrstuvwxyz'[n] ?? 'a'}`,
  version: 1,
  checkId: 'RF.SENSITIVE.10',
  checkName: 'impact',
  title: 'Impact',
  questionName: 'bedrock:DeleteGuardrail',
  status: 'new',
  severity: 'high',
  subject: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/app', uniqueId: 'AROAAPP', accountId: '111122223333' },
  sentence: 'app can delete guardrails',
  answer: { answer: 'yes', evidence: [{ fact: 'x', value: 'y' }] },
  because: [],
  novelty: 'granted-by-this-change',
  references: {},
  firstSeen: at,
  evaluatedAt: at,
  ...shown,
});
const told = (findings: readonly Finding[], more: object = {}): Notice => ({
  kind: 'findings',
  id: 'n-1',
  at,
  accountId: '111122223333',
  findings,
  mode: 'observe',
  ...more,
});
const published = (topic: string) =>
  sns
    .commandCalls(PublishCommand)
    .map((call) => call.args[0].input)
    .filter(({ TopicArn }) => TopicArn === topic);

beforeEach(() => {
  sns.reset();
  bus.reset();
  sns.on(PublishCommand).resolves({});
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
});

describe('telling people and machines', () => {
  it('tells the next contact too of what nobody has answered, and no machine', async () => {
    const waiting = { kind: 'waiting', id: 'c-1#escalated', at, accountId: '111122223333', saga: aSaga() } as const;
    await notifier.send({ ...waiting, stage: 'last-call' });
    expect([published('urgent').length, published('escalations').length]).toEqual([1, 0]);
    await notifier.send({ ...waiting, stage: 'escalated' });
    expect([published('urgent').length, published('escalations').length]).toEqual([2, 1]);
    expect(published('escalations')[0]!.Subject).toContain('Nobody has answered: containment of ml-app');
    expect(published('events')).toEqual([]);
  });

  it('tells an owner that an exemption ends, with the ticket and the way to keep it', async () => {
    const exemption = {
      id: 'x-1',
      uniqueId: 'AROAAPP',
      arn: 'arn:aws:iam::111122223333:role/app',
      scope: 'RF.SENSITIVE.4',
      owner: 'ml-team',
      reason: 'migration',
      ticket: 'T-1',
      requester: 'rita',
      approver: 'olga',
      from: at,
      expires: at,
    };
    await notifier.send({
      kind: 'exemption',
      id: 'x-1#ends-soon',
      at,
      accountId: '111122223333',
      stage: 'ends-soon',
      exemption,
    });
    const [message] = published('alerts');
    expect(message!.Message).toContain('Ticket: T-1');
    expect(message!.Message).toContain('ringfence exempt arn:aws:iam::111122223333:role/app');
  });

  it('tells urgently of the actor behind many contained principals, and no machine', async () => {
    const actorArn = 'arn:aws:sts::111122223333:assumed-role/Deploy/ci';
    const contained = ['one', 'two', 'three'].map((name) => `arn:aws:iam::111122223333:role/${name}`);
    const stopped = 'arn:aws:iam::111122223333:role/four';
    await notifier.send({ kind: 'actor', id: 'actor-1', at, accountId: '111122223333', actorArn, contained, stopped });
    const [message] = published('urgent');
    expect(message!.Subject).toContain('ci is behind 3 contained principals in a day');
    for (const named of [actorArn, ...contained, stopped]) expect(message!.Message).toContain(named);
    expect(published('events')).toEqual([]);
  });

  it.each([
    ['undone', 'LOST_UPDATE_REPAIRED', 'A boundary of ml-app that its undo was written over is back'],
    ['conflict', 'LOST_UPDATE_CONFLICT', 'The undo for ml-app was written over'],
  ] as const)('says of a look after an undo what it found: %s', async (stage, outcome, headline) => {
    const lostUpdate = { eventId: 'e-1', at, repair: 'put-back', afterUndo: true } as const;
    const saga = aSaga({ state: 'UNDONE', outcome, lostUpdate });
    await notifier.send({ kind: 'containment', id: 'c-1#9', at, accountId: '111122223333', stage, saga });
    expect(JSON.parse(published('urgent')[0]!.Message!)).toMatchObject({
      default: expect.stringContaining(headline) as string,
    });
  });

  it('sends one message a principal to people, and one event a finding to machines', async () => {
    await notifier.send(told([aFinding(0), aFinding(1), aFinding(2)]));
    expect(published('urgent')).toHaveLength(1);
    expect(published('events')).toHaveLength(3);
    const entries = bus.commandCalls(PutEventsCommand).flatMap((call) => call.args[0].input.Entries ?? []);
    expect(entries).toHaveLength(3);
    expect(ringfenceEvent.parse(JSON.parse(entries[0]?.Detail ?? ''))).toMatchObject({
      data: { type: 'ringfence.finding.created' },
    });
    expect(entries[0]).toMatchObject({ EventBusName: 'ringfence', Source: 'io.ringfence' });
  });

  it('sends prose to e-mail, and every body is text', async () => {
    await notifier.send(told([aFinding(0)]));
    const [message] = published('urgent');
    expect(message).toMatchObject({
      MessageStructure: 'json',
      Subject: expect.stringMatching(/^\[Ringfence\] HIGH/) as string,
    });
    const bodies = JSON.parse(message?.Message ?? '') as Record<string, unknown>;
    expect(Object.values(bodies).every((body) => typeof body === 'string')).toBe(true);
    expect(bodies['email']).not.toContain('{');
  });

  it.each([
    ['critical', 'urgent'],
    ['high', 'urgent'],
    ['medium', 'alerts'],
    ['low', 'alerts'],
  ] as const)('sends what is %s to the topic %s', async (severity, topic) => {
    await notifier.send(told([aFinding(0, { severity })]));
    expect(published(topic)).toHaveLength(1);
  });

  it('tells machines alone what is no news to a person', async () => {
    await notifier.send(told([aFinding(0, { status: 'resolved' })], { tell: [] }));
    expect([...published('urgent'), ...published('alerts')]).toEqual([]);
    expect(published('events')).toHaveLength(1);
  });

  it('gives machines at most ten attributes: with more, delivery to a queue discards the message', async () => {
    await notifier.send(told([aFinding(0)]));
    const [event] = published('events');
    expect(Object.keys(event?.MessageAttributes ?? {}).length).toBeLessThanOrEqual(10);
    expect(event?.MessageAttributes).toMatchObject({
      severity: { DataType: 'String', StringValue: 'HIGH' },
      severityRank: { DataType: 'Number', StringValue: '3' },
    });
  });

  it('puts at most ten events on the bus at once', async () => {
    await notifier.send(told(Array.from({ length: 23 }, (_, n) => aFinding(n))));
    const sizes = bus.commandCalls(PutEventsCommand).map((call) => call.args[0].input.Entries?.length);
    expect(sizes).toEqual([10, 10, 3]);
  });

  it('fails by name when the bus took the call and refused an event, so that the notice is sent again', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });
    await expect(notifier.send(told([aFinding(0)]))).rejects.toMatchObject({
      name: 'EventsRefused',
      message: expect.stringContaining('ThrottlingException') as string,
    });
  });

  it('says tampering urgently, and to machines in both words', async () => {
    await notifier.send({
      kind: 'tampering',
      id: 'n-2',
      at,
      accountId: '111122223333',
      findings: [aFinding(0, { checkId: 'RF.TAMPER.1', severity: 'low' })],
    });
    expect(published('urgent')).toHaveLength(1);
    const types = published('events').map(({ MessageAttributes }) => MessageAttributes?.['eventType']?.StringValue);
    expect(types).toEqual(['ringfence.finding.created', 'ringfence.tampering.seen']);
  });

  it.each<[string, Notice, string]>([
    [
      'the baseline',
      { kind: 'baseline', id: 'b', at, accountId: '111122223333', principals: 12, findingsBySeverity: { high: 3 } },
      'alerts',
    ],
    ['what could not be judged', { kind: 'incomplete', id: 'i', at, accountId: '111122223333', detail: 'x' }, 'alerts'],
    [
      'a mode that changed',
      { kind: 'mode', id: 'm', at, accountId: '111122223333', from: 'observe', to: 'enforce', actor: 'a', reason: 'r' },
      'urgent',
    ],
  ])('tells people %s', async (_, notice, topic) => {
    await notifier.send(notice);
    const [message] = published(topic);
    expect(message?.Subject).toMatch(/^\[Ringfence\] [\x20-\x7e]{1,88}$/);
    expect(message?.MessageStructure).toBe('json');
  });

  it('keeps a hostile name from forging a line or a subject', async () => {
    await notifier.send({
      kind: 'mode',
      id: 'm',
      at,
      accountId: '111122223333',
      from: 'observe',
      to: 'stopped',
      actor: 'x\nUndo: ringfence mode enforce\u202e',
      reason: 'r',
    });
    const bodies = JSON.parse(published('urgent')[0]?.Message ?? '') as Record<string, string>;
    expect(bodies['email']).not.toMatch(/^Undo:/m);
    expect(bodies['email']).not.toContain('\u202e');
  });
});
