import { UpdateAccessKeyCommand, UpdateServiceSpecificCredentialCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { Credential } from '../../ports/containment-ports.ts';

/** One credential of a user, active or not (IAM API Reference, "UpdateAccessKey", "UpdateServiceSpecificCredential"). */
export const setCredentialStatus = (
  iam: IAMClient,
  UserName: string,
  { kind, id }: Credential,
  Status: 'Active' | 'Inactive',
): Promise<{ $metadata: { requestId?: string | undefined } }> =>
  kind === 'access-key'
    ? iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: id, Status }))
    : iam.send(new UpdateServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId: id, Status }));
