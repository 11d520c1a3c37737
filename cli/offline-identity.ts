import type { OwnIdentity } from '../shared/ports/ports.ts';
import { localIdentity } from '../shared/adapters/local/local-world.ts';

/** Who Ringfence would be in the account of a file: the names that the CDK app gives its roles. */
export const offlineIdentity = (arn: string): OwnIdentity => {
  const [, partition = 'aws', , , accountId = ''] = arn.split(':');
  return localIdentity({ partition, accountId });
};
