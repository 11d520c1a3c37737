import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { localWorld } from '../../shared/adapters/local/local-world.ts';
import { ringfenceHere } from '../../test/builders/ringfence-here.ts';
import { aGuardrail } from '../../test/builders/a-guardrail.ts';
import { aGuardrailAnswer } from '../../test/builders/a-guardrail-answer.ts';
import { expectGolden } from '../../test/golden/golden.ts';

const { ringfence, file, folder } = ringfenceHere();
const filtering = (inputStrength: string, differs: Record<string, unknown> = {}): Record<string, unknown> =>
  aGuardrailAnswer({
    contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', inputStrength, outputStrength: 'NONE' }] },
    ...differs,
  });

const samples = ['test/golden/guardrails/before.json', 'test/golden/guardrails/after.json'] as const;

describe('ringfence guardrails diff', () => {
  it('prints the verdict, then what got weaker in sentences, then the rest', async () => {
    const { out, note } = await ringfence('guardrails', 'diff', ...samples);
    expectGolden('guardrails/diff.txt', `${out}\n`);
    expect(note).toBe('');
    expect(await readFile('docs/guardrails.md', 'utf8')).toContain(out);
  });

  it('prints one JSON document with paths and values', async () => {
    const { out } = await ringfence('guardrails', 'diff', ...samples, '--json');
    expectGolden('guardrails/diff.json.golden', `${out}\n`);
  });

  it.each([
    ['weaker', 'HIGH', 'NONE', 1],
    ['stronger', 'LOW', 'HIGH', 0],
    ['same', 'LOW', 'LOW', 0],
    ['unranked', 'LOW', 'ADAPTIVE', 1],
  ])('exits for %s as the loss demands', async (verdict, before, after, code) => {
    const result = await ringfence(
      'guardrails',
      'diff',
      await file('before.json', filtering(before)),
      await file('after.json', filtering(after)),
      '--json',
    );
    expect(JSON.parse(result.out)).toMatchObject({ schemaVersion: '1', verdict });
    expect(result.code).toBe(code);
  });

  it('exits 1 for mixed, and 0 with --exit-zero', async () => {
    const files = [
      await file('before.json', filtering('HIGH')),
      await file('after.json', filtering('LOW', { wordPolicy: { words: [{ text: 'plugh' }] } })),
    ];
    expect((await ringfence('guardrails', 'diff', ...files)).code).toBe(1);
    expect((await ringfence('guardrails', 'diff', ...files, '--exit-zero')).code).toBe(0);
  });

  it('takes off what belongs to the call and not to the guardrail', async () => {
    const { out, code } = await ringfence(
      'guardrails',
      'diff',
      await file('cli.json', { ...filtering('HIGH'), ResponseMetadata: { RequestId: 'a' } }),
      await file('sdk.json', { $metadata: { requestId: 'b' }, ...filtering('HIGH') }),
      '--json',
    );
    expect(JSON.parse(out)).toEqual({ schemaVersion: '1', verdict: 'same', changes: [] });
    expect(code).toBe(0);
  });

  it('compares two guardrails, as after a restore, and says that they are two', async () => {
    const { out, note, code } = await ringfence(
      'guardrails',
      'diff',
      await file('before.json', filtering('HIGH')),
      await file('after.json', filtering('HIGH', { guardrailId: 'gr2example' })),
    );
    expect(out).toMatch(/^SAME: guardrail support-bot \(gr2example\), version DRAFT: it protects as before/);
    expect(note).toContain('two guardrails, gr1example and gr2example');
    expect(code).toBe(0);
  });

  it.each([
    ['swapped answers', { updatedAt: '2026-11-01T08:00:00+00:00' }, 'the wrong way round?'],
    ['an answer in the middle of an update', { status: 'UPDATING' }, 'read it again when it is READY'],
  ])('doubts %s', async (_name, differs, text) => {
    const { note } = await ringfence(
      'guardrails',
      'diff',
      await file('before.json', filtering('HIGH')),
      await file('after.json', filtering('HIGH', differs)),
    );
    expect(note).toContain(text);
  });

  it.each([
    ['nothing', '', 'NOT_JSON', 'it is empty'],
    ['YAML', 'name: support-bot', 'NOT_JSON', 'it is not JSON'],
    [
      'a section twice',
      `{"contentPolicy":{"filters":[]},${JSON.stringify(filtering('HIGH')).slice(1)}`,
      'DUPLICATE_KEY',
      'one object has one key twice, at /contentPolicy',
    ],
    [
      'a key twice in an entry',
      JSON.stringify(filtering('HIGH')).replace('"inputStrength"', '"inputStrength":"NONE","inputStrength"'),
      'DUPLICATE_KEY',
      'at /contentPolicy/filters/0/inputStrength',
    ],
    ['a list', [], 'NOT_AN_OBJECT', 'not a JSON object'],
    ['the list of guardrails', { guardrails: [] }, 'NOT_A_GUARDRAIL', 'ListGuardrails'],
    ['a request', { name: 'a', contentPolicyConfig: {} }, 'NOT_A_GUARDRAIL', 'UpdateGuardrail'],
    ['a template', { Resources: {} }, 'NOT_A_GUARDRAIL', 'a template'],
    ['something else', { Roles: [] }, 'NOT_A_GUARDRAIL', 'it has no guardrailId and no version and no name'],
    ['a hostile depth', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 'TOO_DEEP', 'nested deeper'],
    ['a hostile size', ' '.repeat(8 * 1024 * 1024 + 1), 'TOO_LARGE', 'larger than'],
  ])('refuses %s by name, with the place and the next command', async (_name, content, error, text) => {
    const bad = await file('bad.json', content);
    const { code, note, out } = await ringfence('guardrails', 'diff', await file('before.json', filtering('LOW')), bad);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(note).toContain(error);
    expect(note).toContain(text);
    expect(note).toContain(bad);
    expect(note).toContain('aws bedrock get-guardrail');
  });

  it('names a file that is not there, and refuses standard input twice', async () => {
    expect(await ringfence('guardrails', 'diff', 'nowhere.json', 'nowhere.json')).toMatchObject({ code: 2 });
    const twice = await ringfence('guardrails', 'diff', '-', '-');
    expect(twice).toMatchObject({ code: 2 });
    expect(twice.note).toContain('only one of the two answers');
  });
});

describe('ringfence guardrails put-back', () => {
  it('prints what is put back and what is left, the proof and the next command', async () => {
    const { out, code } = await ringfence('guardrails', 'put-back', ...samples);
    expectGolden('guardrails/put-back.txt', `${out}\n`);
    expect(code).toBe(0);
  });

  it('prints a request whose result has no loss, and every gain', async () => {
    const { out } = await ringfence('guardrails', 'put-back', ...samples, '--request');
    expectGolden('guardrails/update-request.json.golden', `${out}\n`);
    const { out: all } = await ringfence('guardrails', 'put-back', ...samples, '--json');
    expect(JSON.parse(all)).toMatchObject({
      schemaVersion: '1',
      request: JSON.parse(out) as unknown,
      proof: { now: { verdict: 'stronger' } },
    });
  });

  it('says that there is nothing to put back, and exits 0', async () => {
    const same = await file('same.json', filtering('HIGH'));
    expect(await ringfence('guardrails', 'put-back', same, same)).toMatchObject({
      code: 0,
      out: '',
      note: expect.stringContaining('NOTHING_WEAKER') as string,
    });
  });

  it('refuses what an update would take away, by name, and exits 3', async () => {
    const files = [
      await file('a.json', filtering('HIGH')),
      await file('b.json', filtering('LOW', { agenticPolicy: {} })),
    ];
    expect(await ringfence('guardrails', 'put-back', ...files)).toMatchObject({
      code: 3,
      out: '',
      note: expect.stringContaining('UNKNOWN_MEMBERS: this version does not know agenticPolicy') as string,
    });
  });
});

describe('ringfence guardrails recreate', () => {
  it('prints the calls in order, and says that the identifier is new', async () => {
    const { out, note, code } = await ringfence(
      'guardrails',
      'recreate',
      await file('draft.json', filtering('HIGH')),
      await file('2.json', filtering('MEDIUM', { version: '2' })),
      await file('1.json', filtering('LOW', { version: '1' })),
    );
    const { steps } = JSON.parse(out) as { steps: { call: string }[] };
    expect(steps.map(({ call }) => call)).toEqual([
      'CreateGuardrail',
      'CreateGuardrailVersion',
      'UpdateGuardrail',
      'CreateGuardrailVersion',
      'UpdateGuardrail',
    ]);
    expect(note).toContain('whoever names gr1example has to name the new identifier');
    expect(code).toBe(0);
  });

  it('names what it leaves out, and exits 3', async () => {
    const draft = await file('a.json', filtering('HIGH', { agenticPolicy: {} }));
    const { note, code } = await ringfence('guardrails', 'recreate', draft);
    expect(note).toContain('left out, as this version does not know it: agenticPolicy');
    expect(code).toBe(3);
  });

  it.each([
    [
      'a version of another guardrail',
      { version: '1', guardrailId: 'gr2' },
      'this is a version of gr2, not of gr1example',
    ],
    ['DRAFT as a version', {}, 'DRAFT is not the number of a version'],
    ['one version twice', { version: '3' }, 'version 3 was given twice'],
  ])('refuses %s', async (_name, differs, text) => {
    const draft = await file('draft.json', filtering('HIGH'));
    const third = await file('3.json', filtering('HIGH', { version: '3' }));
    const result = await ringfence(
      'guardrails',
      'recreate',
      draft,
      third,
      await file('x.json', filtering('LOW', differs)),
    );
    expect(result).toMatchObject({ code: 2, note: expect.stringContaining(text) as string });
  });
});

describe('ringfence guardrails show', () => {
  const remember = async (): Promise<void> => {
    const world = localWorld({ directory: path.join(folder(), '.ringfence') });
    try {
      const seen = (inputStrength: string, version = 'DRAFT') => aGuardrail({ ...filtering(inputStrength), version });
      const heldAgainst = { facts: seen('HIGH'), asOf: '2026-11-20T08:00:00.000Z' };
      await world.guardrailMemory.remember(seen('NONE'), '2026-11-21T08:00:00.000Z', heldAgainst);
      await world.guardrailMemory.rememberVersion(seen('LOW', '1'), '2026-11-19T08:00:00.000Z');
    } finally {
      world.close();
    }
  };
  const show = (...argv: string[]) => ringfence('guardrails', 'show', ...argv);

  it.each([
    ['the last state that had lost nothing', [], 'HIGH', '2026-11-20'],
    ['the state seen last', ['--last'], 'NONE', '2026-11-21'],
    ['a published version', ['--guardrail-version', '1'], 'LOW', '2026-11-19'],
  ])('prints %s, as GetGuardrail answered it', async (_name, options, inputStrength, day) => {
    await remember();
    const { out, note, code } = await show('gr1example', ...options);
    expect(JSON.parse(out)).toMatchObject({ contentPolicy: { filters: [{ inputStrength }] } });
    expect(note).toContain(day);
    expect(code).toBe(0);
  });

  it('says what is not remembered, and what is', async () => {
    await remember();
    expect(await show('gr2example')).toMatchObject({
      code: 2,
      note: expect.stringContaining('not remembered') as string,
    });
    expect(await show('gr1example', '--guardrail-version', '7')).toMatchObject({
      code: 2,
      note: expect.stringContaining('these are: 1') as string,
    });
  });
});
