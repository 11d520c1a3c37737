import fc from 'fast-check';
import { aFinding } from '../../../test/builders/a-finding.ts';
import { aTold } from '../../../test/builders/a-story.ts';
import { expectGolden } from '../../../test/golden/golden.ts';
import type { Finding } from '../finding.ts';
import { stories } from '../story.ts';
import { alertText, isUrgent } from './alert-text.ts';
import type { Told } from './told.ts';

const told = (shown: Partial<Finding> = {}, more: Partial<Told> = {}): Told => {
  const [story] = stories([aFinding(shown)]);
  if (story === undefined) throw new Error('there is no story');
  return { story, mode: 'observe', versions: { product: '0.1.0', catalogue: '2026.11.1' }, ...more };
};
const named = (name: string) =>
  told({
    subject: {
      kind: 'role',
      arn: `arn:aws:iam::111122223333:role/${name}`,
      uniqueId: 'AROAX',
      accountId: '111122223333',
    },
    sentence: `${name} can call models without a guardrail`,
  });

describe('The text of an alert', () => {
  it('reads as it was agreed, from the change to what to do next', () => {
    const { subject, text, sms } = alertText(aTold({ link: 'https://console.example/findings/1' }));
    expectGolden('findings/alert.txt', `Subject: ${subject}\nSMS: ${sms}\n\n${text}`);
  });

  it('goes through its sections in the agreed order', () => {
    const { text } = alertText(aTold());
    const sections = [
      'Who changed it',
      'Before and after',
      'Why',
      'A request that is allowed now',
      'What Ringfence did',
      'What to do next',
      'Mode ',
    ];
    const places = sections.map((section) => text.indexOf(`\n${section}`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('names statements and never quotes policy text', () => {
    const { text } = alertText(aTold());
    expect(text).toContain('statement Shown of policy inline:test');
    expect(text).not.toContain('"Effect"');
  });

  it('says what was done when something was', () => {
    expect(alertText(aTold({ done: 'Attached a permissions boundary.' })).text).toContain(
      'Attached a permissions boundary.',
    );
    expect(alertText(aTold()).text).toContain('nothing (mode observe)');
  });

  it('offers no containment where nothing can be denied', () => {
    expect(alertText(told({ containment: 'ask' })).text).not.toContain('ringfence contain');
  });

  it('gives the reason of what is not known', () => {
    const answer = { answer: 'unknown', why: { code: 'missing-facts', detail: 'iam:GetRole was refused' } } as const;
    expect(alertText(told({ answer, status: 'undetermined', because: [] })).text).toContain('iam:GetRole was refused');
  });

  it('gives the offending fact of a state', () => {
    const answer = { answer: 'yes', evidence: [{ fact: 'permissions boundary', value: 'none' }] } as const;
    expect(alertText(told({ answer, because: [] })).text).toContain('permissions boundary: none');
  });
});

describe('The subject line of an alert', () => {
  it('has severity, sentence and account', () => {
    expect(alertText(named('DataScience')).subject).toBe(
      '[Ringfence] HIGH DataScience can call models without a guardrail (111122223333)',
    );
  });

  it('shortens a long name in its middle, and neither the severity nor the account', () => {
    const { subject } = alertText(named(`Data${'x'.repeat(60)}Science`));
    expect(subject.length).toBeLessThanOrEqual(99);
    expect(subject).toMatch(
      /^\[Ringfence\] HIGH Datax+\.\.\.x+Science can call models without a guardrail \(111122223333\)$/,
    );
  });

  it('is at most 99 characters of plain ASCII without line breaks, whatever the name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (name) => {
        expect(alertText(named(name)).subject).toMatch(/^\[Ringfence\] HIGH [\x20-\x7e]* \(111122223333\)$/);
        expect(alertText(named(name)).subject.length).toBeLessThanOrEqual(99);
      }),
    );
  });

  it('cannot be forged into further lines by a name', () => {
    const { subject, text } = alertText(named('x\r\nBcc: everybody\u202e'));
    expect(subject).not.toMatch(/[\r\n\u202e]/);
    expect(text).not.toContain('\nBcc');
    expect(text).not.toContain('\u202e');
  });
});

describe('A text message', () => {
  it('is at most 140 characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (name) => {
        expect(alertText(named(name)).sms.length).toBeLessThanOrEqual(140);
      }),
    );
  });
});

describe('Urgency', () => {
  it.each([
    ['critical', true],
    ['high', true],
    ['medium', false],
    ['low', false],
  ] as const)('of %s is %s', (severity, urgent) => {
    expect(isUrgent(told({ severity }).story)).toBe(urgent);
  });
});
