import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { diffEnforcement, enforcedConfigs } from './diff-enforcement.ts';
import { diffLogging, loggingConfigOf } from './diff-logging.ts';
import type { HeldSurrounding } from './surroundings.ts';
import { member } from './rule.ts';
import { mayBeWeaker } from './verdict.ts';

/** One call that puts a surrounding back, with its exact body. Nothing is written here. */
export type SurroundingCall =
  | { call: 'PutModelInvocationLoggingConfiguration'; region: string; request: { loggingConfig: JsonObject } }
  | {
      call: 'PutEnforcedGuardrailConfiguration';
      region: string;
      /** `configId` where the configuration is still there and holds something else. */
      request: { configId?: string; guardrailInferenceConfig: JsonObject };
    };

/**
 * The calls that bring back what was lost and keep what was won since. None: nothing was lost, or a call cannot bring it back
 * (a resource policy, an automated reasoning policy: a person sets the kept document again).
 */
export const putBackSurrounding = (held: HeldSurrounding): readonly SurroundingCall[] => {
  switch (held.kind) {
    case 'invocation-logging':
      return putBackLogging(held);
    case 'enforced-guardrails':
      return putBackEnforcement(held);
    case 'guardrail-policy':
    case 'automated-reasoning':
    case 'organisation-guardrails':
    case 'guardrail-references':
      return [];
  }
};

const putBackLogging = ({ region, was, now }: HeldSurrounding): readonly SurroundingCall[] => {
  const before = loggingConfigOf(was);
  if (before === undefined || !diffLogging(was, now).some(({ verdict }) => mayBeWeaker(verdict))) return [];
  const after = loggingConfigOf(now) ?? {};
  // A kind or a place that was added since stays; where both name a place, the one before is meant.
  const won = Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => value === true || (isJsonObject(value) && (before[name] ?? undefined) === undefined),
    ),
  );
  return [
    {
      call: 'PutModelInvocationLoggingConfiguration',
      region,
      request: { loggingConfig: { ...before, ...won, ...largeData(before, after) } },
    },
  ];
};

/** The place for large data stands inside of the log group's: one that was added since stays too. */
const largeData = (before: JsonObject, after: JsonObject): JsonObject => {
  const [was, is] = [before['cloudWatchConfig'], after['cloudWatchConfig']];
  if (!isJsonObject(was) || !isJsonObject(is)) return {};
  const added = is['largeDataDeliveryS3Config'] ?? undefined;
  return added === undefined || (was['largeDataDeliveryS3Config'] ?? undefined) !== undefined
    ? {}
    : { cloudWatchConfig: { ...was, largeDataDeliveryS3Config: added } };
};

/** Members of an answer that a request takes (Amazon Bedrock API Reference: "AccountEnforcedGuardrailInferenceInputConfiguration"). */
const asked = ['guardrailVersion', 'selectiveContentGuarding', 'modelEnforcement'] as const;

const putBackEnforcement = ({ region, was, now }: HeldSurrounding): readonly SurroundingCall[] => {
  const present = new Map(enforcedConfigs(now).map((config) => [member(config, 'guardrailArn'), config]));
  return enforcedConfigs(was).flatMap((config): readonly SurroundingCall[] => {
    const guardrailArn = member(config, 'guardrailArn');
    const there = present.get(guardrailArn);
    const changes = diffEnforcement(
      { guardrailsConfig: [config] },
      { guardrailsConfig: there === undefined ? [] : [there] },
    );
    if (!changes.some(({ verdict }) => mayBeWeaker(verdict))) return [];
    const configId = there === undefined ? undefined : member(there, 'configId');
    const members = asked.flatMap((name) => {
      const value = member(config, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    return [
      {
        call: 'PutEnforcedGuardrailConfiguration',
        region,
        request: {
          ...(typeof configId === 'string' ? { configId } : {}),
          guardrailInferenceConfig: { guardrailIdentifier: guardrailArn, ...Object.fromEntries(members) },
        },
      },
    ];
  });
};

/** The same as one line for a shell. Values are quoted: a name cannot end the quotation. */
export const asCommand = (call: SurroundingCall): string => {
  const quoted = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", String.raw`'\''`)}'`;
  switch (call.call) {
    case 'PutModelInvocationLoggingConfiguration':
      return `aws bedrock put-model-invocation-logging-configuration --region ${call.region} --logging-config ${quoted(call.request.loggingConfig)}`;
    case 'PutEnforcedGuardrailConfiguration': {
      const { configId, guardrailInferenceConfig } = call.request;
      const id = configId === undefined ? '' : ` --config-id ${quoted(configId).replaceAll('"', '')}`;
      return `aws bedrock put-enforced-guardrail-configuration --region ${call.region}${id} --guardrail-inference-config ${quoted(guardrailInferenceConfig)}`;
    }
  }
};
