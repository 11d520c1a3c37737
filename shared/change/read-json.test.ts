import fc from 'fast-check';
import { plainValue } from './plain-value.ts';
import { readJson } from './read-json.ts';

const errorOf = (text: string) => {
  const read = readJson(text);
  return read.ok ? undefined : read.error;
};

describe('reading JSON strictly', () => {
  it('gives what JSON.parse gives, for every JSON text without doubles', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const read = readJson(text);
        if (!read.ok) throw new Error(read.error.detail);
        expect(plainValue(read.value)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses what JSON.parse refuses, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '\\', 'u', ' ') }),
        ),
        (text) => {
          let parses = true;
          try {
            JSON.parse(text);
          } catch {
            parses = false;
          }
          const error = errorOf(text);
          expect(error === undefined || error.code === 'duplicate-key').toBe(parses);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['{"a": 1, "a": 2}', 'duplicate-key', '/a'],
    ['{"a": {"b/c": 1, "b\\u002fc": 2}}', 'duplicate-key', '/a/b~1c'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 'too-deep', '/0'.repeat(32)],
    ['['.repeat(1000), 'too-deep', '/0'.repeat(32)],
    [`"${'x'.repeat(256 * 1024)}"`, 'too-large', ''],
    ['{"a": tru}', 'not-json', '/a'],
    ['{"a": [1, 2', 'not-json', '/a'],
    ['{} {}', 'not-json', ''],
    ['', 'not-json', ''],
  ])('refuses %.40s as %s at "%s"', (text, code, at) => {
    expect(errorOf(text)).toMatchObject({ code, at });
  });

  it('keeps the text of a number, because an account id is longer than a double is exact', () => {
    expect(readJson('12345678901234567890')).toEqual({
      ok: true,
      value: { kind: 'number', text: '12345678901234567890' },
    });
  });

  it('reads a key __proto__ as a key like any other', () => {
    expect(readJson('{"__proto__": {"x": 1}}')).toMatchObject({ ok: true, value: { members: [{ key: '__proto__' }] } });
  });

  it('skips a byte order mark and keeps lone surrogates', () => {
    expect(readJson('\uFEFF"\\ud800"')).toEqual({ ok: true, value: { kind: 'text', text: '\ud800' } });
  });
});
