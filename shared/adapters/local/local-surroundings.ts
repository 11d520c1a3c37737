import type { JsonObject } from '../../change/json-object.ts';
import type { InvocationLogging } from '../../facts/account-facts.ts';
import type { Surrounding, SurroundingKey } from '../../facts/guardrail/surroundings.ts';
import type { SurroundingReader } from '../../ports/guardrail-surroundings.ts';
import type { Read } from '../../ports/read.ts';
import { rowOf, type LocalState } from './local-state.ts';

/** What stands around guardrails, set by whoever plays the account. */
export type LocalSurroundings = SurroundingReader & {
  /** Without content: it is taken away. */
  setSurrounding(surrounding: Surrounding): void;
};

/** Logging that nobody set whole is what the local account says of it. */
export const localSurroundings = (
  state: LocalState,
  invocationLogging: (region: string) => Promise<Read<InvocationLogging>>,
): LocalSurroundings => {
  const rows = state.table('bedrock.surrounding', rowOf<Surrounding>('kind', 'region', 'identifier'));
  return {
    surrounding: async (key) => {
      const content = rows.get(keyOf(key))?.content;
      if (content !== undefined) return { found: 'yes', value: content };
      if (key.kind !== 'invocation-logging') return { found: 'no' };
      const logging = await invocationLogging(key.region);
      return logging.found === 'yes' ? { found: 'yes', value: asAnswer(logging.value) } : logging;
    },
    setSurrounding: (surrounding) => {
      if (surrounding.content === undefined) rows.delete(keyOf(surrounding));
      else rows.put(keyOf(surrounding), surrounding);
    },
  };
};

const keyOf = ({ region, kind, identifier }: SurroundingKey): string => `${region}/${kind}/${identifier}`;

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
