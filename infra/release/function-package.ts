import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeSha256, storedZip } from './stored-zip.ts';

/** What is uploaded of one function. */
export const packageFile = (bundles: string, name: string): string => join(bundles, `${name}.zip`);
/** What a build made, for people and for whoever compares two builds. */
export const releaseFile = (bundles: string): string => join(bundles, 'release.json');

/** @returns what Lambda will say of it */
export const writePackage = (bundles: string, name: string, code: Uint8Array): string => {
  const zip = storedZip([{ name: 'index.mjs', bytes: code }]);
  writeFileSync(packageFile(bundles, name), zip);
  return codeSha256(zip);
};

/** What Lambda will say of a package that was built. */
export const packageSha256 = (bundles: string, name: string): string =>
  codeSha256(readFileSync(packageFile(bundles, name)));
