import { aFinding, anUnknown } from '../../../test/builders/a-finding.ts';
import { changedFindings } from '../../../test/builders/a-story.ts';
import { expectGolden } from '../../../test/golden/golden.ts';
import { scanJson, type ScanCoverage } from './scan-json.ts';
import { scanTable } from './scan-table.ts';

const coverage: ScanCoverage = {
  evaluated: 3,
  notEvaluated: [{ arn: 'arn:aws:iam::111122223333:role/Hidden', reason: 'iam:GetRole was refused' }],
  given: ['service control policies: out of scope'],
  checks: ['RF.ACCESS.1'],
  asOf: '2026-11-21T21:00:00.000Z',
};
const missing = aFinding({
  checkId: 'RF.COVERAGE.3',
  questionName: 'missing-facts: refused',
  status: 'undetermined',
  severity: 'medium',
  sentence: '3 questions about arn:aws:iam::111122223333:role/Hidden have no answer',
  reason: 'iam:ListRolePolicies was refused',
  answer: anUnknown(),
  because: [],
});

describe('scan for machines', () => {
  it('prints what was agreed', () => {
    expectGolden(
      'findings/scan.json.golden',
      `${JSON.stringify(scanJson([missing, ...changedFindings()], coverage), null, 2)}\n`,
    );
  });

  it('has a schema version, upper-case severity, the witness and the statements', () => {
    const { schemaVersion, findings } = scanJson([aFinding()], coverage);
    expect(schemaVersion).toBe('1');
    expect(findings).toMatchObject([
      {
        id: aFinding().id,
        checkId: 'RF.SENSITIVE.10',
        severity: 'HIGH',
        subject: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/DataScience' },
        answer: { answer: 'yes', witness: { action: 'bedrock:DeleteGuardrail', context: {} } },
        because: [{ policyArn: 'inline:ml', sid: 'AllowAll', index: 0 }],
      },
    ]);
  });

  it('tells a principal once: the broadest finding, as severe as the worst, with what it includes', () => {
    const all = changedFindings();
    const { findings } = scanJson(all, coverage);
    expect(findings).toHaveLength(new Set(all.map(({ subject }) => subject.uniqueId)).size);
    const [folded] = findings as [{ includes: string[]; included: { checkId: string; answer: object }[] }];
    expect(folded.included).toHaveLength(all.length - 1);
    expect(new Set(folded.includes)).toEqual(new Set(all.map(({ checkId }) => checkId)));
    for (const each of folded.included) expect(each.answer).toHaveProperty('answer', 'yes');
  });

  it('keeps what is not known apart, with its reason, and passes nothing', () => {
    const { findings, undetermined } = scanJson([missing], coverage);
    expect(findings).toEqual([]);
    expect(undetermined).toMatchObject([{ answer: { answer: 'unknown', why: { code: 'missing-facts' } } }]);
  });

  it('is byte-equal whatever order the findings come in', () => {
    const findings = [missing, ...changedFindings()];
    expect(JSON.stringify(scanJson(findings.toReversed(), coverage))).toBe(
      JSON.stringify(scanJson(findings, coverage)),
    );
  });
});

describe('scan for people', () => {
  it('prints what was agreed', () => {
    expectGolden('findings/scan.txt', scanTable([missing, ...changedFindings()], coverage));
  });

  it('tells one story a principal', () => {
    const text = scanTable(changedFindings(), coverage);
    expect(text.match(/^(CRITICAL|HIGH|MEDIUM) {2}arn:/gm)).toHaveLength(1);
  });

  it('names the worst few questions of a check, whole, and counts the rest, so that it is read to the end', () => {
    const questions = Array.from({ length: 20 }, (_each, index) => `bedrock:SomeRatherLongActionName${index}`);
    const text = scanTable(
      questions.map((questionName) => aFinding({ questionName })),
      coverage,
    );
    expect(text).toContain(questions[0]);
    expect(text).toContain('and 14 more');
    expect(text.split('\n').every((line) => line.length <= 110)).toBe(true);
    expect(text.match(/bedrock:SomeRatherLongActionName\d+/g)?.length).toBeLessThan(10);
  });

  it('names coverage also where there are no findings: nothing found is not everything judged', () => {
    const text = scanTable([], coverage);
    expect(text).toMatch(/^No findings\./);
    expect(text).toContain('3 principals judged as of 2026-11-21T21:00:00.000Z');
    expect(text).toContain('Not read: arn:aws:iam::111122223333:role/Hidden: iam:GetRole was refused');
    expect(text).toContain('service control policies: out of scope');
  });

  it('leaves out what is resolved', () => {
    expect(scanTable([aFinding({ status: 'resolved' })], coverage)).toMatch(/^No findings\./);
  });

  it('never shortens an ARN and carries no colour and no control character', () => {
    const name = `${'long-'.repeat(12)}\u001b[31mred`;
    const arn = `arn:aws:iam::111122223333:role/${name}`;
    const text = scanTable([aFinding({ subject: { ...aFinding().subject, arn } })], coverage);
    expect(text).toContain('long-'.repeat(12));
    expect(text.includes('\u001b')).toBe(false);
  });
});
