import fc from 'fast-check';
import { NumberText } from './number-text.ts';
import { plainJson, readPlainJson } from './quick-json.ts';
import { readJson } from '../../change/read-json.ts';

const strictly = (text: string) => {
  const read = readJson(text);
  return read.ok ? { ok: true, value: plainJson(read.value) } : read;
};

/** JSON texts with what a quick reader could overlook: equal keys, escaped ones, numbers, depth, broken ends. */
const key = fc.constantFrom('"a"', '"b"', '"\\u0061"', '"__proto__"', '"a\\\\"', '"a\\""', '"{"', '":"', '"\ud800"');
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(key, fc.constantFrom('1', '1.0', '-0', '1e400', '123456789012345678', 'true', 'null', '""')),
    fc.array(tie('json'), { maxLength: 3 }).map((items) => `[${items.join(' ,')}]`),
    fc
      .array(fc.tuple(key, tie('json')), { maxLength: 3 })
      .map((all) => `{${all.map(([k, v]) => `${k}: ${v}`).join(',')}}`),
  ),
}));

describe('reading JSON quickly', () => {
  it('gives the value, or the named error, that the strict reader gives', () => {
    fc.assert(
      fc.property(json, (text) => expect(readPlainJson(text)).toEqual(strictly(text))),
      { numRuns: 2000 },
    );
  });

  it('does so for texts that were damaged', () => {
    const damaged = fc
      .tuple(json, fc.nat(), fc.constantFrom('', '"', '\\', '}', ']', ':', ',', '7', '\uFEFF', ' '))
      .map(
        ([text, at, piece]) =>
          `${text.slice(0, at % (text.length + 1))}${piece}${text.slice((at % (text.length + 1)) + 1)}`,
      );
    fc.assert(
      fc.property(damaged, (text) => expect(readPlainJson(text)).toEqual(strictly(text))),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['equal keys', '{"a":{"b":1,"b":2}}', 'duplicate-key', '/a/b'],
    ['keys that are equal once read', '{"Action":"x","\\u0041ction":"y"}', 'duplicate-key', '/Action'],
    ['equal keys that the engine treats apart', '{"__proto__":"x","__proto__":"y"}', 'duplicate-key', '/__proto__'],
    ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, 'too-deep', '/0'.repeat(32)],
    ['more than 256 KiB', `"${'x'.repeat(256 * 1024)}"`, 'too-large', ''],
  ])('refuses %s by name and place', (_, text, code, at) => {
    expect(readPlainJson(text)).toMatchObject({ ok: false, error: { code, at } });
  });

  it('takes a bracket, a colon or a quotation mark within a text for text', () => {
    expect(readPlainJson('{"a":"}{[:\\":\\\\"}')).toEqual({ ok: true, value: { a: '}{[:":\\' } });
  });

  it.each([
    ['1', 1],
    ['111122223333', 111122223333],
    ['1.0', new NumberText('1.0')],
    ['12345678901234567890', new NumberText('12345678901234567890')],
  ])('keeps the text of %s where a double would lose it', (text, value) => {
    expect(readPlainJson(text)).toEqual({ ok: true, value });
  });
});
