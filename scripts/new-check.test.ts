import { readFileSync } from 'node:fs';
import path from 'node:path';
import { givenNumbers } from '../shared/checks/given-numbers.ts';
import { CannotMakeCheck, readNewCheck, scaffoldCheck, sharedFiles } from './new-check.ts';

const root = path.dirname(import.meta.dirname);
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const texts = {
  catalogue: read(sharedFiles.catalogue),
  numbers: read(sharedFiles.numbers),
  cases: read(sharedFiles.cases),
};
/** As if nobody had written one of them yet. */
const withoutTen = { ...texts, catalogue: texts.catalogue.replaceAll(/^.*organisationModels.*\n/gmu, '') };
const linesBeside = (text: string, line: string): readonly (string | undefined)[] => {
  const lines = text.split('\n').map((each) => each.trim());
  const at = lines.indexOf(line);
  expect(at).toBeGreaterThan(0);
  return [lines[at - 1], lines[at + 1]];
};

describe('A new check', () => {
  it('takes the next number of its area, which no check ever had', () => {
    expect(readNewCheck(['trust', 'my-check'])).toEqual({
      area: 'TRUST',
      name: 'my-check',
      number: givenNumbers.TRUST + 1,
      action: 'bedrock:InvokeModel',
    });
  });

  it('takes a planned number that is asked for, and an action in any letter case', () => {
    const made = readNewCheck(['AGENT', 'my-check', '--number', '3', '--action', 'BEDROCK:deleteguardrail']);
    expect(made).toMatchObject({ number: 3, action: 'bedrock:DeleteGuardrail' });
  });

  it.each([
    ['no area', ['my-check'], /Usage/],
    ['an area that is none', ['FINANCE', 'my-check'], /FINANCE is no area\. One of: ACCESS/],
    ['a name that is no folder name', ['ACCESS', 'MyCheck'], /kebab-case/],
    ['a name that is taken', ['ACCESS', 'wildcard-trust'], /already/],
    ['a number that is given', ['ACCESS', 'my-check', '--number', '1'], /RF\.ACCESS\.1 is given/],
    ['a number beyond the next', ['ACCESS', 'my-check', '--number', '99'], /99 is no number of ACCESS/],
    [
      'an action that nobody knows',
      ['ACCESS', 'my-check', '--action', 'bedrock:Nothing'],
      /not in the action catalogue/,
    ],
    ['an option that is none', ['ACCESS', 'my-check', '--colour', 'red'], /--colour/],
  ])('is refused with %s, and says what to write', (_name, args, message) => {
    expect(() => readNewCheck(args)).toThrow(CannotMakeCheck);
    expect(() => readNewCheck(args)).toThrow(message);
  });

  it('comes with its code, its test and its page', () => {
    const files = scaffoldCheck({ area: 'ACCESS', name: 'my-check', number: 10, action: 'bedrock:InvokeAgent' }, texts);
    const folder = 'shared/checks/access/my-check';
    expect(files[`${folder}/check.ts`]).toContain("id: 'RF.ACCESS.10'");
    expect(files[`${folder}/check.test.ts`]).toContain("describe('RF.ACCESS.10 My check'");
    expect(files[`${folder}/check.md`]?.match(/^## .*/gm)).toHaveLength(9);
  });

  it.each([
    [
      'between two of its area',
      10,
      'myCheck, // RF.ACCESS.10',
      'avoidGuardrail, // RF.ACCESS.9',
      'approvedRegions, // RF.ACCESS.11',
    ],
    [
      'behind the last of its area',
      26,
      'myCheck, // RF.ACCESS.26',
      'sessionPolicyAlone, // RF.ACCESS.25',
      'wildcardTrust, // RF.TRUST.1',
    ],
  ])('stands in the catalogue %s', (_name, number, line, before, after) => {
    const files = scaffoldCheck(
      { area: 'ACCESS', name: 'my-check', number, action: 'bedrock:InvokeAgent' },
      withoutTen,
    );
    expect(linesBeside(files[sharedFiles.catalogue] ?? '', line)).toEqual([before, after]);
    expect(files[sharedFiles.catalogue]).toContain("import { myCheck } from './access/my-check/check.ts';");
  });

  it('is the last of the catalogue where its area is', () => {
    const files = scaffoldCheck(
      { area: 'COVERAGE', name: 'my-check', number: 8, action: 'bedrock:InvokeAgent' },
      texts,
    );
    expect(linesBeside(files[sharedFiles.catalogue] ?? '', 'myCheck, // RF.COVERAGE.8')[1]).toBe('];');
    expect(linesBeside(files[sharedFiles.cases] ?? '', "'RF.COVERAGE.8': allowed('bedrock:InvokeAgent'),")[1]).toBe(
      '};',
    );
  });

  it('raises the number of its area when it takes a new one, and not when it takes a planned one', () => {
    const numbersWith = (number: number) =>
      scaffoldCheck({ area: 'TRUST', name: 'my-check', number, action: 'bedrock:InvokeAgent' }, texts)[
        sharedFiles.numbers
      ];
    expect(numbersWith(9)).toContain('TRUST: 9,');
    expect(numbersWith(3)).toBe(texts.numbers);
  });
});
