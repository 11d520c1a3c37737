import { DescribeKeyCommand, type KeyState, type KMSClient } from '@aws-sdk/client-kms';
import type { LogDestination } from '../../../facts/region-state.ts';
import { required } from '../iam-read.ts';
import { allowedBy } from './state-fact.ts';

/** What a key is to the logs that it encrypts (AWS KMS API Reference, "DescribeKey"). @param keyId id, alias or ARN. */
export const keyOf = async (
  kms: (region: string) => KMSClient,
  keyId: string,
  region: string,
): Promise<NonNullable<LogDestination['key']>> => {
  const at = keyId.startsWith('arn:') ? (keyId.split(':')[3] ?? region) : region;
  const { KeyMetadata } = await allowedBy('kms:DescribeKey', () =>
    kms(at).send(new DescribeKeyCommand({ KeyId: keyId })),
  );
  const { KeyManager, KeyState } = required(KeyMetadata, 'KeyMetadata');
  return KeyManager === 'AWS' ? 'none' : { state: stateOf(required(KeyState, 'KeyState')) };
};

/** A key that is about to be usable counts as disabled until it is (AWS KMS: "Key states of AWS KMS keys"). */
const stateOf = (state: KeyState): 'enabled' | 'disabled' | 'pending-deletion' => {
  switch (state) {
    case 'Enabled':
    case 'Updating':
      return 'enabled';
    case 'PendingDeletion':
    case 'PendingReplicaDeletion':
      return 'pending-deletion';
    case 'Creating':
    case 'Disabled':
    case 'PendingImport':
    case 'Unavailable':
      return 'disabled';
  }
};
