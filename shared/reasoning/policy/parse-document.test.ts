import fc from 'fast-check';
import type { PolicyJson } from '../../facts/policy-document.ts';
import { compilePolicy } from '../compile-policy.ts';
import { parseDocument, type PolicyUse } from './parse-policy.ts';

const texts = (...all: string[]) => {
  const one = fc.constantFrom(...all);
  return fc.oneof(one, fc.array(one, { maxLength: 3 }), fc.constantFrom<unknown>(7, null, {}, [[]], 12.5, true, ''));
};
const condition = fc.dictionary(
  fc.constantFrom('StringEquals', 'ForAnyValue:StringLike', 'Bool', 'Null', 'NumericLessThanIfExists', 'Equals'),
  fc.dictionary(fc.constantFrom('aws:a', 'k:b', '__proto__', ' '), texts('a', '*', 'true', '${aws:username}', '<x>')),
);
const statement = fc.record(
  {
    Sid: fc.constantFrom<unknown>('one', 1),
    Effect: fc.constantFrom<unknown>('Allow', 'Allow', 'Allow', 'Deny', 'Deny', 'allow'),
    Action: texts('s3:GetObject', 'S3:*', 'bedrock:*Model', '*', '*:*', ' iam:PassRole ', 'nonsense'),
    NotAction: texts('s3:*', 's*:Get*'),
    Resource: texts('*', 'arn:aws:s3:::a', 'arn:aws:s3:::${aws:username}', '{{x}}'),
    NotResource: texts('*'),
    Principal: fc.constantFrom<unknown>('*', { AWS: '*' }, { Service: ['a'] }, { AWS: 111122223333 }, 'me'),
    Condition: fc.oneof(condition, fc.constant('x')),
    Extra: fc.constant(1),
  },
  { requiredKeys: ['Effect'] },
);
/** Most are right but for what the record left out; others show every way to be wrong. */
const right = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constantFrom<unknown>('*', 's3:Get*', ['bedrock:InvokeModel', 'bedrock:*'], '*:*', 'b*:*'),
    Resource: fc.constantFrom<unknown>('*', ['*', 'arn:aws:s3:::a'], 'arn:aws:s3:::a'),
    Condition: fc.constant({ StringEquals: { 'aws:a': ['b', 'c'] } }),
  },
  { requiredKeys: ['Effect', 'Action', 'Resource'] },
);
const document = fc.record(
  {
    Version: fc.constantFrom('2012-10-17', '2008-10-17', '2013-01-01'),
    Id: fc.constant('id'),
    Statement: fc.oneof(fc.array(right, { maxLength: 4 }), right, fc.array(statement, { maxLength: 2 }), statement),
  },
  { requiredKeys: ['Statement'] },
);
const uses = fc.constantFrom<PolicyUse>('principal', 'any', 'trust', 'resource');

describe('a document as text and as a JSON value', () => {
  it('is read to one policy with one set of bits, or refused by one error at one place', () => {
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(document, uses, (value, use) => {
        const json: PolicyJson = JSON.parse(JSON.stringify(value));
        const asJson = parseDocument({ name: 'p', json }, use);
        const asText = parseDocument({ name: 'p', text: JSON.stringify(value) }, use);
        const encoded = parseDocument({ name: 'p', text: encodeURIComponent(JSON.stringify(value)) }, use);
        expect(asJson).toEqual(asText);
        expect(encoded).toEqual(asText);
        seen[asText.ok ? 'read' : 'refused'] += 1;
        if (!asJson.ok || !asText.ok) return;
        const place = { layer: 'identity', name: 'p' } as const;
        const [a, b] = [compilePolicy(asJson.policy, place), compilePolicy(asText.policy, place)];
        expect(a.bits).toEqual(b.bits);
        expect(a.statements.map(({ resources, conditions }) => [resources, conditions])).toEqual(
          b.statements.map(({ resources, conditions }) => [resources, conditions]),
        );
      }),
      { numRuns: 1000 },
    );
    // Either kind is seen often, so that the agreement means something.
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(150);
  });

  it.each([
    [
      'a text of two megabytes',
      { Effect: 'Allow', Action: 's3:*', Resource: 'x'.repeat(2 * 1024 * 1024) },
      'too-large',
    ],
    [
      'more statements than have room',
      Array.from({ length: 10_000 }, () => ({ Effect: 'Allow', Action: '*', Resource: '*' })),
      'too-large',
    ],
    [
      'statements whose texts are short and many',
      Array.from({ length: 6_000 }, () => ({ Effect: 'Allow', Action: 's3:*', Resource: '*' })),
      'too-large',
    ],
    [
      'wildcards that would take long to match',
      { Effect: 'Allow', Action: Array.from({ length: 300 }, (_, n) => `s3:*${n}*x`), Resource: '*' },
      'too-large',
    ],
    [
      'services that would take long to match',
      { Effect: 'Deny', NotAction: Array.from({ length: 20 }, (_, n) => `*${n}:*`), Resource: '*' },
      'too-large',
    ],
  ])('is refused in both forms for %s', (_, Statement, code) => {
    const json = { Version: '2012-10-17', Statement };
    expect(parseDocument({ name: 'p', json })).toMatchObject({ ok: false, error: { code } });
    expect(parseDocument({ name: 'p', text: JSON.stringify(json) })).toMatchObject({ ok: false, error: { code } });
  });

  it('is read for hundreds of names with one star inside, as a document shortened to fit a size limit holds', () => {
    const Action = Array.from({ length: 600 }, (_, n) => `sagemaker:Create*${n}`);
    const text = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action, Resource: '*' } });
    expect(parseDocument({ name: 'p', text })).toMatchObject({ ok: true });
  });

  it('is read with thousands of ordinary actions', () => {
    const Action = Array.from({ length: 2_500 }, (_, n) => (n % 3 === 0 ? `ec2:Describe${n}*` : `ec2:Get${n}`));
    const json = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
    expect(parseDocument({ name: 'p', json }).ok).toBe(true);
  });

  it('refuses a number of a JSON value that may have been another one', () => {
    const json = JSON.parse(
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericEquals":{"a:b":12345678901234567890}}}}',
    ) as PolicyJson;
    expect(parseDocument({ name: 'p', json })).toMatchObject({
      ok: false,
      error: { code: 'wrong-type', at: '/Statement/Condition/NumericEquals/a:b' },
    });
  });

  it('that was not read is refused, and says why', () => {
    expect(parseDocument({ name: 'p', unread: 'allow iam:GetPolicy' })).toMatchObject({
      ok: false,
      error: { code: 'not-json', detail: expect.stringContaining('allow iam:GetPolicy') },
    });
  });
});
