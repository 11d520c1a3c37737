import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { recommendations } from '../../shared/checks/matrix/matrix.ts';
import { ringfenceHere } from '../builders/ringfence-here.ts';

// Whole pipelines, on a machine that may be busy.
jest.setTimeout(120_000);
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';

const { ringfence } = ringfenceHere();
const page = readFileSync(path.join(import.meta.dirname, '../../docs/coverage.md'), 'utf8');
const rows = page.split(/^### /mu).flatMap((section) => {
  const [, id, severity, sentence] = /^- Finding on the sample account, (\S+): `([^:]+): (.*)`$/mu.exec(section) ?? [];
  const [, command] = /^- Shown by: `npm run -s ringfence -- (.*)`$/mu.exec(section) ?? [];
  if (id === undefined || severity === undefined || sentence === undefined || command === undefined) return [];
  return [{ words: section.split('\n')[0] ?? '', id, severity, sentence, argv: command.split(' ') }];
});

type Row = { checkId: string; severity: string; sentence: string };
type Report = {
  findings?: Row[];
  undetermined?: Row[];
  records?: { findings: Row[]; undetermined: Row[] }[];
};

/** What a command shows, as a person gets it who adds `--json`; made once, as rows share commands. */
const shown = new Map<string, Promise<Report>>();
const shownBy = (argv: readonly string[]): Promise<Report> => {
  const key = argv.join(' ');
  const made = shown.get(key) ?? ringfence(...argv, '--json').then(({ out }): Report => JSON.parse(out) as Report);
  shown.set(key, made);
  return made;
};

describe('The sample account beside a recommendation', () => {
  it('stands beside each recommendation that a check asks for', () => {
    const asked = recommendations.filter(({ sample }) => sample !== undefined);
    expect(rows.map(({ words }) => words)).toEqual(asked.map(({ recommendation }) => recommendation));
    expect(rows.map(({ id }) => id)).toEqual(asked.map(({ sample }) => sample?.id));
  });

  it.each(rows.map((row) => [row.words, row.id, row] as const))(
    'shows what the page says, by the command beside it: %s: %s',
    async (_words, id, { severity, sentence, argv }) => {
      const { findings = [], undetermined = [], records = [] } = await shownBy(argv);
      const found = [...findings, ...records.flatMap((record) => record.findings)];
      const all = severity === 'NOT JUDGED' ? undetermined : found;
      const own = all.filter(({ checkId }) => checkId === id);
      expect(own.map((each) => each.sentence)).toContain(sentence);
      if (severity !== 'NOT JUDGED') expect(own.map((each) => each.severity)).toContain(severity);
    },
  );

  const narrow = rows.find(({ argv }) => argv.includes('--check'));

  it('tells one check alone where it is asked to, and stays incomplete where something was not judged', async () => {
    if (narrow === undefined) throw new Error('no row asks for one check');
    const { code, out } = await ringfence(...narrow.argv, '--json');
    const { findings = [] } = JSON.parse(out) as Report;
    expect(new Set(findings.map(({ checkId }) => checkId))).toEqual(new Set([narrow.id]));
    expect(code).toBe(3);
    const text = await ringfence(...narrow.argv);
    expect(text.out.replace(/\s+/gu, ' ')).toContain(narrow.sentence);
  });

  const areas = Map.groupBy(
    rows.filter(({ argv, severity }) => argv.includes('--check') && severity !== 'NOT JUDGED'),
    ({ id }) => id.split('.')[1],
  );

  it.each([...areas.values()].flatMap(([row]) => (row === undefined ? [] : [[row.id, row] as const])))(
    'explains the finding of %s by the command that the scan prints',
    async (_id, { argv }) => {
      const { out } = await ringfence(...argv);
      const [, line = ''] = /^explain: ringfence (.*)$/mu.exec(out) ?? [];
      const explained = await ringfence(...line.split(' '));
      expect([explained.code, explained.note]).toEqual([0, '']);
      expect(explained.out).toContain(line.split(' ')[1]);
    },
  );

  it.each([
    ['a check that there is not', ['--check', 'RF.NONE.1'], 'there is no check RF.NONE.1'],
    ['a draft of settings', ['--check', 'RF.ACCESS.1', '--suggest'], '--check tells findings'],
    ['a report by framework', ['--check', 'RF.ACCESS.1', '--report', 'frameworks'], '--check tells findings'],
  ])('refuses %s', async (_what, options, words) => {
    const { code, note } = await ringfence('scan', 'docs/samples/account.json', ...options);
    expect(code).toBe(2);
    expect(note).toContain(words);
  });

  it('says that a change gave the access which was not there before', async () => {
    const replay = rows.find(({ argv }) => argv[0] === 'replay');
    const { records = [] } = await shownBy(replay?.argv ?? []);
    const granted = records.flatMap(({ findings }) => findings).find(({ checkId }) => checkId === 'RF.SENSITIVE.1');
    expect(granted).toMatchObject({ novelty: 'granted-by-this-change' });
  });
});
