import { simulate } from '../simulate.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import { allow, deny, NOW, ROLE } from '../testing/a-world.ts';

type Fields = Readonly<Record<string, unknown>>;

const document = (...Statement: Fields[]) => ({ Version: '2012-10-17', Statement });
const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::corp-data/a', context: {} };
const aCase = (...statements: Fields[]) =>
  JSON.stringify({ id: 'c', principal: ROLE, identityPolicies: [document(...statements)], request });
const answerTo = (line: string) => {
  const started = performance.now();
  const answer = JSON.parse(simulate(line, 1, NOW).line) as { decision?: string; error?: { code: string } };
  return { word: answer.decision ?? answer.error?.code, took: performance.now() - started };
};

const wildcards = '*?'.repeat(5000);
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const protoContext = '{"__proto__":"x","constructor":"y"}';

/** Two seconds tell an answer from a hang; they say nothing of speed. */
const NO_HANG_MS = 2000;

describe('a hostile line gets an answer or a named error, and no hang', () => {
  it.each<[string, string, string]>([
    ['one key twice in a document', aCase().replace('"Statement"', '"Statement":[],"Statement"'), 'BAD_JSON'],
    [
      'one key twice under an escape',
      aCase().replace('"Version"', '"Versi\\u006fn":"2012-10-17","Version"'),
      'BAD_JSON',
    ],
    ['objects in objects, a thousand deep', nested(1000), 'BAD_JSON'],
    ['a thousand lists that nobody closes', '['.repeat(1000), 'BAD_JSON'],
    ['a policy a thousand deep', aCase().replace('"Statement":[]', `"Statement":${nested(1000)}`), 'BAD_JSON'],
    ['a line of two megabytes', aCase(allow('s3:*', 'x'.repeat(2 * 1024 * 1024))), 'TOO_LARGE'],
    ['ten thousand wildcards in an Allow', aCase(allow('s3:*', `arn:aws:s3:::${wildcards}`)), 'ImplicitlyDenied'],
    ['ten thousand wildcards in a Deny', aCase(allow('*'), deny('s3:*', `*${'*'.repeat(10_000)}`)), 'ExplicitlyDenied'],
    ['ten thousand wildcards in an action', aCase(allow(`s3:${'*'.repeat(10_000)}`)), 'Allowed'],
    [
      'ten thousand wildcards in a condition',
      aCase(allow('*', '*', { StringLike: { 'a:b': wildcards, 'a:c': `${wildcards}b` } })),
      'ImplicitlyDenied',
    ],
    [
      'ten thousand dollar signs and braces',
      aCase(allow('*', `arn:aws:s3:::${'${'.repeat(10_000)}`)),
      'ImplicitlyDenied',
    ],
    ['an element named __proto__', aCase({ ...allow('*'), ['__proto__']: { Effect: 'Allow' } }), 'BAD_POLICY'],
    ['a context with __proto__', aCase(allow('*')).replace('"context":{}', `"context":${protoContext}`), 'Allowed'],
    [
      'a condition on __proto__',
      aCase({ ...allow('*'), Condition: { StringEquals: JSON.parse('{"__proto__":"x"}') as Fields } }).replace(
        '"context":{}',
        `"context":${protoContext}`,
      ),
      'Allowed',
    ],
    [
      'a condition on constructor, which nobody sent',
      aCase(allow('*', '*', { Null: { constructor: 'false' } })),
      'ImplicitlyDenied',
    ],
    ['halves of characters', aCase(allow('*', 'arn:aws:s3:::\ud800*'), deny('*', '*\udc00')), 'ImplicitlyDenied'],
    [
      'halves of characters as escapes',
      aCase(allow('*', '*', { StringLike: { 'a:b': '\\ud83d?' } })),
      'ImplicitlyDenied',
    ],
  ])('%s', (_, line, word) => {
    const answer = answerTo(line);
    expect(answer.word).toBe(word);
    expect(answer.took).toBeLessThan(NO_HANG_MS);
  });

  it('a policy of two megabytes is too large by name', () => {
    const read = parsePolicy(JSON.stringify(document(allow('s3:*', 'x'.repeat(2 * 1024 * 1024)))));
    expect(read).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });
});
