import { z } from 'zod';
import type { Change } from '../../../change/change.ts';

/**
 * Parameters of PutModelInvocationLoggingConfiguration, only what is used (AWS: "LoggingConfig", Amazon Bedrock API
 * Reference). CloudTrail spells the fields as the API does.
 */
const parameters = z.object({
  loggingConfig: z.object({
    cloudWatchConfig: z.object({ logGroupName: z.string().optional() }).optional(),
    s3Config: z.object({ bucketName: z.string().optional() }).optional(),
    textDataDeliveryEnabled: z.boolean().optional(),
    imageDataDeliveryEnabled: z.boolean().optional(),
    embeddingDataDeliveryEnabled: z.boolean().optional(),
    videoDataDeliveryEnabled: z.boolean().optional(),
    audioDataDeliveryEnabled: z.boolean().optional(),
  }),
});

/**
 * What a successful change leaves of invocation logging, as far as the change itself proves it. `unknown`: the Region must
 * be read. A delivery flag that is not sent is on by default, so only flags that say no count.
 */
export const loggingAfter = (change: Change): 'off' | 'unknown' => {
  if (change.eventSource !== 'bedrock.amazonaws.com') return 'unknown';
  if (change.eventName === 'DeleteModelInvocationLoggingConfiguration') return 'off';
  if (change.eventName !== 'PutModelInvocationLoggingConfiguration' || change.body !== 'present') return 'unknown';
  const parsed = parameters.safeParse(change.parameters);
  if (!parsed.success) return 'unknown';
  const { loggingConfig: config } = parsed.data;
  if (config.cloudWatchConfig === undefined && config.s3Config === undefined) return 'off';
  const kinds = [
    config.textDataDeliveryEnabled,
    config.imageDataDeliveryEnabled,
    config.embeddingDataDeliveryEnabled,
    config.videoDataDeliveryEnabled,
    config.audioDataDeliveryEnabled,
  ];
  return kinds.every((enabled) => enabled === false) ? 'off' : 'unknown';
};
