import type { PolicyContent } from './policy-document.ts';
import { SharedDocuments } from './shared-documents.ts';

const trusting = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});
const json = (value: object): PolicyContent => ({ json: { ...value } });

describe('documents that many have', () => {
  it('are one object where they are equal to the letter, as objects and as texts', () => {
    const shared = new SharedDocuments('trust policy');
    const lambda = shared.of(json(trusting('lambda.amazonaws.com')));
    const text = shared.of({ text: '{}' });
    expect(lambda).toEqual({
      state: 'known',
      value: { name: 'trust policy', json: trusting('lambda.amazonaws.com') },
    });
    expect(shared.of(json(trusting('lambda.amazonaws.com')))).toBe(lambda);
    expect(shared.of({ text: '{}' })).toBe(text);
  });

  const first = trusting('ec2.amazonaws.com');
  it.each<[string, PolicyContent]>([
    ['another value', json(trusting('lambda.amazonaws.com'))],
    ['another order of keys', json({ Statement: first.Statement, Version: first.Version })],
    ['a list in place of a text', json({ ...first, Version: ['2012-10-17'] })],
    ['one statement more', json({ ...first, Statement: [...first.Statement, ...first.Statement] })],
    ['one key more', json({ ...first, Id: 'x' })],
    ['one key less', json({ Statement: first.Statement })],
    ['no statement', json({ ...first, Statement: [] })],
    ['an empty object for a list', json({ ...first, Statement: {} })],
    ['a statement that stands alone', json({ ...first, Statement: first.Statement[0] })],
    ['a text of the same', { text: JSON.stringify(first) }],
    ['another form of the same text', { text: JSON.stringify(first, null, 1) }],
  ])('are two for %s', (_name, other) => {
    const shared = new SharedDocuments('trust policy');
    const before = shared.of(json(first));
    const after = shared.of(other);
    expect(after).not.toBe(before);
    expect(after).toEqual({ state: 'known', value: { name: 'trust policy', ...other } });
    expect(shared.of(json(first))).toBe(before);
  });

  it('are read where they are deeper than any policy', () => {
    const nested: { in?: object } = {};
    let inner: { in?: object } = nested;
    for (let depth = 0; depth < 50_000; depth += 1) inner = inner.in = {};
    const shared = new SharedDocuments('trust policy');
    const deep = shared.of({ json: { ...nested } });
    expect(shared.of({ json: { ...nested } })).not.toBe(deep);
  });

  it('are forgotten, the least asked for first, and never mixed up', () => {
    const shared = new SharedDocuments('trust policy');
    const nth = (n: number) => shared.of(json(trusting(`service-${n}.amazonaws.com`)));
    const first = nth(0);
    for (let n = 1; n < 8; n += 1) nth(n);
    expect(nth(0)).toBe(first);
    for (let n = 8; n < 15; n += 1) nth(n);
    expect(nth(0)).toBe(first);
    for (let n = 20; n < 29; n += 1) nth(n);
    const again = nth(0);
    expect(again).not.toBe(first);
    expect(again).toEqual(first);
  });
});
