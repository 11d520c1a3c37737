import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { releaseFile } from '../release/function-package.ts';
import { type Configuration, ConfigurationInvalid } from '../../shared/runtime/installation/configuration.ts';

/**
 * The functions are bundled before synthesis. Without this CDK names a missing asset, and not what to do.
 * @throws ConfigurationInvalid
 */
export const needBundles = (folder: string, { bundles }: Pick<Configuration, 'bundles'>): void => {
  const path = isAbsolute(bundles) ? bundles : join(folder, bundles);
  const fix = 'run npm run build first, or npm run synth';
  if (!existsSync(path)) throw new ConfigurationInvalid(`bundles: there is no folder ${path}; ${fix}`);
  // Written last: without it a build was cut short, or is of an older version.
  if (!existsSync(releaseFile(path)))
    throw new ConfigurationInvalid(`bundles: ${path} holds no whole build (no release.json); ${fix}`);
};
