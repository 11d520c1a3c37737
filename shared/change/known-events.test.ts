import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventReading } from './event-readings.ts';
import { knownEvent, knownEvents, triggersOfGroup } from './known-events.ts';
import rows from './known-events.json' with { type: 'json' };

const catalogue = path.resolve(import.meta.dirname, '../../../shared/catalogue/cloudtrail-events.json');

type CatalogueRow = { eventSource: string; eventName: string; group: string; category: string; confidence: string };

describe('known-events.json', () => {
  it('names each pair once', () => {
    expect(new Set(knownEvents.map(({ trigger }) => trigger)).size).toBe(knownEvents.length);
  });

  it.each(knownEvents)('has a way to read $trigger', (event) => {
    expect(eventReading(event)).toBeDefined();
  });

  it('says of each event that is not in the public catalogue why it was added', () => {
    const added = rows.filter((row) => 'addition' in row);
    expect(added.length).toBeGreaterThan(0);
    for (const row of added) expect(row.addition).toMatch(/\.$/);
  });

  const compare = existsSync(catalogue) ? it : it.skip;
  const absent = existsSync(catalogue) ? '' : ' (not run: ../shared/catalogue/cloudtrail-events.json is absent)';
  compare(`agrees with the catalogue it was copied from${absent}`, () => {
    const published = JSON.parse(readFileSync(catalogue, 'utf8')) as CatalogueRow[];
    expect(published.length).toBeGreaterThan(400);
    for (const row of published) {
      expect(knownEvent(row.eventSource, row.eventName)).toMatchObject({
        group: row.group,
        category: row.category,
        confidence: row.confidence,
      });
    }
    const added = rows.filter((row) => 'addition' in row).length;
    expect(knownEvents).toHaveLength(published.length + added);
  });
});

describe('knownEvent', () => {
  it.each([['UpdateFunctionCode20150331v2'], ['UpdateFunctionCode20281231'], ['UpdateFunctionCode']])(
    'takes %s for the same Lambda event whatever date it ends in',
    (eventName) => {
      expect(knownEvent('lambda.amazonaws.com', eventName)).toMatchObject({
        eventName: 'UpdateFunctionCode',
        trigger: 'lambda.amazonaws.com:UpdateFunctionCode',
        recordedAs: 'UpdateFunctionCode20150331v2',
      });
    },
  );

  it('keeps a version that is part of the name', () => {
    expect(knownEvent('sagemaker.amazonaws.com', 'CreateAutoMLJobV2')?.eventName).toBe('CreateAutoMLJobV2');
  });

  it.each([
    ['iam.amazonaws.com', 'ListRoles'],
    ['s3.amazonaws.com', 'PutRolePolicy'],
    ['iam.amazonaws.com', 'putrolepolicy'],
    ['__proto__', 'constructor'],
  ])('does not know %s:%s', (eventSource, eventName) => {
    expect(knownEvent(eventSource, eventName)).toBeUndefined();
  });
});

describe('triggersOfGroup', () => {
  it('gives the triggers of the groups asked for and of no other', () => {
    const triggers = triggersOfGroup('bedrock-guardrails', 'iam-grants');
    expect(triggers).toContain('iam.amazonaws.com:PutRolePolicy');
    expect(triggers).toContain('bedrock.amazonaws.com:DeleteGuardrail');
    expect(triggers).not.toContain('iam.amazonaws.com:DeleteRole');
  });

  it('refuses a group that does not exist: a check that hears nothing is a defect', () => {
    expect(() => triggersOfGroup('iam-grant')).toThrow('known-events.json has no group iam-grant');
  });
});
