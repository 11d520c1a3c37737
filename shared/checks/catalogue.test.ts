import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { prompt } from '../../scripts/new-check.ts';
import { generateCheckDocs } from '../../scripts/generate-check-docs.ts';
import { checkCases } from '../../test/builders/check-cases.ts';
import { knownEvents } from '../change/known-events.ts';
import { checks } from './catalogue.ts';
import { areas, type Check } from './check.ts';
import { faultsOf } from './frameworks/frameworks.ts';
import { givenNumbers } from './given-numbers.ts';
import { sensitiveActions } from './sensitive/sensitive-actions.ts';
import { aRole } from '../../test/builders/a-principal.ts';
import { askOne } from '../../test/builders/ask-one.ts';

const here = import.meta.dirname;
const folderOf = ({ id, name }: Check): string => path.join(here, areaOf(id).toLowerCase(), name);
const areaOf = (id: string): string => id.split('.')[1] ?? '';
const numberOf = (id: string): number => Number(id.split('.')[2]);
const pageOf = (check: Check): string => readFileSync(path.join(folderOf(check), 'check.md'), 'utf8');

const headings = [
  'Summary',
  'Why',
  'Fails when',
  'Does not see',
  'False positives',
  'Triage',
  'Fix',
  'Containment',
  'References',
];

describe('The catalogue of checks', () => {
  it('lists every folder that holds a check, and no other', () => {
    const folders = areas.flatMap((area) => {
      const folder = path.join(here, area.toLowerCase());
      if (!existsSync(folder)) return [];
      return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'check.ts')))
        .map((entry) => path.join(folder, entry.name));
    });
    expect(folders.length).toBeGreaterThan(0);
    expect(checks.map(folderOf).toSorted()).toEqual(folders.toSorted());
  });

  it('has unique ids and names, in the order of areas and numbers', () => {
    const ids = checks.map(({ id }) => id);
    const inOrder = ids.toSorted(
      (a, b) =>
        areas.findIndex((area) => area === areaOf(a)) - areas.findIndex((area) => area === areaOf(b)) ||
        numberOf(a) - numberOf(b),
    );
    expect(ids).toEqual(inOrder);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
  });

  it('is readable by hand: each line names the id that it lists', () => {
    const lines = readFileSync(path.join(here, 'catalogue.ts'), 'utf8').match(/^ {2}\w+, \/\/ RF\.\S+$/gm) ?? [];
    expect(lines.map((line) => line.split('// ')[1])).toEqual(checks.map(({ id }) => id));
  });

  it('asks for every sensitive action in exactly one check', () => {
    const role = aRole();
    const asked = checks
      // RF.SENSITIVE.11 asks again what the others ask, by service.
      .filter(({ id }) => areaOf(id) === 'SENSITIVE' && id !== 'RF.SENSITIVE.11')
      .flatMap((check) => askOne(check, role).map(({ questionName }) => questionName));
    expect(asked.toSorted()).toEqual(sensitiveActions.map(({ name }) => name).toSorted());
  });

  it('has a case for each check and for no other', () => {
    expect(Object.keys(checkCases)).toEqual(checks.map(({ id }) => id));
  });

  it('is what docs/checks.md says', async () => {
    const root = path.dirname(path.dirname(here));
    for (const { path: file, text } of await generateCheckDocs()) {
      expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
    }
  }, 60_000);
});

describe.each(checks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  it('has its code, its test and its page', () => {
    for (const file of ['check.ts', 'check.test.ts', 'check.md']) {
      expect(existsSync(path.join(folderOf(check), file))).toBe(true);
    }
  });

  it('has a page with its id, its title and every heading in order, none of them empty', () => {
    const page = pageOf(check);
    expect(page.split('\n')[0]).toBe(`# ${check.id} ${check.title}`);
    const sections = page.split(/^## /m).slice(1);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(headings);
    for (const section of sections) {
      expect(section.split('\n').slice(1).join('').trim().length).toBeGreaterThan(3);
      expect(section).not.toContain(prompt);
    }
  });

  it('names on its page every framework id of its references', () => {
    const section = pageOf(check).split('## References')[1] ?? '';
    const { genSec = [], guidance = [], owaspLlm = [], aisf = [], attack = [], atlas = [] } = check.references;
    const ids = [
      ...genSec,
      ...guidance,
      ...owaspLlm,
      ...aisf,
      ...atlas,
      ...attack.flatMap(({ tactic, technique }) => (technique === undefined ? [tactic] : [tactic, technique])),
    ];
    expect(ids.filter((each) => !section.includes(each))).toEqual([]);
    expect(faultsOf(check.references)).toEqual([]);
  });

  it('hears changes that are known events', () => {
    const known = new Set(knownEvents.map(({ trigger }) => trigger));
    expect(check.triggeredBy.length).toBeGreaterThan(0);
    expect(check.triggeredBy.filter((trigger) => !known.has(trigger))).toEqual([]);
  });

  it('carries no severity, tactic or framework in its id, and is named as its folder', () => {
    expect(id).toMatch(/^RF\.[A-Z]+\.[1-9]\d*$/);
    expect(numberOf(id)).toBeLessThanOrEqual(givenNumbers[areas.find((area) => area === areaOf(id)) ?? 'ACCESS']);
    expect(check.name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it('trips on its failing case, and only there', () => {
    const cases = checkCases[id];
    expect(cases?.fails().filter((judged) => judged.checkId === id && isFinding(judged))).not.toEqual([]);
    expect(cases?.passes().filter((judged) => judged.checkId === id && isFinding(judged))).toEqual([]);
  });
});

const isFinding = (judged: { answer: { answer: string }; kind: string; listedOnly?: true }): boolean =>
  judged.listedOnly !== true &&
  (judged.answer.answer === 'yes' || (judged.kind === 'coverage' && judged.answer.answer === 'unknown'));
