import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Pinned: MiniStack brings its own botocore. boto3 stays out: it would pull a newer one. */
const packages = ['ministack==1.5.33', 'cryptography', 'microburst==0.10.0'];
const oldest = { major: 3, minor: 10 };
const candidates = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

export class PythonUnusable extends Error {
  override readonly name = 'PythonUnusable';
}

/**
 * The Python of a virtual environment that holds MiniStack and microburst, made on first use.
 * @throws PythonUnusable when there is no Python 3.10 or newer, or the packages cannot be installed.
 */
export const pythonEnvironment = (root: string): string => {
  const folder = join(root, '.venv-e2e');
  const python = join(folder, 'bin', 'python');
  if (existsSync(python) && hasPackages(python)) return python;
  const found = candidates.find(isNewEnough);
  if (found === undefined) {
    throw new PythonUnusable(
      `The end-to-end run needs Python ${oldest.major}.${oldest.minor} or newer for the AWS emulator; ` +
        `none of ${candidates.join(', ')} is. Install one and run npm run e2e again. npm test needs no Python.`,
    );
  }
  console.error(`Preparing .venv-e2e with ${packages.join(', ')} (first run only) ...`);
  run(found, ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  return python;
};

const isNewEnough = (python: string): boolean => {
  try {
    const text = execFileSync(python, ['-c', 'import sys; print(sys.version_info[0], sys.version_info[1])'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [major = 0, minor = 0] = text.trim().split(' ').map(Number);
    return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
  } catch {
    return false;
  }
};

const hasPackages = (python: string): boolean => {
  try {
    const names = ['ministack', 'microburst'];
    const check = `import importlib.metadata as m, cryptography; print(*[f'{n}=={m.version(n)}' for n in ${JSON.stringify(names)}])`;
    const found = execFileSync(python, ['-c', check], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return found
      .trim()
      .split(' ')
      .every((each) => packages.includes(each));
  } catch {
    return false;
  }
};

const run = (command: string, args: readonly string[]): void => {
  try {
    execFileSync(command, [...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (error) {
    throw new PythonUnusable(
      `${command} ${args.join(' ')} failed: ${error instanceof Error ? error.message : String(error)}. ` +
        'The virtual environment needs the venv module and access to a Python package index.',
    );
  }
};
