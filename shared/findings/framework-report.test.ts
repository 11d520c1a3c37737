import { checks } from '../checks/catalogue.ts';
import { coverageOf, frameworkNames } from '../checks/frameworks/coverage-of.ts';
import { aFinding } from '../../test/builders/a-finding.ts';
import { frameworkReport } from './framework-report.ts';
import { frameworkTable } from './formats/framework-table.ts';

const everything = checks.map(({ id }) => id);
const rowOf = (
  id: string,
  evaluated: Parameters<typeof frameworkReport>[1],
  name: 'owaspLlm' | 'genSec' = 'owaspLlm',
) => frameworkReport(name, evaluated).rows.find((row) => row.id === id);

describe('A report of one framework', () => {
  it.each(frameworkNames)('calls nothing of %s covered that no check asks for', (name) => {
    const { rows } = frameworkReport(name, { findings: [], asked: everything });
    expect(rows.length).toBeGreaterThan(8);
    for (const { status, checks: by } of rows) expect(status === 'covered').toBe(by.length > 0);
  });

  it('calls an id failing by the findings that carry it', () => {
    const finding = aFinding({ references: { owaspLlm: ['LLM01'] } });
    expect(rowOf('LLM01', { findings: [finding], asked: everything })).toMatchObject({
      status: 'failing',
      findings: [finding.id],
    });
    expect(rowOf('LLM10', { findings: [finding], asked: everything })?.status).toBe('covered');
  });

  it('does not count what is resolved or exempted', () => {
    const over = aFinding({ references: { owaspLlm: ['LLM01'] }, status: 'resolved' });
    expect(rowOf('LLM01', { findings: [over], asked: everything })?.status).toBe('covered');
  });

  it('calls nothing covered while something could not be judged, and nothing that was not asked', () => {
    const missing = aFinding({ references: {}, status: 'undetermined' });
    expect(rowOf('LLM01', { findings: [missing], asked: everything })?.status).toBe('undetermined');
    expect(rowOf('LLM01', { findings: [], asked: [] })?.status).toBe('not-asked');
  });

  it('names the checks that were not asked beside those that were', () => {
    const asked = everything.filter((id) => id !== 'RF.ACCESS.6');
    expect(rowOf('LLM03', { findings: [], asked })).toMatchObject({ status: 'covered', notAsked: ['RF.ACCESS.6'] });
    expect(frameworkTable(frameworkReport('owaspLlm', { findings: [], asked }))).toContain('not asked: RF.ACCESS.6');
    expect(frameworkTable(frameworkReport('owaspLlm', { findings: [], asked: [] }))).not.toContain('not asked:');
  });

  it.each(['LLM05', 'LLM07', 'LLM09'])('says of %s that it is a content matter', (id) => {
    expect(rowOf(id, { findings: [], asked: everything })).toMatchObject({
      status: 'outside',
      outside: expect.stringContaining('content matter') as string,
    });
  });

  it('says where a list holds only the ids in use', () => {
    expect(frameworkTable(coverageOf('aisf'))).toContain('Only the ids in use are listed');
    expect(frameworkTable(coverageOf('owaspLlm'))).not.toContain('Only the ids in use');
  });

  it('tells every tactic of the sensitive actions by the check that asks for them', () => {
    const exfiltration = coverageOf('attack').items.find(({ id }) => id === 'TA0010');
    expect(exfiltration?.checks).toContain('RF.SENSITIVE.9');
  });
});
