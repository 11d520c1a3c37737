// Installs what is missing, once per lockfile. Runs on Node >= 20 before anything is installed: no imports but Node's own.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const lockfile = path.join(root, 'package-lock.json');
const marker = path.join(root, 'node_modules', '.ringfence-setup');
const locked = readFileSync(lockfile);
const wanted = createHash('sha256')
  .update(locked)
  .update(readFileSync(path.join(root, 'package.json')))
  .digest('hex');

const npm = (command) =>
  spawnSync('npm', [command, '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });

const install = () => {
  const exact = npm('ci');
  if (exact.status === 0) return exact;
  // A registry that does not hold the binaries of other platforms makes `npm ci` call the lockfile incomplete (npm issue
  // 9846). `npm install` takes the locked versions, with their integrity, and leaves those binaries out.
  const lenient = npm('install');
  writeFileSync(lockfile, locked);
  return lenient.status === 0 ? lenient : { ...lenient, stderr: `${exact.stderr}\n${lenient.stderr}` };
};

if (!existsSync(marker) || readFileSync(marker, 'utf8') !== wanted) {
  process.stderr.write('Ringfence: installing its packages (once, one to two minutes) ...\n');
  const done = install();
  if (done.status !== 0) {
    process.stderr.write(
      `${done.stderr}\nRingfence: its packages could not be installed (npm's words are above). It needs Node 20 or newer, npm and a package registry; then run the same command again.\n`,
    );
    process.exit(1);
  }
  writeFileSync(marker, wanted);
}
