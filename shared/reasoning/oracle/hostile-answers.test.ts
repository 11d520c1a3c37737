import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { known } from '../../facts/known.ts';
import { canEver } from '../can-ever.ts';
import { compilePrincipal } from '../compile-principal.ts';
import { explainAccess } from '../explain-access.ts';
import { simulate } from '../simulate.ts';
import { allow, deny, facts, NOW, realistic, ROLE, type Statement } from '../testing/a-world.ts';
import { verdict } from '../verdict.ts';

/** Half a minute tells an answer from a hang on a busy machine; it says nothing of speed. */
const NO_HANG_MS = 30_000;

const text = (...Statement: Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const ACTION = 'bedrock:InvokeModel';
const RESOURCE = 'arn:aws:bedrock:us-east-1::foundation-model/a';

const stars = '*?'.repeat(6000);
const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const when = (operator: string, key: string, values: unknown) => ({ [operator]: { [key]: values } });
const numbered = (count: number): string[] => many(count, (at) => `${at}`);
const values = many(10_000, (at) => `v${at}`);

/** Document, and what the answers may be: a yes or a no that is wrong is worse than an unknown. */
const documents: [string, string, readonly string[], readonly string[]][] = [
  ['no JSON', 'nope', ['unknown'], ['conditional']],
  ['the empty text', '', ['unknown'], ['conditional']],
  [
    'one key twice',
    text(allow('*')).replace('"Statement"', '"Statement":[],"Statement"'),
    ['unknown'],
    ['conditional'],
  ],
  ['a policy a thousand deep', `{"Version":"2012-10-17","Statement":${nested(1000)}}`, ['unknown'], ['conditional']],
  ['two megabytes', text(allow('*', `arn:${'x'.repeat(2 * 1024 * 1024)}`)), ['unknown'], ['conditional']],
  [
    'an element named __proto__',
    text(allow('*')).replace('"Effect"', '"__proto__":{"Effect":"Allow"},"Effect"'),
    ['unknown'],
    ['conditional'],
  ],
  [
    'a condition on __proto__',
    text(allow('*', '*', JSON.parse('{"StringEquals":{"__proto__":"x"}}') as never)),
    ['yes', 'no'],
    ['conditional'],
  ],
  ['an Allow of six thousand *?', text(allow('*', stars)), ['no', 'unknown'], ['denied', 'conditional']],
  ['an action of ten thousand stars', text(allow(`bedrock:${'*'.repeat(10_000)}`)), ['yes'], ['allowed']],
  ['a Deny of ten thousand stars', text(allow('*'), deny('*', '*'.repeat(10_000))), ['no'], ['denied']],
  [
    'a condition of six thousand *?',
    text(allow('*', '*', when('StringLike', 'a:b', [stars, `${stars}b`]))),
    ['yes', 'no', 'unknown'],
    ['conditional'],
  ],
  [
    'patterns that are entangled',
    text(
      allow(
        '*',
        '*',
        when(
          'StringLike',
          'a:b',
          many(12, (at) => `*${'?'.repeat(at)}a*b*`),
        ),
      ),
      deny(
        '*',
        '*',
        when(
          'StringLike',
          'a:b',
          many(12, (at) => `*a*${'?'.repeat(at)}b?*`),
        ),
      ),
    ),
    ['yes', 'no', 'unknown'],
    ['conditional', 'denied'],
  ],
  [
    'halves of characters',
    text(allow('*', 'arn:aws:bedrock:\ud800*'), deny('*', '*\udc00')),
    ['no', 'unknown'],
    ['denied'],
  ],
  [
    'halves of characters in a condition',
    text(allow('*', '*', when('StringNotLike', 'a:b', ['\ud83d?', '\udc00']))),
    ['yes', 'no'],
    ['conditional'],
  ],
  [
    'three thousand statements',
    text(...many(3000, (at) => allow('bedrock:*', `arn:aws:bedrock:::${at}`))),
    ['no', 'unknown'],
    ['denied'],
  ],
  [
    'a thousand Denies',
    text(allow('*'), ...many(1000, (at) => deny('bedrock:*', '*', when('StringEquals', `k:${at}`, 'x')))),
    ['yes', 'unknown'],
    ['conditional'],
  ],
  [
    'ten thousand values',
    text(allow('*', '*', when('StringEquals', 'aws:RequestedRegion', values))),
    ['yes', 'no', 'unknown'],
    ['conditional'],
  ],
  [
    'ten thousand values, none of which is allowed',
    text(allow('*', '*', when('StringEquals', 'a:b', values)), deny('*', '*', when('StringEquals', 'a:b', values))),
    ['no', 'unknown'],
    ['denied', 'conditional'],
  ],
  [
    'ten thousand values that are no numbers',
    text(allow('*', '*', when('NumericEquals', 'a:b', values))),
    ['no'],
    ['denied'],
  ],
  [
    'dollar signs and braces',
    text(allow('*', `arn:aws:bedrock:::${'${'.repeat(10_000)}`)),
    ['no', 'unknown'],
    ['denied', 'conditional'],
  ],
  [
    'fifty variables',
    text(
      allow(
        '*',
        '*',
        when(
          'StringLike',
          'a:b',
          many(50, (at) => `*\${k:${at}}*`),
        ),
      ),
    ),
    ['no', 'unknown'],
    ['conditional'],
  ],
];

describe('a hostile policy gets an answer that is not wrong, from everything that reads policies', () => {
  it.each(documents)('%s', (_, document, answers, verdicts) => {
    const world = facts([], { inlinePolicies: known([{ name: 'hostile', text: document }]) });
    const principal = compilePrincipal(world);
    const started = performance.now();
    const question = { actions: [ACTION], resources: [RESOURCE] };
    expect(answers).toContain(canEver(principal, question, realistic).answer);
    expect(verdicts).toContain(verdict(principal, ACTION, RESOURCE, { model: 'formal', now: NOW }).verdict);
    const explained = explainAccess(world, { action: ACTION, resource: RESOURCE }, realistic);
    expect(answers).toContain(explained.answer.answer);
    expect(explained.layers.map(({ layer }) => layer)).toContain('identity');
    expect(performance.now() - started).toBeLessThan(NO_HANG_MS);
  });

  it.each([
    ['ten thousand statements', many(10_000, () => allow('s3:Put*')), 'BAD_POLICY'],
    ['four thousand statements', many(4000, () => allow('s3:Put*')), 'denied'],
    ['a hundred thousand values', [allow('*', '*', when('StringEquals', 'a:b', numbered(100_000)))], 'BAD_POLICY'],
    ['twenty thousand values', [allow('*', '*', when('StringEquals', 'a:b', numbered(20_000)))], 'conditional'],
    [
      'twenty thousand values of a Deny',
      [allow('*'), deny('*', '*', when('StringNotEquals', 'a:b', numbered(20_000)))],
      'conditional',
    ],
  ])('a line of the batch interface that holds %s: %s', (_, Statement, word) => {
    const started = performance.now();
    const line = JSON.stringify({
      id: 'c',
      principal: ROLE,
      identityPolicies: [{ Version: '2012-10-17', Statement }],
      request: { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} },
    });
    const answer = JSON.parse(simulate(line, 1, NOW).line) as { verdict?: string; error?: { code: string } };
    expect(answer.verdict ?? answer.error?.code).toBe(word);
    expect(performance.now() - started).toBeLessThan(NO_HANG_MS);
  });

  it.each([
    ['an action of ten thousand stars', { actions: [`bedrock:${'*'.repeat(10_000)}`], resources: ['*'] }],
    ['a resource of six thousand *?', { actions: [ACTION], resources: [stars] }],
    ['ten thousand resources', { actions: [ACTION], resources: many(10_000, (at) => `arn:aws:bedrock:::${at}`) }],
    ['an operator that is none', { actions: [ACTION], resources: ['*'], condition: { __proto__x: { a: 'b' } } }],
    ['an action of nothing', { actions: [''], resources: ['*'] }],
    ['nothing', { actions: [], resources: [] }],
  ])('a hostile question is answered too: %s', (_, question) => {
    const started = performance.now();
    const { answer } = canEver(compilePrincipal(facts([allow('bedrock:*')])), question, realistic);
    expect(['yes', 'no', 'unknown']).toContain(answer);
    expect(performance.now() - started).toBeLessThan(NO_HANG_MS);
  });
});

describe('no regular expression', () => {
  it('is ever made from text: nothing in shared/ calls RegExp', () => {
    const root = path.join(import.meta.dirname, '..', '..');
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
    );
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.filter((file) => /\bRegExp\s*\(/.test(readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
  });
});
