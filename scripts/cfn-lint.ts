/**
 * AWS's own linter of templates over every stack that an installation can have, and over what `contain --forms` writes. Makes `.venv-cfn-lint` on first use.
 * Where Python cannot make a virtual environment it says so and passes: npm test needs no Python.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installations } from '../infra/testing/installations.ts';

/** From PyPI: the npm package of that name is another program. */
const linter = 'cfn-lint';
const version = '1.58.0';
const pythons = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

const root = path.dirname(import.meta.dirname);
const folder = path.join(root, '.venv-cfn-lint');
const python = path.join(folder, 'bin', 'python');
const program = path.join(folder, 'bin', linter);
const say = (text: string): void => void process.stderr.write(`cfn-lint: ${text}\n`);

/** Whether it did what was asked. */
const ran = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, [...args], { stdio: ['ignore', 'ignore', 'ignore'] }).status === 0;

const isInstalled = (): boolean => {
  if (!existsSync(program)) return false;
  const answer = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return answer.status === 0 && answer.stdout.includes(version);
};

/** @returns why it cannot be had, or nothing where it is there */
const install = (): string | undefined => {
  if (isInstalled()) return undefined;
  const found = pythons.find((each) =>
    ran(each, ['-c', 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10)']),
  );
  if (found === undefined) return `there is no Python 3.10 or newer that can make a virtual environment`;
  say(`preparing .venv-cfn-lint with ${linter} ${version} (first run only) ...`);
  if (!ran(found, ['-m', 'venv', folder])) return `${found} -m venv ${folder} failed`;
  const quiet = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `${linter}==${version}`];
  if (!ran(python, quiet)) return `${linter} ${version} could not be installed from the Python package index`;
  return undefined;
};

/** What CDK writes in its own way, everywhere, and nobody reads by hand. Everything else fails. */
const ignored = [
  // CDK joins where a person would substitute.
  'I1022',
  // CDK makes a function wait for the policies of its role; it names the role beside them, which it would wait for anyway.
  'W3005',
];

/** The CloudFormation forms of policies, as their golden files hold them. */
const formTemplates = (): readonly { name: string; file: string }[] => {
  const golden = path.join(root, 'test', 'golden', 'policy-forms');
  const into = mkdtempSync(path.join(tmpdir(), 'policy-forms-'));
  process.once('exit', () => rmSync(into, { recursive: true, force: true }));
  return readdirSync(golden).map((name) => {
    const text = readFileSync(path.join(golden, name), 'utf8');
    const [, template] = /^## cloudFormation\n+([\s\S]*?)\n## /mu.exec(text) ?? [];
    if (template === undefined) throw new Error(`${name} holds no template of CloudFormation`);
    const file = path.join(into, `${path.basename(name, '.md')}.template.json`);
    writeFileSync(file, template);
    return { name: `policy form: ${name}`, file };
  });
};

const main = (): number => {
  const why = install();
  if (why !== undefined) {
    say(`NOT RUN: ${why}. The templates were not linted.`);
    return 0;
  }
  const stacks = installations().flatMap(({ name, app }) => {
    const { directory } = app.synth();
    return readdirSync(directory)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => ({ name: `${name}: ${file}`, file: path.join(directory, file) }));
  });
  const templates = [...stacks, ...formTemplates()];
  // Every fault fails, also what the linter calls a warning or informational.
  const args = ['--include-checks', 'I', '--non-zero-exit-code', 'informational', '--ignore-checks', ...ignored, '--'];
  try {
    execFileSync(program, [...args, ...templates.map(({ file }) => file)], { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch {
    for (const { name, file } of templates) say(`${file} is ${name}`);
    return 1;
  }
  say(`${templates.length} templates, no fault`);
  return 0;
};

process.exitCode = main();
