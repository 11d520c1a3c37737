import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../cli/run.ts';
import { recordingTerminal } from '../../cli/terminal.ts';

/** The command line in a folder of its own for each test, at one fixed time. Call it once, at the top of a test file. */
export const ringfenceHere = () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'ringfence-cli-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  return {
    folder: () => directory,
    ringfence: async (...argv: string[]) => {
      const terminal = recordingTerminal();
      const code = await run(argv, {
        terminal,
        directory: path.join(directory, '.ringfence'),
        now: () => '2026-11-21T21:00:00.000Z',
      });
      return { code, ...terminal.written() };
    },
    /** Text as it is, anything else as JSON. @returns the path */
    file: async (name: string, content: unknown): Promise<string> => {
      const where = path.join(directory, name);
      await writeFile(where, typeof content === 'string' ? content : JSON.stringify(content));
      return where;
    },
  };
};
