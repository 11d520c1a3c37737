import type { Command } from 'commander';
import { capabilities } from '../shared/checks/matrix/capabilities.ts';
import { features } from '../shared/checks/matrix/matrix.ts';
import { commands } from './commands.ts';
import { recordingTerminal } from './terminal.ts';

const top = commands.map((make) =>
  make({
    terminal: recordingTerminal(),
    directory: '',
    now: () => '2026-11-21T21:00:00.000Z',
    exit: () => undefined,
  }),
);
const wordsOf = (command: Command): readonly string[] => [
  command.name(),
  ...command.commands.map((sub) => `${command.name()} ${sub.name()}`),
];
const known = new Set(top.flatMap(wordsOf));

describe('The commands that the coverage page names', () => {
  const named = [
    ...Object.values(features).map(({ command }) => command),
    ...capabilities.flatMap(({ commands: own }) => own),
    'checks show',
    'explain',
    'contain',
  ];

  it.each([...new Set(named)])('ringfence %s is there', (command) => {
    expect(known).toContain(command);
  });

  it.each([
    ['scan', ['--report', '--account-facts']],
    ['contain', ['--account', '--forms']],
    ['explain', ['--account']],
  ])('%s takes the options that the page shows', (name, options) => {
    const command = top.find((each) => each.name() === name);
    const taken = command?.options.map(({ long }) => long);
    expect(taken).toEqual(expect.arrayContaining(options));
  });
});
