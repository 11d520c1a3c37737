// Installs what is missing, once per lockfile. Runs on Node >= 20 before anything is installed: no imports but Node's own.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const marker = path.join(root, 'node_modules', '.ringfence-setup');
const wanted = createHash('sha256')
  .update(readFileSync(path.join(root, 'package-lock.json')))
  .update(readFileSync(path.join(root, 'package.json')))
  .digest('hex');

if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) process.exit(0);

process.stderr.write('Ringfence: installing its packages (once; about a minute) ...\n');
const done = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  shell: process.platform === 'win32',
});
if (done.status !== 0) {
  process.stderr.write(
    'Ringfence: the packages could not be installed (see above). It needs Node >= 20, npm and a package registry; then run the same command again.\n',
  );
  process.exit(done.status ?? 1);
}
writeFileSync(marker, wanted);
