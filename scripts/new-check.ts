/**
 * `npm run new:check -- AREA name [--number N] [--action service:Action]`: makes the folder of an access check, its line in
 * the catalogue and its two cases. What it makes compiles and answers; the words on its page are yours to write, and the
 * catalogue test fails until they are.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checks } from '../shared/checks/catalogue.ts';
import { areas, type Area } from '../shared/checks/check.ts';
import { givenNumbers } from '../shared/checks/given-numbers.ts';
import { catalogueAction } from '../shared/reasoning/catalogue/action-catalogue.ts';

export class CannotMakeCheck extends Error {
  override readonly name = 'CannotMakeCheck';
}

export type NewCheck = { area: Area; name: string; number: number; action: string };

/** The files that a new check changes besides its own folder. */
export const sharedFiles = {
  catalogue: 'shared/checks/catalogue.ts',
  numbers: 'shared/checks/given-numbers.ts',
  cases: 'test/builders/check-cases.ts',
} as const;
type SharedTexts = Readonly<Record<keyof typeof sharedFiles, string>>;

const usage = 'Usage: npm run new:check -- AREA name [--number N] [--action service:Action]';

/** @throws {CannotMakeCheck} with what is wrong and what to write instead. */
export const readNewCheck = (args: readonly string[]): NewCheck => {
  const { values, positionals } = parsed(args);
  const [areaText, name] = positionals;
  if (areaText === undefined || name === undefined || positionals.length > 2) throw new CannotMakeCheck(usage);
  const area = areas.find((each) => each === areaText.toUpperCase());
  if (area === undefined) throw new CannotMakeCheck(`${areaText} is no area. One of: ${areas.join(', ')}.`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new CannotMakeCheck(`${name} is no folder name. Write it in kebab-case: what-it-finds.`);
  }
  if (checks.some((check) => check.name === name)) throw new CannotMakeCheck(`There is a check named ${name} already.`);
  const action = catalogueAction(values.action ?? 'bedrock:InvokeModel');
  if (action === undefined) throw new CannotMakeCheck(`${values.action ?? ''} is not in the action catalogue.`);
  return { area, name, number: numberFor(area, values.number), action: action.name };
};

const parsed = (args: readonly string[]) => {
  try {
    const options = { number: { type: 'string' }, action: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new CannotMakeCheck(`${error instanceof Error ? error.message : String(error)} ${usage}`);
  }
};

const numberFor = (area: Area, wanted: string | undefined): number => {
  if (wanted === undefined) return givenNumbers[area] + 1;
  const number = Number(wanted);
  if (!Number.isInteger(number) || number < 1 || number > givenNumbers[area] + 1) {
    throw new CannotMakeCheck(`${wanted} is no number of ${area}: 1 to ${givenNumbers[area] + 1}.`);
  }
  if (checks.some(({ id }) => id === `RF.${area}.${number}`)) {
    throw new CannotMakeCheck(`RF.${area}.${number} is given. An id is permanent and is never given twice.`);
  }
  return number;
};

/** Every file that changes, by its path from the root. Touches nothing itself. */
export const scaffoldCheck = (check: NewCheck, texts: SharedTexts): Readonly<Record<string, string>> => {
  const folder = `shared/checks/${check.area.toLowerCase()}/${check.name}`;
  return {
    [`${folder}/check.ts`]: checkText(check),
    [`${folder}/check.test.ts`]: testText(check),
    [`${folder}/check.md`]: pageText(check),
    [sharedFiles.catalogue]: withCatalogueLine(texts.catalogue, check),
    [sharedFiles.numbers]: texts.numbers.replace(
      new RegExp(`^( {2}${check.area}: )(\\d+)`, 'm'),
      (_line, start: string, highest: string) => `${start}${Math.max(Number(highest), check.number)}`,
    ),
    [sharedFiles.cases]: withCase(texts.cases, check),
  };
};

const idOf = ({ area, number }: NewCheck): string => `RF.${area}.${number}`;
const camel = (name: string): string => name.replace(/-([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
/** A title to begin with; the page and the code must say the same. */
const titleOf = ({ name }: NewCheck): string => `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;

const checkText = (check: NewCheck): string => `import type { AccessCheck } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';

export const ${camel(check.name)} = {
  id: '${idOf(check)}',
  name: '${check.name}',
  title: '${titleOf(check)}',
  kind: 'access',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Remove the action, or name in Resource what it is for.',
  references: {},
  ask: () => [
    {
      name: '${check.name}',
      ask: { name: '${check.name}', any: [{ actions: ['${check.action}'], resources: ['*'] }] },
    },
  ],
  finding: ({ who, answer }) => \`\${who} can do \${answer.witness.request.action}\`,
} as const satisfies AccessCheck;
`;

const testText = (check: NewCheck): string => `import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { unknown } from '../../../facts/known.ts';
import { ${camel(check.name)} } from './check.ts';

describe('${idOf(check)} ${titleOf(check)}', () => {
  it('answers yes for a role that is allowed the action', () => {
    const [judged] = askOne(${camel(check.name)}, aRole({ allows: '${check.action}' }));
    expect(judged).toMatchObject({ answer: { answer: 'yes' }, sentence: 'ml-app can do ${check.action}' });
  });

  it('answers no for a role that is not', () => {
    expect(named(askOne(${camel(check.name)}, aRole({ allows: 's3:GetObject' })), 'no')).toEqual(['${check.name}']);
  });

  it('answers unknown where a policy could not be read', () => {
    const role = aRole({ inlinePolicies: unknown('iam:GetRolePolicy was refused') });
    expect(named(askOne(${camel(check.name)}, role), 'unknown')).toEqual(['${check.name}']);
  });
});
`;

const sections: readonly (readonly [heading: string, prompt: string])[] = [
  ['Summary', 'what is found, in one sentence.'],
  ['Why', 'what goes wrong when nobody looks.'],
  ['Fails when', 'the question, in the words of the code.'],
  ['Does not see', 'what a reader could wrongly take for covered.'],
  ['False positives', 'when a finding is right and nothing is wrong.'],
  ['Triage', 'what to look at first, second, third.'],
  ['Fix', 'what a person changes.'],
  ['Containment', 'what Ringfence would deny or restore, and what goes on working.'],
  ['References', 'framework ids, the same as in the code, or that none is known.'],
];

/** The catalogue test refuses a page that still holds this. */
export const prompt = 'Say here:';

const pageText = (check: NewCheck): string =>
  [
    `# ${idOf(check)} ${titleOf(check)}`,
    ...sections.flatMap(([heading, text]) => ['', `## ${heading}`, '', `${prompt} ${text}`]),
    '',
  ].join('\n');

const withCatalogueLine = (catalogue: string, check: NewCheck): string => {
  const variable = camel(check.name);
  const lines = catalogue.split('\n');
  const importLine = `import { ${variable} } from './${check.area.toLowerCase()}/${check.name}/check.ts';`;
  const at = lines.findIndex((line) => line.startsWith('import ') && pathOf(line) > pathOf(importLine));
  const lastImport = lines.findLastIndex((line) => line.startsWith('import '));
  lines.splice(at < 0 ? lastImport + 1 : at, 0, importLine);
  const before = lines.findIndex((line) => comesAfter(line, check));
  const end = lines.findIndex((line) => line === '];');
  lines.splice(before < 0 ? end : before, 0, `  ${variable}, // ${idOf(check)}`);
  return lines.join('\n');
};

const pathOf = (line: string): string => line.split("'")[1] ?? '';

const comesAfter = (line: string, check: NewCheck): boolean => {
  const [, area, number] = /\/\/ RF\.([A-Z]+)\.(\d+)$/.exec(line) ?? [];
  if (area === undefined) return false;
  const place = areas.findIndex((each) => each === area) - areas.indexOf(check.area);
  return place > 0 || (place === 0 && Number(number) > check.number);
};

/** One line in the table of cases, in the order of the catalogue. */
const withCase = (cases: string, check: NewCheck): string => {
  const lines = cases.split('\n');
  const begin = lines.findIndex((line) => line.startsWith('export const checkCases'));
  const after = lines.findIndex((line, index) => {
    const id = /^ {2}'(RF\.[A-Z]+\.\d+)':/.exec(line)?.[1];
    return index > begin && id !== undefined && comesAfter(`// ${id}`, check);
  });
  const end = lines.findIndex((line, index) => index > begin && line === '};');
  lines.splice(after < 0 ? end : after, 0, `  '${idOf(check)}': allowed('${check.action}'),`);
  return lines.join('\n');
};

const main = async (args: readonly string[]): Promise<void> => {
  const root = path.dirname(import.meta.dirname);
  const check = readNewCheck(args);
  const read = (file: string) => readFile(path.join(root, file), 'utf8');
  const files = scaffoldCheck(check, {
    catalogue: await read(sharedFiles.catalogue),
    numbers: await read(sharedFiles.numbers),
    cases: await read(sharedFiles.cases),
  });
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
    process.stdout.write(`written: ${file}\n`);
  }
  const code = Object.keys(files).filter((file) => file.endsWith('.ts'));
  const { status } = spawnSync(path.join(root, 'node_modules/.bin/biome'), ['format', '--write', ...code], {
    cwd: root,
  });
  if (status !== 0) process.stdout.write('Not formatted: run `npm run format`.\n');
  process.stdout.write(`Next: write the page, then \`npm run generate\` and \`npm run jest -- shared/checks\`.\n`);
};

if (process.argv[1] === import.meta.filename) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof CannotMakeCheck)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
