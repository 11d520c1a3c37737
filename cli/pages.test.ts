import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { commands } from './commands.ts';
import { recordingTerminal } from './terminal.ts';

const page = (name: string): string => readFileSync(path.join(import.meta.dirname, '..', 'docs', name), 'utf8');
const context = { terminal: recordingTerminal(), now: () => '', directory: '', exit: () => undefined };
const made = new Map(commands.map((make) => make(context)).map((command) => [command.name(), command]));

/** What is printed to be copied: lines of blocks and words in code. `ringfence doctor` of a sentence is one too. */
const shown = (text: string): readonly string[] =>
  [...text.matchAll(/(?:`|^\s*)(?:npm run -s ringfence --|ringfence) ([a-z][^`\n]*)/gmu)].map(
    ([, words = '']) => words,
  );

/** The command that is meant, down to the innermost, and what is left for it. */
const named = (words: readonly string[]): { command: Command; rest: readonly string[] } | undefined => {
  const [name = '', ...others] = words;
  let command = made.get(name);
  if (command === undefined) return undefined;
  let rest: readonly string[] = others;
  for (;;) {
    const inner: Command | undefined = command.commands.find((each) => each.name() === rest[0]);
    if (inner === undefined) return { command, rest };
    [command, rest] = [inner, rest.slice(1)];
  }
};

describe.each(['deploy.md', 'operate.md', 'permissions.md', 'containment.md', 'history.md'])('docs/%s', (name) => {
  const lines = shown(page(name));

  it('names commands that are there, with options that they take', () => {
    const wrong = lines.filter((line) => {
      const words = line.split(/\s+/u);
      const found = named(words);
      if (found === undefined) return true;
      // A word that should have been an inner command.
      if (found.command.commands.length > 0 && found.rest.length > 0) return true;
      const known = new Set([...found.command.options.map(({ long }) => long), '--help']);
      return found.rest.some((word) => word.startsWith('--') && !known.has(word.replace(/[^\w-]+$/u, '')));
    });
    expect(wrong).toEqual([]);
  });
});

it('the pages name commands at all, or the test above would see nothing', () => {
  expect(shown(page('deploy.md')).length).toBeGreaterThan(5);
  expect(shown(page('operate.md')).length).toBeGreaterThan(10);
});

describe('docs/deploy.md, taking a part off again', () => {
  const text = page('deploy.md');
  const section = (title: string): string => text.split(/^## /mu).find((each) => each.startsWith(title)) ?? '';
  const inOrder = (within: string, ...words: readonly string[]): void => {
    const places = words.map((word) => within.indexOf(word));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  };

  it('takes back what is contained before the stack goes that could, and its configuration last', () => {
    const words = [
      'ringfence mode observe',
      'ringfence undo --all',
      'cdk destroy RingfenceContainment',
      '"containment": false',
    ];
    inOrder(section('Taking containment off again'), ...words, 'cdk deploy --all', 'What stays:');
  });

  it('destroys the stack of a Region before the configuration forgets it', () => {
    inOrder(section('Taking a Region off again'), 'cdk destroy RingfenceForwarding-REGION', 'out of `watchedRegions`');
  });

  it('takes containment off before everything goes', () => {
    inOrder(section('Removing it'), '"Taking containment off again"', 'cdk destroy --all');
  });
});
