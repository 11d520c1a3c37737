import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ParsedRecord } from './change.ts';
import { knownEvents } from './known-events.ts';
import { readChange } from './read-change.ts';

const events = path.resolve(import.meta.dirname, '../../events');

type Row = {
  path: string;
  trigger: string;
  confidence: string;
  expect: { kind: string; outcome?: string; code?: string; refused?: boolean; body?: string; at?: string };
};

const index = JSON.parse(readFileSync(path.join(events, 'index.json'), 'utf8')) as Row[];
const textOf = (row: Row): string => readFileSync(path.join(events, row.path), 'utf8');

const answerOf = (parsed: ParsedRecord): Row['expect'] => {
  switch (parsed.kind) {
    case 'change': {
      const { outcome, body } = parsed;
      return outcome.result === 'succeeded'
        ? { kind: 'change', outcome: 'succeeded', body }
        : { kind: 'change', outcome: 'failed', code: outcome.code, refused: outcome.refused, body };
    }
    case 'ignored':
      return { kind: 'ignored', code: parsed.reason.code };
    case 'unreadable':
      return { kind: 'unreadable', code: parsed.reason.code, at: parsed.reason.at };
  }
};

describe('the sample events', () => {
  it.each(index)('$path is read as its index says', (row) => {
    const parsed = readChange(textOf(row));
    expect(answerOf(parsed)).toEqual(row.expect);
    if (parsed.kind === 'change') expect(parsed.trigger).toBe(row.trigger);
  });

  it('are all in the index, once, in order', () => {
    const files = readdirSync(path.join(events, 'cloudtrail'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(events, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    const listed = index.map((row) => row.path);
    expect([...listed].sort()).toEqual(files.sort());
    expect(listed).toEqual([...listed].sort());
  });

  it.each(knownEvents)('have a successful one for $trigger, as sure as the catalogue is', ({ trigger, confidence }) => {
    const successes = index.filter((row) => row.trigger === trigger && row.expect.outcome === 'succeeded');
    expect(successes.map((row) => row.confidence)).toContain(confidence);
  });

  it('say in the file when nobody has seen such a record', () => {
    for (const row of index) {
      const marked = 'sample' in (JSON.parse(textOf(row)) as object);
      expect({ path: row.path, marked }).toEqual({ path: row.path, marked: row.path.includes('/inferred/') });
    }
  });

  it('hold no account but the synthetic ones', () => {
    for (const row of index) {
      const accounts = textOf(row).match(/(?<![\d-])\d{12}(?!\d)/g) ?? [];
      expect(new Set(['111122223333', '444455556666', ...accounts])).toEqual(new Set(['111122223333', '444455556666']));
    }
  });

  it('differ in their eventID, except the duplicate', () => {
    const ids = new Map<string, string[]>();
    for (const row of index) {
      const id = /"eventID": "([^"]+)"/.exec(textOf(row))?.[1];
      if (id !== undefined) ids.set(id, [...(ids.get(id) ?? []), path.basename(row.path)]);
    }
    const repeated = [...ids.values()].filter((paths) => paths.length > 1);
    expect(repeated).toEqual([['CreateRole.duplicate.json', 'CreateRole.success.json']]);
  });

  it('do not pollute prototypes', () => {
    expect(readChange(textOf(index.find((row) => row.path.includes('prototype-keys')) as Row)).kind).toBe('change');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
