import fc from 'fast-check';
import { duplicateKey } from './duplicate-key.ts';

const asked = (text: string) => duplicateKey(text, JSON.parse(text))?.code;
const text = fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value));

describe('a key that stands twice', () => {
  it('is in no text that JSON itself wrote, whatever its texts hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(0, 1, 4), (value, indent) => {
        expect(asked(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
    );
  });

  it('is found in an object beside any others', () => {
    const quoted = fc.tuple(text, text, fc.jsonValue({ stringUnit: 'binary' }));
    fc.assert(
      fc.property(quoted, fc.constantFrom('', ' ', '\n\t'), ([key, value, other], space) => {
        const pair = `${key}${space}:${space}${value}`;
        expect(asked(`[${JSON.stringify(other)},{${pair},${space}${pair}}]`)).toBe('duplicate-key');
      }),
    );
  });

  it.each([
    ['that is written in another way', '{"\\u0061":1,"a":2}'],
    ['that begins with a colon', '{":":":",":":1}'],
    ['of the prototype', '{"__proto__":1,"__proto__":{}}'],
    ['that is a number', '{"1":true,"1":null}'],
  ])('is found where it is one %s', (_which, written) => {
    expect(asked(written)).toBe('duplicate-key');
  });

  it('is counted wherever a long file is cut for counting', () => {
    for (let length = 65_520; length < 65_540; length += 1) {
      const long = JSON.stringify({ long: `${'x'.repeat(length)}\\"😀"é`, b: '"' });
      expect(asked(long)).toBeUndefined();
      expect(asked(long.replace('}', ',"b":""}'))).toBe('duplicate-key');
    }
  });
});
