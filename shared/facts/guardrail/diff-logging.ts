import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { displayText } from '../../change/display-text.ts';
import type { SurroundingChange } from './diff-surroundings.ts';
import { rankField, type FieldRule } from './rank-field.ts';
import { sameValue } from './same-value.ts';

/** A flag that is not said is off in an answer [unconfirmed]. (Amazon Bedrock API Reference: "LoggingConfig".) */
const flag: FieldRule = { ranked: [false, true] };

/** Every field of LoggingConfig and how it counts; a test derives the fields from the SDK's types. */
export const loggingRules: Readonly<Record<string, FieldRule>> = {
  textDataDeliveryEnabled: flag,
  imageDataDeliveryEnabled: flag,
  embeddingDataDeliveryEnabled: flag,
  videoDataDeliveryEnabled: flag,
  audioDataDeliveryEnabled: flag,
  'cloudWatchConfig.logGroupName': 'unranked',
  /** A role that cannot write loses the logs. */
  'cloudWatchConfig.roleArn': 'unranked',
  'cloudWatchConfig.largeDataDeliveryS3Config.bucketName': 'unranked',
  'cloudWatchConfig.largeDataDeliveryS3Config.keyPrefix': 'unranked',
  's3Config.bucketName': 'unranked',
  's3Config.keyPrefix': 'unranked',
};

/** Sections that are a place to deliver to: gone is weaker, new is stronger. */
const places: Readonly<Record<string, string>> = {
  cloudWatchConfig: 'the log group',
  s3Config: 'the bucket',
  'cloudWatchConfig.largeDataDeliveryS3Config': 'the bucket for large data',
};

/** `content.loggingConfig`, as GetModelInvocationLoggingConfiguration answers. Undefined: there is no configuration. */
export const loggingConfigOf = (content: JsonObject | undefined): JsonObject | undefined => {
  const config = content?.['loggingConfig'];
  return isJsonObject(config) ? config : undefined;
};

/** What a change of model invocation logging took away and what it added. */
export const diffLogging = (
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): readonly SurroundingChange[] => {
  const was = loggingConfigOf(before);
  const is = loggingConfigOf(after);
  if (was === undefined && is === undefined) return [];
  if (is === undefined) return [{ path: '', verdict: 'weaker', sentence: 'Model calls are not recorded any more.' }];
  if (was === undefined) return [{ path: '', verdict: 'stronger', sentence: 'Model calls are recorded now.' }];
  return [...diffPlaces(was, is), ...diffFields(was, is), ...unknownFields(was, is)];
};

/** The value at a dotted path of exact names. */
const at = (object: JsonObject, path: string): unknown => {
  let value: unknown = object;
  for (const name of path.split('.')) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name] ?? undefined;
  }
  return value;
};

const diffPlaces = (was: JsonObject, is: JsonObject): readonly SurroundingChange[] =>
  Object.entries(places).flatMap(([path, name]): readonly SurroundingChange[] => {
    const had = at(was, path) !== undefined;
    const has = at(is, path) !== undefined;
    // What is inside of a place that is gone is told with it.
    if (had === has || isInsideOfChanged(path, was, is)) return [];
    return [
      had
        ? { path, verdict: 'weaker', sentence: `Logs do not go to ${name} ${nameAt(was, path)} any more.` }
        : { path, verdict: 'stronger', sentence: `Logs go to ${name} ${nameAt(is, path)} too.` },
    ];
  });

const isInsideOfChanged = (path: string, was: JsonObject, is: JsonObject): boolean =>
  Object.keys(places).some(
    (outer) => path.startsWith(`${outer}.`) && (at(was, outer) === undefined) !== (at(is, outer) === undefined),
  );

const nameAt = (config: JsonObject, path: string): string =>
  text(at(config, `${path}.logGroupName`) ?? at(config, `${path}.bucketName`));

const text = (value: unknown): string => (typeof value === 'string' ? displayText(value) : 'without a name');

const diffFields = (was: JsonObject, is: JsonObject): readonly SurroundingChange[] =>
  Object.entries(loggingRules).flatMap(([path, rule]): readonly SurroundingChange[] => {
    if (isInsideOfChanged(path, was, is)) return [];
    const isFlag = rule === flag;
    const before = isFlag ? (at(was, path) ?? false) : at(was, path);
    const after = isFlag ? (at(is, path) ?? false) : at(is, path);
    const verdict = rankField(rule, before, after);
    if (verdict === undefined) return [];
    const kind = /^(\w+?)DataDeliveryEnabled$/u.exec(path)?.[1];
    if (kind !== undefined)
      return [
        {
          path,
          verdict,
          sentence:
            after === true
              ? `The ${kind} data of model calls is recorded now.`
              : `The ${kind} data of model calls is not recorded any more.`,
        },
      ];
    return [{ path, verdict, sentence: `${called[path] ?? path} is now ${text(after)}, before ${text(before)}.` }];
  });

const called: Readonly<Record<string, string>> = {
  'cloudWatchConfig.logGroupName': 'The log group',
  'cloudWatchConfig.roleArn': 'The role that writes the logs',
  'cloudWatchConfig.largeDataDeliveryS3Config.bucketName': 'The bucket for large data',
  'cloudWatchConfig.largeDataDeliveryS3Config.keyPrefix': 'The prefix of large data',
  's3Config.bucketName': 'The bucket',
  's3Config.keyPrefix': 'The prefix in the bucket',
};

/** A member that this version does not know is never the same. */
const unknownFields = (was: JsonObject, is: JsonObject): readonly SurroundingChange[] => {
  const known = new Set(Object.keys(loggingRules).map((path) => path.split('.')[0] ?? path));
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => !known.has(name) && !sameValue(was[name], is[name]))
    .map((name) => ({
      path: name,
      verdict: 'unranked',
      sentence: `The setting ${displayText(name, 64)} changed, which this version does not know.`,
    }));
};
