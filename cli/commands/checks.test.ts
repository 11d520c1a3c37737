import { checks } from '../../shared/checks/catalogue.ts';
import { run } from '../run.ts';
import { recordingTerminal } from '../terminal.ts';

const ringfence = async (...argv: readonly string[]) => {
  const terminal = recordingTerminal();
  const code = await run([...argv], { terminal, directory: '.ringfence', now: () => '2026-11-21T21:00:00.000Z' });
  return { code, ...terminal.written() };
};
type Coverage = { frameworks: { name: string; items: { id: string; checks: string[]; outside?: string }[] }[] };

describe('ringfence checks', () => {
  it('lists every id with area, kind, severity, pack, containment and references', async () => {
    const { out } = await ringfence('checks', 'list', '--json');
    const listed = (JSON.parse(out) as { checks: Record<string, unknown>[] }).checks;
    expect(listed.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
    for (const row of listed) {
      expect(row).toMatchObject({
        area: expect.any(String) as string,
        kind: expect.any(String) as string,
        severity: expect.any(String) as string,
        pack: expect.any(String) as string,
        containment: expect.any(String) as string,
        references: expect.any(Object) as object,
      });
    }
  });

  it('says which checks ask for each id of a framework, and why none could', async () => {
    const { out } = await ringfence('checks', 'coverage', '--framework', 'owaspLlm', '--json');
    const [owasp] = (JSON.parse(out) as Coverage).frameworks;
    const rows = new Map(owasp?.items.map((item) => [item.id, item]));
    expect(rows.get('LLM01')?.checks).toContain('RF.GUARD.1');
    expect(rows.get('LLM09')).toMatchObject({ checks: [], outside: expect.stringContaining('content') as string });
  });

  it('prints all frameworks for people, each with its version', async () => {
    const { code, out } = await ringfence('checks', 'coverage');
    expect(code).toBe(0);
    expect(out).toContain('MITRE ATT&CK Enterprise, by tactic 19');
    expect(out).toContain('not-covered');
  });

  it('refuses a framework that it does not know, and names those that it does', async () => {
    const { code, note } = await ringfence('checks', 'coverage', '--framework', 'pci');
    expect(code).toBe(2);
    expect(note).toContain('owaspLlm');
  });

  it('reports a scan by framework: what fails, what was not asked, and what no check asks', async () => {
    const { out } = await ringfence('scan', 'events/demo/account.json', '--report', 'frameworks', '--json');
    const { frameworks } = JSON.parse(out) as {
      frameworks: { name: string; rows: { id: string; status: string }[] }[];
    };
    const attack = frameworks.find(({ name }) => name === 'attack')?.rows ?? [];
    expect(attack.find(({ id }) => id === 'TA0040')?.status).toBe('failing');
    expect(attack.find(({ id }) => id === 'TA0007')?.status).not.toBe('covered');
  });
});
