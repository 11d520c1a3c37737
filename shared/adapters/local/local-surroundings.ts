import type { JsonObject } from '../../change/json-object.ts';
import type { InvocationLogging } from '../../facts/account-facts.ts';
import { outOfScope } from '../../facts/known.ts';
import type { EnforcedGuardrail } from '../../facts/region-state.ts';
import type { Surrounding, SurroundingKey } from '../../facts/guardrail/surroundings.ts';
import type { SurroundingReader } from '../../ports/guardrail-surroundings.ts';
import type { AccountStateReader } from '../../ports/account-state-reader.ts';
import type { Read } from '../../ports/read.ts';
import { rowOf, type LocalState } from './local-state.ts';

/** What stands around guardrails, set by whoever plays the account. */
export type LocalSurroundings = SurroundingReader & {
  /** Without content: it is taken away. */
  setSurrounding(surrounding: Surrounding): void;
};

/** Logging and enforcement that nobody set whole are what the local account says of them. */
export const localSurroundings = (
  state: LocalState,
  account: Pick<AccountStateReader, 'invocationLogging' | 'regionState'>,
): LocalSurroundings => {
  const rows = state.table('bedrock.surrounding', rowOf<Surrounding>('kind', 'region', 'identifier'));
  return {
    surrounding: async (key) => {
      const content = rows.get(keyOf(key))?.content;
      if (content !== undefined) return { found: 'yes', value: content };
      return asTheAccountSays(account, key);
    },
    setSurrounding: (surrounding) => {
      if (surrounding.content === undefined) rows.delete(keyOf(surrounding));
      else rows.put(keyOf(surrounding), surrounding);
    },
  };
};

const keyOf = ({ region, kind, identifier }: SurroundingKey): string => `${region}/${kind}/${identifier}`;

const asTheAccountSays = async (
  account: Pick<AccountStateReader, 'invocationLogging' | 'regionState'>,
  { kind, region }: SurroundingKey,
): Promise<Read<JsonObject>> => {
  if (kind === 'invocation-logging') {
    const logging = await account.invocationLogging(region);
    return logging.found === 'yes' ? { found: 'yes', value: asAnswer(logging.value) } : logging;
  }
  if (kind !== 'enforced-guardrails') return { found: 'no' };
  const { enforcedGuardrails } = await account.regionState(region, {
    facts: new Set(['enforcedGuardrails']),
    guardrails: [],
    invocationLogging: outOfScope,
  });
  return enforcedGuardrails?.state === 'known'
    ? { found: 'yes', value: { guardrailsConfig: enforcedGuardrails.value.map(asConfiguration) } }
    : { found: 'no' };
};

const asConfiguration = ({ includedModels, excludedModels, ...config }: EnforcedGuardrail): JsonObject => ({
  ...config,
  ...(includedModels === undefined && excludedModels === undefined
    ? {}
    : { modelEnforcement: { includedModels: includedModels ?? ['ALL'], excludedModels: excludedModels ?? [] } }),
});

const asAnswer = ({ logGroup, bucket, largeDataBucket, ...kinds }: InvocationLogging): JsonObject => ({
  loggingConfig: {
    ...(logGroup === undefined
      ? {}
      : {
          cloudWatchConfig: {
            logGroupName: logGroup,
            ...(largeDataBucket === undefined ? {} : { largeDataDeliveryS3Config: { bucketName: largeDataBucket } }),
          },
        }),
    ...(bucket === undefined ? {} : { s3Config: { bucketName: bucket } }),
    textDataDeliveryEnabled: kinds.text,
    imageDataDeliveryEnabled: kinds.image,
    embeddingDataDeliveryEnabled: kinds.embedding,
    videoDataDeliveryEnabled: kinds.video,
    audioDataDeliveryEnabled: kinds.audio,
  },
});
