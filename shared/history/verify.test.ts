import fc from 'fast-check';
import { canonicalJson, sha256 } from '../response/canonical-json.ts';
import { chain, emptyHead, type Head } from './chain.ts';
import type { EntryDraft } from './entry.ts';
import { listEntries } from './list-entries.ts';
import type { Verification } from './verification.ts';
import { verifyHistory } from './verify.ts';

const document = '{"a":1}';
const documents = new Map([[sha256(document), document]]);

const draft = (shown: Partial<EntryDraft> = {}): EntryDraft => ({
  time: '2026-11-21T21:00:00.000Z',
  kind: 'evaluation',
  actor: { arn: 'arn:aws:iam::111122223333:role/ringfence/ringfence-sweep' },
  ...shown,
});

const history = (drafts: readonly EntryDraft[]): { lines: readonly string[]; head: Head } => {
  const { entries, head } = chain(emptyHead, drafts);
  return { lines: entries.map(({ text }) => text), head };
};

const many = (size: number) =>
  history(Array.from({ length: size }, (_, n) => draft({ note: `entry ${n}`, inputs: [sha256(document)] })));

const verify = (
  lines: readonly string[],
  ends: { head?: Head; sealed?: Head } = {},
  store: ReadonlyMap<string, string> = documents,
): Promise<Verification> => verifyHistory({ lines, document: (hash) => Promise.resolve(store.get(hash)), ...ends });

const without = (lines: readonly string[], from: number, count = 1): readonly string[] => lines.toSpliced(from, count);
const swapped = (lines: readonly string[], a: number, b: number): readonly string[] =>
  lines.map((line, at) => (at === a ? lines[b] : at === b ? lines[a] : line) ?? '');

describe('the verifier', () => {
  it('finds an untouched history intact where a checkpoint covers it, and says so where none does', async () => {
    const { lines, head } = many(5);
    expect(await verify(lines, { head, sealed: head })).toMatchObject({ verdict: 'INTACT', faults: [], sealed: 5 });
    expect(await verify(lines, { head })).toMatchObject({ verdict: 'INTACT_UNSEALED_TAIL', faults: [], lines: 5 });
    expect(await verify([])).toMatchObject({ verdict: 'INTACT_UNSEALED_TAIL', lines: 0 });
  });

  it('calls entries behind the last checkpoint an unsealed tail', async () => {
    const { lines } = many(5);
    const sealed = many(3).head;
    expect(await verify(lines, { sealed })).toMatchObject({ verdict: 'INTACT_UNSEALED_TAIL', sealed: 3 });
  });

  it.each([
    [1, 2, 'GAP', 1],
    [1, 3, 'GAP', 2],
    [0, 4, 'GAP', 4],
  ])('tells the number that is missing when entries %i to %i are deleted', async (from, to, verdict, missing) => {
    const { lines, head } = many(6);
    const count = verdict === 'GAP' ? missing : to - from;
    const verified = await verify(without(lines, from, count), { head });
    expect(verified.verdict).toBe(verdict);
    expect(verified.faults).toEqual([expect.objectContaining({ verdict: 'GAP', rule: 'V3', seq: from, missing })]);
  });

  it('counts two separate deletions as two gaps', async () => {
    const { lines } = many(7);
    const { faults } = await verify(without(without(lines, 4), 1));
    expect(faults.map(({ verdict, seq, missing }) => [verdict, seq, missing])).toEqual([
      ['GAP', 1, 1],
      ['GAP', 4, 1],
    ]);
  });

  it('sees a cut end by the head of the log, with the number', async () => {
    const { lines, head } = many(6);
    const cut = await verify(lines.slice(0, 4), { head });
    expect(cut.verdict).toBe('TRUNCATED');
    expect(cut.faults[0]).toMatchObject({ rule: 'V2', seq: 4, missing: 2 });
    const sealed = await verify(lines.slice(0, 4), { sealed: head });
    expect(sealed.faults[0]).toMatchObject({ verdict: 'TRUNCATED', rule: 'V10', missing: 2 });
    // Without a head and without a checkpoint a cut end cannot be seen: the verdict says that it is not sealed.
    expect((await verify(lines.slice(0, 4))).verdict).toBe('INTACT_UNSEALED_TAIL');
  });

  it.each([
    ['a swap', (lines: readonly string[]) => swapped(lines, 1, 3), 'BROKEN_LINK'],
    ['an entry twice', (lines: readonly string[]) => [...lines, lines[2] ?? ''], 'FORK'],
    [
      'two entries with one number',
      (lines: readonly string[]) => [...lines, many(3).lines[2]?.replace('entry 2', 'entry X') ?? ''],
      'FORK',
    ],
    [
      'another first entry',
      (lines: readonly string[]) => lines.with(0, (lines[0] ?? '').replace('entry 0', 'entry X')),
      'BROKEN_LINK',
    ],
    ['white space', (lines: readonly string[]) => lines.with(1, ` ${lines[1] ?? ''}`), 'NON_CANONICAL'],
    [
      'keys in another order',
      (lines: readonly string[]) =>
        lines.with(
          1,
          JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(lines[1] ?? '') as object).toReversed())),
        ),
      'NON_CANONICAL',
    ],
    ['a line that is no JSON', (lines: readonly string[]) => lines.with(1, '{'), 'UNREADABLE'],
    [
      'an unknown field',
      (lines: readonly string[]) =>
        lines.with(1, canonicalJson({ ...(JSON.parse(lines[1] ?? '') as object), extra: 1 })),
      'UNREADABLE',
    ],
    [
      'a changed last entry',
      (lines: readonly string[]) => lines.with(4, (lines[4] ?? '').replace('entry 4', 'entry X')),
      'CONTENT_MISMATCH',
    ],
  ])('sees %s', async (_name, change, verdict) => {
    const { lines, head } = many(5);
    expect((await verify(change(lines), { head })).verdict).toBe(verdict);
  });

  it('sees another history of the same length by its checkpoint', async () => {
    const other = history(Array.from({ length: 3 }, () => draft({ note: 'rewritten' })));
    expect(await verify(other.lines, { head: other.head, sealed: many(3).head })).toMatchObject({
      verdict: 'FORK',
      sealed: 0,
    });
  });

  it('asks for every document by its hash', async () => {
    const { lines } = many(2);
    expect((await verify(lines, {}, new Map())).faults[0]).toMatchObject({ verdict: 'MISSING_DOCUMENT', seq: 0 });
    const other = new Map([[sha256(document), '{"a":2}']]);
    expect((await verify(lines, {}, other)).faults[0]).toMatchObject({ verdict: 'CONTENT_MISMATCH', rule: 'V5' });
  });
});

describe('the rules of state', () => {
  const saga = 'c-1';
  const undoIntent = draft({ saga, kind: 'undo-intent', reason: 'needed' });
  const whole: readonly EntryDraft[] = [
    draft({ saga, kind: 'plan' }),
    draft({ saga, kind: 'intent' }),
    draft({ saga, kind: 'written' }),
    draft({ saga, kind: 'verified' }),
    undoIntent,
    draft({ saga, kind: 'undo-written' }),
    draft({ saga, kind: 'undone' }),
  ];
  const brokenAt = async (drafts: readonly EntryDraft[]): Promise<readonly (number | undefined)[]> => {
    const { faults } = await verify(history(drafts).lines);
    expect(faults.every(({ verdict, rule }) => verdict === 'RULE_BROKEN' && rule === 'V13')).toBe(true);
    return faults.map(({ seq }) => seq);
  };

  it('hold for a containment and its undo', async () => {
    expect(await brokenAt(whole)).toEqual([]);
  });

  it.each<[string, readonly EntryDraft[], readonly number[]]>([
    ['a write without an intent', whole.toSpliced(1, 1), [1, 2]],
    ['an undo without an intent', whole.toSpliced(4, 1), [4, 5]],
    ['an undo without a reason', whole.with(4, draft({ saga, kind: 'undo-intent' })), [4]],
    ['a write of no containment', [draft({ kind: 'written' })], [0]],
    [
      'a write after the refusal',
      [draft({ saga, kind: 'intent' }), draft({ saga, kind: 'refused' }), draft({ saga, kind: 'written' })],
      [2],
    ],
    ['a write after the undo', [...whole, draft({ saga, kind: 'written' })], [7]],
    [
      'the intent of another containment',
      [draft({ saga: 'c-2', kind: 'intent' }), draft({ saga, kind: 'written' })],
      [1],
    ],
  ])('are broken by %s', async (_name, drafts, at) => {
    expect(await brokenAt(drafts)).toEqual(at);
  });

  it('ask for an approval of an undo more than a day after the write', async () => {
    const late = { ...undoIntent, time: '2026-11-22T21:00:00.001Z' };
    expect(await brokenAt(whole.with(4, late))).toEqual([4]);
    expect(await brokenAt(whole.with(4, { ...late, approvals: ['olga'] }))).toEqual([]);
    expect(await brokenAt(whole.with(4, { ...late, time: '2026-11-22T21:00:00.000Z' }))).toEqual([]);
  });
});

describe('tampering of any kind', () => {
  const { lines, head } = many(12);
  const text = `${lines.join('\n')}\n`;
  const bytes = Buffer.from(text);

  it('shows when any single bit of the stored bytes is flipped', async () => {
    // Every bit of three entries, and a sample of the rest.
    const edge = Buffer.byteLength(`${lines.slice(0, 3).join('\n')}\n`) * 8;
    const judge = async (bit: number): Promise<void> => {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const touched = flipped.toString('utf8').replace(/\n$/u, '').split('\n');
      const { verdict } = await verify(touched, { head });
      if (verdict === 'INTACT_UNSEALED_TAIL') throw new Error(`bit ${bit} was not seen`);
    };
    for (let bit = 0; bit < edge; bit += 7) await judge(bit);
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: bytes.length * 8 - 1 }), judge), { numRuns: 300 });
  }, 60_000);

  it('shows for any deletion, swap, repetition or cut', async () => {
    const place = fc.nat({ max: lines.length - 1 });
    const change = fc.oneof(
      fc.tuple(place, fc.integer({ min: 1, max: 4 })).map(([at, count]) => without(lines, at, count)),
      fc
        .tuple(place, place)
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => swapped(lines, a, b)),
      fc.tuple(place, place).map(([at, which]) => lines.toSpliced(at, 0, lines[which] ?? '')),
      place.map((size) => lines.slice(0, size)),
    );
    await fc.assert(
      fc.asyncProperty(change, async (touched) => {
        const { verdict } = await verify(touched, { head });
        expect(verdict).not.toMatch(/^INTACT/u);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the list for people', () => {
  it('shows what matches, and every line that cannot be read', async () => {
    const { lines } = history([draft({ saga: 'c-1', kind: 'intent' }), draft({ kind: 'sweep' })]);
    const rows = [];
    for await (const row of listEntries([...lines, 'damaged'], { saga: 'c-1' })) rows.push(row);
    expect(rows).toEqual([
      expect.objectContaining({ row: 'entry', seq: 0, kind: 'intent', saga: 'c-1' }),
      { row: 'unreadable', line: 3, why: 'not JSON' },
    ]);
  });
});
