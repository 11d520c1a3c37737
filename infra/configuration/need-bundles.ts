import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type Configuration, ConfigurationInvalid } from './configuration.ts';

/**
 * The functions are bundled before synthesis. Without this CDK names a missing asset, and not what to do.
 * @throws ConfigurationInvalid
 */
export const needBundles = (folder: string, { bundles }: Pick<Configuration, 'bundles'>): void => {
  const path = isAbsolute(bundles) ? bundles : join(folder, bundles);
  if (existsSync(path)) return;
  throw new ConfigurationInvalid(`bundles: there is no folder ${path}; run npm run build first, or npm run synth`);
};
