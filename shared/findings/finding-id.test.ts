import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { base32, findingId } from './finding-id.ts';

describe('A finding id', () => {
  it.each([
    ['', ''],
    ['f', 'my'],
    ['fo', 'mzxq'],
    ['foo', 'mzxw6'],
    ['foob', 'mzxw6yq'],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ])('encodes %j as RFC 4648 does, in lower case and without padding', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });

  it('is f- and the first 26 characters over check id, unique id and question name', () => {
    const hash = createHash('sha256').update('RF.ACCESS.1\nAROAEXAMPLE\ninvoke-unnamed-model').digest();
    const id = findingId('RF.ACCESS.1', 'AROAEXAMPLE', 'invoke-unnamed-model');
    expect(id).toBe(`f-${base32(hash).slice(0, 26)}`);
    expect(id).toMatch(/^f-[a-z2-7]{26}$/);
    // Ids are permanent: this one stands in stored findings and must never change.
    expect(id).toBe('f-ixyvdc46rye2a2zvhhpzmj2xg5');
  });

  it('is another one for another check, subject or question', () => {
    const ids = [
      findingId('RF.ACCESS.1', 'AROAA', 'q'),
      findingId('RF.ACCESS.9', 'AROAA', 'q'),
      findingId('RF.ACCESS.1', 'AROAB', 'q'),
      findingId('RF.ACCESS.1', 'AROAA', 'r'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('never mixes the subject with the question', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]+$/), fc.stringMatching(/^[a-z:-]+$/), (subject, question) => {
        fc.pre(subject.length > 1);
        expect(findingId('RF.ACCESS.1', subject, question)).not.toBe(
          findingId('RF.ACCESS.1', subject.slice(0, -1), subject.slice(-1) + question),
        );
      }),
    );
  });
});
