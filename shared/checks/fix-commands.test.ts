import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checks } from './catalogue.ts';

/** Options that the command refuses to go without, or whose absence means something else (AWS CLI Command Reference). */
const needs: Readonly<Record<string, readonly string[]>> = {
  'iam update-access-key': ['--user-name', '--access-key-id', '--status'],
  'iam update-service-specific-credential': ['--user-name', '--service-specific-credential-id', '--status'],
  'iam update-role': ['--role-name', '--max-session-duration'],
  'bedrock delete-foundation-model-agreement': ['--model-id'],
  'lambda update-function-code': ['--function-name', '--zip-file'],
};

const commands = checks.flatMap(({ id, name, fix }) => {
  const area = id.split('.')[1]?.toLowerCase() ?? '';
  const page = readFileSync(path.join(import.meta.dirname, area, name, 'check.md'), 'utf8');
  const section = /^## Fix\n+([\s\S]*?)(?:\n## |$)/mu.exec(page)?.[1] ?? '';
  return [fix, section].flatMap((text) =>
    [...text.matchAll(/\baws ([a-z0-9-]+ [a-z-]+)([^`,;)]*)/gu)].map(([, command = '', rest = '']) => ({
      id,
      command,
      rest,
    })),
  );
});

describe('A command that mends', () => {
  it('is looked at here, whichever check gives it', () => {
    expect(new Set(commands.map(({ command }) => command))).toEqual(new Set(Object.keys(needs)));
  });

  it.each(commands)('$id: aws $command has every option that it needs', ({ command, rest }) => {
    const given = rest.split(' ').filter((word) => word.startsWith('--'));
    expect(given).toEqual(needs[command]);
  });
});
