import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commands } from '../../cli/commands.ts';
import { run } from '../../cli/run.ts';
import { recordingTerminal } from '../../cli/terminal.ts';

process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';

describe('the README', () => {
  it('shows what npm start really prints', async () => {
    const readme = await readFile('README.md', 'utf8');
    const sample = /<!-- sample:alert -->[\s\S]*?```text\n([\s\S]*?)\n```/u.exec(readme)?.[1] ?? 'no sample';
    const directory = await mkdtemp(path.join(tmpdir(), 'ringfence-readme-'));
    const terminal = recordingTerminal();
    try {
      await run(['demo'], { terminal, directory: path.join(directory, '.ringfence') });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
    expect(terminal.written().out).toContain(sample);
  }, 60_000);

  it('names every command, and no command that is not there', async () => {
    const readme = await readFile('README.md', 'utf8');
    const table = readme.slice(readme.indexOf('## Commands'), readme.indexOf('## How it works'));
    const named = [...table.matchAll(/`([a-z]+)[^`]*`/gu)].map(([, name = '']) => name);
    const context = { terminal: recordingTerminal(), now: () => '', directory: '', exit: () => undefined };
    const there = commands.map((command) => command(context).name());
    expect(there.filter((name) => !named.includes(name))).toEqual([]);
  });
});
