import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { packageFile, releaseFile, writePackage } from '../infra/release/function-package.ts';
import { versions } from '../shared/runtime/versions.ts';

const root = join(import.meta.dirname, '..');

/** The folders under functions/ that have a handler: each is one bundle. */
export const functionNames = (from = root): readonly string[] =>
  readdirSync(join(from, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => statSync(join(from, 'functions', name, 'handler.ts'), { throwIfNoEntry: false })?.isFile())
    .sort();

/**
 * Bundles each handler to `<folder>/<name>/index.mjs`, everything inside, the AWS SDK too: what was tested is what runs. Beside it
 * `<name>.zip`, which is what is uploaded, and one `release.json` with what Lambda will say of each. The same source gives the same
 * bytes on every machine, so that a deployment changes only the functions that changed, and two builds can be compared.
 *
 * @returns bytes of each bundle.
 */
export const buildFunctions = async (
  folder = join(root, 'dist', 'functions'),
  names: readonly string[] = functionNames(),
): Promise<ReadonlyMap<string, number>> => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all(
    names.map((name) =>
      build({
        absWorkingDir: root,
        entryPoints: [join('functions', name, 'handler.ts')],
        outfile: join(folder, name, 'index.mjs'),
        bundle: true,
        minify: true,
        // Names of errors and classes are in logs, metrics and alarms.
        keepNames: true,
        platform: 'node',
        target: 'node24',
        format: 'esm',
        // The ES module builds of dependencies: half the size of the others.
        mainFields: ['module', 'main'],
        legalComments: 'none',
        sourcemap: false,
        charset: 'utf8',
        // A CommonJS dependency that calls require inside a function fails only when that line runs.
        banner: {
          js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
        },
        logLevel: 'warning',
      }),
    ),
  );
  const functions = Object.fromEntries(
    names.map((name) => {
      const codeSha256 = writePackage(folder, name, readFileSync(join(folder, name, 'index.mjs')));
      return [`ringfence-${name}`, { codeSha256, bytes: statSync(packageFile(folder, name)).size }];
    }),
  );
  const release = { schemaVersion: '1', release: versions.product, functions };
  writeFileSync(releaseFile(folder), `${JSON.stringify(release, undefined, 2)}\n`);
  return new Map(names.map((name) => [name, statSync(join(folder, name, 'index.mjs')).size]));
};

if (import.meta.main) {
  const sizes = await buildFunctions();
  for (const [name, bytes] of sizes) console.error(`${name}: ${Math.round(bytes / 1024)} kB`);
}
