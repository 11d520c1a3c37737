import fc from 'fast-check';
import { canonicalJson, NotCanonical, sha256, shortId } from '../response/canonical-json.ts';
import { chain, emptyHead, entryHash, linkEntry } from './chain.ts';
import type { EntryDraft } from './entry.ts';

const draft = (note: string): EntryDraft => ({
  time: '2026-11-21T21:00:00.000Z',
  kind: 'evaluation',
  actor: { arn: 'arn:aws:iam::111122223333:role/ringfence/ringfence-sweep' },
  note,
});

describe('the chain of entries', () => {
  it('hashes the canonical text behind a first line of its own', () => {
    const { text, hash, entry } = linkEntry(emptyHead, draft('first'));
    expect(text).toBe(canonicalJson(entry));
    expect(hash).toBe(sha256(`ringfence/entry/v1\n${text}`));
    expect(text.startsWith('{"actor":{"arn":')).toBe(true);
    expect(entry).toMatchObject({ v: 1, seq: 0, prev: '0'.repeat(64) });
  });

  it('links each entry to the one before and moves the head', () => {
    const { entries, head } = chain(emptyHead, [draft('a'), draft('b'), draft('c')]);
    expect(entries.map(({ entry }) => entry.seq)).toEqual([0, 1, 2]);
    expect(entries[2]?.entry.prev).toBe(entries[1]?.hash);
    expect(head).toEqual({ size: 3, hash: entries[2]?.hash });
    expect(chain(head, [])).toEqual({ entries: [], head });
  });

  it('has one hash for one content, whatever the order of its keys', () => {
    const turned = Object.fromEntries(Object.entries(draft('x')).toReversed());
    expect(entryHash(canonicalJson(turned))).toBe(entryHash(canonicalJson(draft('x'))));
  });

  it.each([
    ['a fraction', { settingsVersion: 1.5 }, 'not-an-integer', '/settingsVersion'],
    ['a number that readers round differently', { settingsVersion: 2 ** 53 }, 'not-an-integer', '/settingsVersion'],
    ['minus zero', { settingsVersion: -0 }, 'not-an-integer', '/settingsVersion'],
    ['half a surrogate pair', { note: 'x\ud800' }, 'lone-surrogate', '/note'],
    ['half a surrogate pair in a list', { approvals: ['ok', '\udc00'] }, 'lone-surrogate', '/approvals/1'],
  ])('refuses %s by name and place', (_name, shown, code, at) => {
    let error: unknown;
    try {
      linkEntry(emptyHead, { ...draft('x'), ...shown });
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(NotCanonical);
    expect(error).toMatchObject({ code, at });
  });

  it('reads back what it wrote, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (note) => {
        const { text } = linkEntry(emptyHead, draft(note));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe('a short id', () => {
  it('is the first 26 characters of lower-case base32', () => {
    // SHA-256 of the empty text, in base32: 4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ====
    expect(shortId(sha256(''))).toBe('4oymiquy7qobjgx36tejs35zeq');
  });
});
