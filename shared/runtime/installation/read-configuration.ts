import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { pointer, readJson } from '../../change/read-json.ts';
import { type Configuration, type ConfigurationFault, ConfigurationInvalid, readChoices } from './configuration.ts';
import { offsetsIn, placeAt } from './place-in-json.ts';

export const configurationFile = 'ringfence.config.json';
const contextName = 'context "ringfence"';
/** For editors and for people; they decide nothing. */
const notes = new Set(['$schema', '$comment']);

type Source = { name: string; text: string; value: JsonObject };

/**
 * The file `ringfence.config.json` beside cdk.json, with single keys replaced by the CDK context `ringfence`
 * (`-c ringfence='{"account":"111122223333"}'`). Neither there: the defaults.
 * @throws ConfigurationInvalid with every mistake, each with its line
 */
export const readConfiguration = (folder: string, context: unknown): Configuration => {
  const path = join(folder, configurationFile);
  const sources = [
    ...(existsSync(path) ? [sourceOf(configurationFile, readFileSync(path, 'utf8'))] : []),
    ...(context === undefined ? [] : [contextSource(context)]),
  ];
  const merged = Object.fromEntries(sources.flatMap(({ value }) => Object.entries(value)));
  const read = readChoices(merged);
  if (read.ok) return read.configuration;
  const what = sources.map(({ name }) => name).join(' with ') || 'the default configuration';
  throw new ConfigurationInvalid(
    `${what} is not a valid configuration:\n${read.faults.map((fault) => describe(fault, sources)).join('\n')}`,
  );
};

/** The last source that has the key is the one that was read. */
const describe = ({ path, what }: ConfigurationFault, sources: readonly Source[]): string => {
  const key = path.join('.') || '(the whole document)';
  const source = sources.findLast(({ value }) => Object.hasOwn(value, String(path[0])));
  if (source === undefined) return `  ${key}: ${what}`;
  const offsets = offsetsIn(source.text);
  // What is missing has no line of its own: the line of what should hold it.
  const offset = path.map((_, index) => offsets.get(pointer(path.slice(0, path.length - index)))).find(isThere);
  return quote(source, offset ?? 0, `${key}: ${what}`);
};
const isThere = (value: number | undefined): value is number => value !== undefined;

const quote = ({ name, text }: { name: string; text: string }, offset: number, what: string): string => {
  const place = placeAt(text, offset);
  return `  ${name}:${place.line}:${place.column} ${what}\n    ${place.line} | ${place.text.slice(0, 160)}`;
};

const contextSource = (context: unknown): Source => {
  // On the command line a context value is text; in cdk.json it is an object.
  if (typeof context === 'string') return sourceOf(contextName, context);
  if (isJsonObject(context)) return sourceOf(contextName, JSON.stringify(context, undefined, 2));
  throw new ConfigurationInvalid(`${contextName} must be an object, or JSON text of one`);
};

const sourceOf = (name: string, given: string): Source => {
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given;
  const read = readJson(text);
  if (!read.ok) {
    const fault = read.error.code === 'not-json' ? 'is not JSON' : 'cannot be read';
    throw new ConfigurationInvalid(`${name} ${fault}:\n${quote({ name, text }, read.error.offset, read.error.detail)}`);
  }
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new ConfigurationInvalid(`${name} must hold one JSON object`);
  return { name, text, value: Object.fromEntries(Object.entries(value).filter(([key]) => !notes.has(key))) };
};
