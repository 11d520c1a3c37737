import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Bundles the functions, as a release does. @returns the folder of bundles. */
export const buildBundles = (root: string): string => {
  const ran = spawnSync(process.execPath, [join(root, 'scripts', 'build-functions.ts')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(`npm run build failed:\n${ran.stdout}${ran.stderr}`);
  return join(root, 'dist', 'functions');
};
