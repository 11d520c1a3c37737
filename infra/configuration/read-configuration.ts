import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Configuration, ConfigurationInvalid, parseConfiguration } from './configuration.ts';

export const configurationFile = 'ringfence.config.json';

/**
 * The file `ringfence.config.json` beside cdk.json, with single keys replaced by the CDK context `ringfence`
 * (`-c ringfence='{"account":"111122223333"}'`). Neither there: the defaults.
 * @throws ConfigurationInvalid
 */
export const readConfiguration = (folder: string, context: unknown): Configuration => {
  const path = join(folder, configurationFile);
  const fromFile = existsSync(path) ? jsonObject(readFileSync(path, 'utf8'), configurationFile) : {};
  const fromContext = context === undefined ? {} : contextObject(context);
  const sources = [
    ...(existsSync(path) ? [configurationFile] : []),
    ...(context === undefined ? [] : ['context "ringfence"']),
  ];
  return parseConfiguration({ ...fromFile, ...fromContext }, sources.join(' with ') || 'the default configuration');
};

const contextObject = (context: unknown): object => {
  // On the command line a context value is text; in cdk.json it is an object.
  if (typeof context === 'string') return jsonObject(context, 'context "ringfence"');
  if (typeof context === 'object' && context !== null && !Array.isArray(context)) return context;
  throw new ConfigurationInvalid('context "ringfence" must be an object, or JSON text of one');
};

const jsonObject = (text: string, source: string): object => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationInvalid(`${source} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ConfigurationInvalid(`${source} must hold one JSON object`);
  }
  return value;
};
