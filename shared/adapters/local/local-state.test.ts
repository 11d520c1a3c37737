import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aRole } from '../../../test/builders/a-principal.ts';
import type { EntryDraft } from '../../history/entry.ts';
import { verifyHistory } from '../../history/verify.ts';
import { localHistoryLog } from './local-history-log.ts';
import { localState, rowOf } from './local-state.ts';
import { LocalStateError } from './local-state-error.ts';
import { localWorld } from './local-world.ts';

type Row = { n: number };
const row = rowOf<Row>('n');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringfence-state-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});
const file = () => join(directory, 'state.jsonl');

/** Opens, works, and gives the directory free again. */
const withState = <T>(work: (state: ReturnType<typeof localState>) => T): T => {
  const state = localState(directory);
  try {
    return work(state);
  } finally {
    state.close();
  }
};
const rowsNow = () => withState((state) => state.table('t', row).entries());
const errorOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('local state', () => {
  it('survives a restart, deletions too', () => {
    withState((state) => {
      const table = state.table('t', row);
      table.put('a', { n: 1 });
      table.put('b', { n: 2 });
      table.put('a', { n: 3 });
      table.delete('b');
    });
    expect(rowsNow()).toEqual([['a', { n: 3 }]]);
  });

  it('keeps all of a transaction or nothing of it', () => {
    withState((state) => {
      const table = state.table('t', row);
      table.put('a', { n: 1 });
      const failing = () =>
        state.transaction(() => {
          table.put('a', { n: 2 });
          table.put('b', { n: 2 });
          throw new Error('no');
        });
      expect(failing).toThrow('no');
      expect(table.entries()).toEqual([['a', { n: 1 }]]);
    });
    expect(rowsNow()).toEqual([['a', { n: 1 }]]);
  });

  it('gives frozen rows: what was read or put cannot change what is kept', () => {
    const table = localState().table('t', row);
    const given = { n: 1 };
    table.put('a', given);
    given.n = 2;
    const read = table.get('a');
    expect(() => {
      if (read !== undefined) read.n = 2;
    }).toThrow(TypeError);
    expect(table.get('a')).toEqual({ n: 1 });
  });

  it('takes half a line at the end for a write that did not happen', () => {
    withState((state) => {
      state.table('t', row).put('a', { n: 1 });
    });
    const whole = readFileSync(file(), 'utf8');
    writeFileSync(file(), `${whole}${whole.slice(0, 40)}`);
    expect(rowsNow()).toEqual([['a', { n: 1 }]]);
    withState((state) => {
      state.table('t', row).put('b', { n: 2 });
    });
    expect(rowsNow()).toHaveLength(2);
  });

  it.each([
    [
      'changed',
      (text: string) => text.replace('{\\"n\\":1}', '{\\"n\\":9}').replace('\\"n\\\\\\":1', '\\"n\\\\\\":9'),
      'damaged',
    ],
    ['garbled', () => 'not json\n', 'damaged'],
    ['of another version', (text: string) => text.replace('ringfence-state/1', 'ringfence-state/9'), 'other-version'],
  ])('refuses by name a file that is %s, and says what to do', (_name, change, code) => {
    withState((state) => {
      state.table('t', row).put('a', { n: 1 });
    });
    const before = readFileSync(file(), 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    writeFileSync(file(), after);
    const error = errorOf(() => localState(directory));
    expect(error).toBeInstanceOf(LocalStateError);
    expect(error).toMatchObject({ code, message: expect.stringContaining('move the directory away') as string });
  });

  it('lets one process at a time have the directory', () => {
    const state = localState(directory);
    expect(errorOf(() => localState(directory))).toMatchObject({ code: 'in-use' });
    state.close();
    localState(directory).close();
    // A process that ended without closing does not hold it for ever.
    writeFileSync(join(directory, 'lock'), '999999999');
    localState(directory).close();
  });
});

const draft = (note: string): EntryDraft => ({
  time: '2026-11-21T21:00:00.000Z',
  kind: 'sweep',
  actor: { arn: 'arn:aws:iam::111122223333:role/ringfence/ringfence-sweep' },
  note,
});
const lines = () => readFileSync(join(directory, 'history.jsonl'), 'utf8');

describe('local history', () => {
  it('is one entry a line, and goes on after a restart', async () => {
    withState((state) => localHistoryLog(state).appendNow([draft('a')], 'k-1'));
    withState((state) => localHistoryLog(state).appendNow([draft('b')], 'k-2'));
    expect(lines().trimEnd().split('\n')).toHaveLength(2);
    const state = localState(directory);
    const log = localHistoryLog(state);
    const { faults } = await verifyHistory({
      lines: log.read(),
      document: () => Promise.resolve(undefined),
      head: await log.head(),
    });
    expect(faults).toEqual([]);
    state.close();
  });

  it('leaves out lines of a transaction that did not happen, and writes over them', async () => {
    withState((state) => localHistoryLog(state).appendNow([draft('a')], 'k-1'));
    appendFileSync(join(directory, 'history.jsonl'), '{"half":\n{"a":1}\n');
    const state = localState(directory);
    const log = localHistoryLog(state);
    const seen: string[] = [];
    for await (const line of log.read()) seen.push(line);
    expect(seen).toHaveLength(1);
    log.appendNow([draft('b')], 'k-2');
    expect(lines().trimEnd().split('\n')).toHaveLength(2);
    state.close();
  });

  it('is not taken for that of a fresh state when the state beside it was emptied', () => {
    withState((state) => localHistoryLog(state).appendNow([draft('a')], 'k-1'));
    writeFileSync(file(), '');
    const error = errorOf(() => localState(directory));
    expect(error).toBeInstanceOf(LocalStateError);
    expect(error).toMatchObject({ code: 'damaged', message: expect.stringContaining('put the state back') });
  });

  it('shows the verifier what somebody took out of the file', async () => {
    withState((state) => localHistoryLog(state).appendNow([draft('a'), draft('b'), draft('c')], 'k-1'));
    writeFileSync(join(directory, 'history.jsonl'), `${lines().split('\n')[0] ?? ''}\n`);
    const state = localState(directory);
    const log = localHistoryLog(state);
    const verified = await verifyHistory({
      lines: log.read(),
      document: () => Promise.resolve(undefined),
      head: await log.head(),
    });
    expect(verified).toMatchObject({ verdict: 'TRUNCATED', faults: [{ missing: 2 }] });
    state.close();
  });
});

describe('a local world', () => {
  it('keeps its account over a restart and does not load another one over it', async () => {
    const options = { directory, now: '2026-11-21T21:00:00.000Z' };
    const first = localWorld({ ...options, principals: [aRole({ name: 'one' })] });
    const id = first.clock.id();
    first.close();
    const second = localWorld({ ...options, principals: [aRole({ name: 'two' })] });
    expect(await second.principals.readPrincipal({ kind: 'role', name: 'one' })).toMatchObject({ found: 'yes' });
    expect(await second.principals.readPrincipal({ kind: 'role', name: 'two' })).toEqual({ found: 'no' });
    expect(second.clock.id()).not.toBe(id);
    second.close();
  });
});
