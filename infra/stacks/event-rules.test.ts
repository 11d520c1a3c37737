import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileEventPattern } from '../../shared/adapters/local/event-pattern.ts';
import { knownEvent } from '../../shared/change/known-events.ts';
import { checks } from '../../shared/checks/catalogue.ts';
import { everyPart, ofType } from '../testing/statements.ts';
import { anApp, resourcesOf } from '../testing/synthesised.ts';

const detection = resourcesOf(anApp(everyPart).detection);

describe('the EventBridge rules', () => {
  const rules = ofType(detection, 'AWS::Events::Rule')
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
