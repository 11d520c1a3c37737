import { aCause, aFinding } from '../../../test/builders/a-finding.ts';
import { aTold } from '../../../test/builders/a-story.ts';
import { expectGolden } from '../../../test/golden/golden.ts';
import { findingEvent, modeEvent } from './event.ts';
import { alertMessage, bodyLimit, eventMessage } from './sns.ts';

const producer = { producer: 'notify@0.1.0', catalogueVersion: '2026.11.1', correlationId: aCause().eventId };
const at = '2026-11-21T21:00:01.000Z';
const event = findingEvent(aFinding(), producer, at);
const eventType = 'ringfence.finding.created';
const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');
const bodiesOf = (told = aTold()) =>
  JSON.parse(alertMessage({ ...told, event, eventType }).message) as Record<string, string>;

describe('A message to the alerts topic', () => {
  it('has one text a protocol, default among them, and every value is a string', () => {
    const bodies = bodiesOf();
    expect(Object.keys(bodies)).toEqual(['default', 'email', 'sms', 'https', 'sqs', 'lambda']);
    expect(Object.values(bodies).every((body) => typeof body === 'string')).toBe(true);
    expectGolden('findings/sns-alert.json.golden', `${JSON.stringify(bodies, null, 2)}\n`);
  });

  it('gives people prose, chat its notification, machines the event', () => {
    const bodies = bodiesOf();
    expect(bodies['email']).toMatch(/^HIGH: |^CRITICAL: /);
    expect(JSON.parse(bodies['https'] ?? '')).toMatchObject({ version: '1.0', source: 'custom' });
    expect(JSON.parse(bodies['sqs'] ?? '')).toEqual(event);
  });

  it('caps each body, and says where the whole text is', () => {
    const told = aTold({ done: 'x', link: 'https://console.example/1' });
    const story = {
      ...told.story,
      delta: { ...told.story.delta, text: 'é'.repeat(4000) },
      includes: Array.from({ length: 2000 }, () => told.story.includes[0] ?? fail()),
    };
    const big = findingEvent(aFinding({ sentence: 'y'.repeat(bodyLimit) }), producer, at);
    const { message } = alertMessage({ ...told, story, event: big, eventType });
    const bodies = JSON.parse(message) as Record<string, string>;
    for (const body of Object.values(bodies)) expect(bytes(body)).toBeLessThanOrEqual(bodyLimit);
    expect(bytes(message)).toBeLessThan(256 * 1024);
    expect(bodies['email']).toMatch(/\n\nshortened, full text: https:\/\/console\.example\/1\n$/);
    expect(JSON.parse(bodies['sqs'] ?? '')).toMatchObject({ shortened: { type: eventType } });
  });
});

describe('A message to the events topic', () => {
  it('carries exactly the ten attributes', () => {
    const { message, attributes } = eventMessage(event, { mode: 'observe', environment: 'prod' });
    expect(JSON.parse(message)).toEqual(event);
    expect(attributes).toEqual({
      eventType: { dataType: 'String', value: eventType },
      severity: { dataType: 'String', value: 'HIGH' },
      severityRank: { dataType: 'Number', value: '3' },
      checkId: { dataType: 'String', value: 'RF.SENSITIVE.10' },
      accountId: { dataType: 'String', value: '111122223333' },
      region: { dataType: 'String', value: 'us-east-1' },
      principalType: { dataType: 'String', value: 'role' },
      mode: { dataType: 'String', value: 'observe' },
      environment: { dataType: 'String', value: 'prod' },
      schemaVersion: { dataType: 'String', value: '1.0' },
    });
    expect(Object.keys(attributes)).toHaveLength(10);
  });

  it('leaves out an attribute without a value', () => {
    const mode = { accountId: '111122223333', from: 'observe', to: 'approve', actor: 'a', reason: 'r', at };
    const { attributes } = eventMessage(modeEvent(mode, 'mode#2', producer), { environment: '' });
    expect(Object.keys(attributes)).toEqual(['eventType', 'accountId', 'schemaVersion']);
  });
});

const fail = (): never => {
  throw new Error('a story includes something');
};
