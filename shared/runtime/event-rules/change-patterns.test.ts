import { knownEvents } from '../../change/known-events.ts';
import { compileEventPattern } from '../../adapters/local/event-pattern.ts';
import { changeRules, maximumPatternLength } from './change-patterns.ts';
import { heardEvents, type Listener, listeners, orphanTriggers, TriggerNotHeard, type Volume } from './heard-events.ts';

const account = '111122223333';

const envelope = (eventSource: string, eventName: string, over: object = {}) => ({
  source: `aws.${eventSource.replace('.amazonaws.com', '')}`,
  'detail-type': 'AWS API Call via CloudTrail',
  account,
  region: 'us-east-1',
  detail: { eventSource, eventName, readOnly: false },
  ...over,
});

const compiled = (volume: Volume) =>
  new Map(
    listeners.map((listener) => [
      listener,
      changeRules(heardEvents(listener, volume), [account]).map((rule) => ({
        ...rule,
        matches: compileEventPattern(rule.pattern),
      })),
    ]),
  );
const loud = compiled({ inference: true, dataEvents: true });
const quiet = compiled({ inference: false, dataEvents: false });
const rulesOf = (listener: Listener, rules = loud) => rules.get(listener) ?? [];
const hears = (listener: Listener, event: object, rules = loud) =>
  rulesOf(listener, rules).filter(({ matches }) => matches(event));

describe('the EventBridge patterns of changes', () => {
  it('hear every known event but those that only enrich', () => {
    const deaf = knownEvents.filter(
      ({ eventSource, eventName, recordedAs }) =>
        !listeners.some((listener) => hears(listener, envelope(eventSource, recordedAs ?? eventName)).length > 0),
    );
    expect(deaf.map(({ trigger }) => trigger)).toEqual(['sts.amazonaws.com:AssumeRole']);
  });

  it('bring one event to one function once', () => {
    for (const { eventSource, eventName, recordedAs } of knownEvents) {
      for (const listener of listeners) {
        expect(hears(listener, envelope(eventSource, recordedAs ?? eventName)).length).toBeLessThan(2);
      }
    }
  });

  it('stay below the size that EventBridge takes', () => {
    for (const listener of listeners) {
      for (const { pattern } of rulesOf(listener)) {
        expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(maximumPatternLength);
      }
    }
  });

  it('split a service whose names do not fit into one pattern, and lose none', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      trigger: `long.amazonaws.com:AnEventWithALongName${index}` as const,
      eventSource: 'long.amazonaws.com',
      eventName: `AnEventWithALongName${index}`,
      group: 'sagemaker',
      category: 'management' as const,
      regions: 'every',
      confidence: 'inferred' as const,
      readOnly: false,
    }));
    const rules = changeRules(many, [account]);
    expect(rules.length).toBeGreaterThan(1);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(rules.flatMap(({ pattern }) => pattern.detail.eventName)).toEqual(many.map(({ eventName }) => eventName));
    for (const { pattern } of rules) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(maximumPatternLength);
  });

  const put = envelope('iam.amazonaws.com', 'PutRolePolicy');
  it.each([
    ['from another account', { ...put, account: '444455556666' }],
    ['whose envelope names another service', { ...put, source: 'aws.s3' }],
    ['that was forged by a custom source', { ...put, source: 'custom.iam' }],
    ['that is no CloudTrail call', { ...put, 'detail-type': 'Something Else' }],
    ['of a name that is not known', envelope('iam.amazonaws.com', 'GetRole')],
    ['of a known name from another service', envelope('bedrock.amazonaws.com', 'PutRolePolicy')],
  ])('let no event through %s', (_, event) => {
    expect(listeners.flatMap((listener) => hears(listener, event))).toEqual([]);
  });

  it('hear a Lambda call whatever the date in its name', () => {
    for (const name of ['UpdateFunctionCode20150331v2', 'UpdateFunctionCode20300101']) {
      expect(hears('watch-tampering', envelope('lambda.amazonaws.com', name))).toHaveLength(1);
    }
  });

  it('hear model calls only when asked, by a rule of their own that lets read-only calls through', () => {
    const call = envelope('bedrock.amazonaws.com', 'InvokeModel', {
      detail: { eventSource: 'bedrock.amazonaws.com', eventName: 'InvokeModel', readOnly: true },
    });
    expect(hears('evaluate-ai-activity', call, quiet)).toEqual([]);
    expect(hears('evaluate-ai-activity', call).map(({ readOnly }) => readOnly)).toEqual([true]);
    expect(rulesOf('evaluate-ai-activity').filter(({ readOnly }) => readOnly)).toHaveLength(1);
  });

  describe('of a check whose own function is not deployed', () => {
    const check = { id: 'RF.GUARD.1', triggeredBy: ['bedrock.amazonaws.com:DeleteGuardrail'] as const };
    const none = { inference: false, dataEvents: false };

    it('are known, so that another function can hear them', () => {
      expect(orphanTriggers([check], ['evaluate-guardrail-change'], none)).toEqual([]);
      expect(orphanTriggers([check], ['evaluate-access-change'], none)).toEqual(check.triggeredBy);
      const heard = heardEvents('evaluate-access-change', none, check.triggeredBy).map(({ trigger }) => trigger);
      expect(heard).toContain('bedrock.amazonaws.com:DeleteGuardrail');
    });

    it('are refused by name where no such event is known', () => {
      const wrong = { id: 'RF.GUARD.1', triggeredBy: ['bedrock.amazonaws.com:DeleteGuardrails'] as const };
      expect(() => orphanTriggers([wrong], ['evaluate-guardrail-change'], none)).toThrow(TriggerNotHeard);
      expect(() => orphanTriggers([wrong], [], none)).toThrow('bedrock.amazonaws.com:DeleteGuardrails');
    });
  });
});
