import fc from 'fast-check';
import { pointer } from '../../change/read-json.ts';
import { offsetsIn, placeAt } from './place-in-json.ts';

describe('places in JSON', () => {
  it('are found for every key and item, whatever the values hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const offsets = offsetsIn(text);
        const visit = (inner: unknown, path: readonly (string | number)[]): void => {
          if (Array.isArray(inner))
            inner.forEach((item: unknown, index) => {
              const at = offsets.get(pointer([...path, index]));
              const begins = (JSON.stringify(item) as string | undefined)?.slice(0, 1);
              expect(text.charAt(at ?? -1)).toBe(begins);
              visit(item, [...path, index]);
            });
          else if (typeof inner === 'object' && inner !== null)
            for (const [key, item] of Object.entries(inner)) {
              expect(text.startsWith(JSON.stringify(key), offsets.get(pointer([...path, key])) ?? -1)).toBe(true);
              visit(item, [...path, key]);
            }
        };
        visit(value, []);
      }),
    );
  });

  it('are lines and columns from one', () => {
    expect(placeAt('{\n  "a": 1\n}', 4)).toEqual({ line: 2, column: 3, text: '  "a": 1' });
  });
});
