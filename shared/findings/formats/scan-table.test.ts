import { aFinding } from '../../../test/builders/a-finding.ts';
import { expectGolden } from '../../../test/golden/golden.ts';
import { sensitiveActions } from '../../checks/sensitive/sensitive-actions.ts';
import { severityRank } from '../../checks/severity.ts';
import type { ScanCoverage } from './scan-json.ts';
import { scanTable } from './scan-table.ts';
import { wrappedList } from './wrapped-list.ts';

const coverage: ScanCoverage = {
  evaluated: 2,
  notEvaluated: [],
  given: [],
  checks: ['RF.SENSITIVE.10'],
  asOf: '2026-11-21T21:00:00.000Z',
};
const everySensitiveAction = sensitiveActions
  .filter(({ severity }) => severityRank(severity) > severityRank('low'))
  .map(({ name, severity }) => aFinding({ questionName: name, severity }));

describe('The page that scan prints', () => {
  it('tells an administrator in a few lines, with the checks that are included', () => {
    const model = aFinding({
      checkId: 'RF.ACCESS.1',
      checkName: 'invoke-unnamed-model',
      title: 'Model access is limited to named models',
      questionName: 'invoke-unnamed-model',
    });
    expectGolden('findings/scan-administrator.txt', scanTable([...everySensitiveAction, model], coverage));
  });

  it('names each action of somebody who lacks one to be an administrator', () => {
    const text = scanTable(everySensitiveAction.slice(1), coverage);
    expect(text).not.toContain('includes:');
    expect(text).toContain('and ');
  });

  it('tells one check in a line, without a table', () => {
    const text = scanTable([aFinding()], coverage);
    expect(text).not.toContain('┌');
    expect(text).toContain(
      'RF.SENSITIVE.10  Damaging AI services is granted to those who need it\n  bedrock:DeleteGuardrail',
    );
  });

  it('says first how many there are of which severity, by principal and not by finding', () => {
    expect(scanTable([aFinding(), aFinding({ questionName: 'bedrock:UpdateGuardrail' })], coverage)).toMatch(
      /^1 HIGH; 2 principals judged\. Each is told once, worst first\.\n\n/,
    );
  });

  it('names the worst check of a table first', () => {
    const medium = aFinding({
      checkId: 'RF.ACCESS.12',
      questionName: 'model-access-without-boundary',
      severity: 'medium',
    });
    const text = scanTable([medium, aFinding()], coverage);
    expect(text.indexOf('│ HIGH ')).toBeLessThan(text.indexOf('│ MEDIUM '));
    expect(text).toContain('│ MEDIUM ');
  });
});

describe('A wrapped list', () => {
  it.each([
    ['short', ['a', 'b'], 'includes: a, b'],
    ['as long as the line', ['aaaa', 'bbbb'], 'includes: aaaa, bbbb'],
    ['longer', ['aaaa', 'bbbbb'], 'includes: aaaa,\n  bbbbb'],
    ['of one word that is longer than a line', ['a'.repeat(30)], `includes:\n  ${'a'.repeat(30)}`],
  ])('that is %s', (_name, words, text) => {
    expect(wrappedList('includes:', words, '  ', 20)).toBe(text);
  });
});
