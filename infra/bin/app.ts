import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { ConfigurationInvalid } from '../../shared/runtime/installation/configuration.ts';
import { needBundles } from '../configuration/need-bundles.ts';
import { readConfiguration } from '../../shared/runtime/installation/read-configuration.ts';
import { makeApp } from '../make-app.ts';

try {
  const app = new App();
  const root = join(import.meta.dirname, '..', '..');
  const configuration = readConfiguration(root, app.node.tryGetContext('ringfence'));
  needBundles(root, configuration);
  makeApp(configuration, app);
} catch (error) {
  if (!(error instanceof ConfigurationInvalid)) throw error;
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 2;
}
